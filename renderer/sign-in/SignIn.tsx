import { Server } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { SessionState } from '#preload/contract'
import { useBridge } from '../bridge'
import { useText } from '../text/i18n'
import { refusalText } from '../text/refusal'
import { Brand } from '../ui/Brand'
import { Notice } from '../ui/Notice'
import { HubForm } from './HubForm'
import { shownAddress } from './hub-address'
import { LinkForm } from './LinkForm'
import { PasswordForm } from './PasswordForm'
import { SignInArt } from './SignInArt'
import './sign-in.css'

interface Props {
  readonly session: Extract<SessionState, { kind: 'signedOut' }>
  /** A one-time link the page was opened by. */
  readonly link?: string | null
  readonly bar?: ReactNode
}

/** The way in: hub, then login and password, or a one-time link. */
export function SignIn({ session, link = null, bar }: Props) {
  const bridge = useBridge()
  const { t, format } = useText()
  const isDesktop = bridge.host === 'desktop'
  const [hubUrl, setHubUrl] = useState(session.hubUrl)
  const [way, setWay] = useState<'hub' | 'password' | 'link'>(
    link !== null ? 'link' : isDesktop && session.hubUrl === null ? 'hub' : 'password',
  )
  // A page of the hub needs no address: it is where it came from.
  const hub = hubUrl ?? (isDesktop ? null : location.origin)
  return (
    <div className="signin">
      <SignInArt />
      {bar === undefined ? null : <div className="signin-bar">{bar}</div>}
      <main className="signin-main">
        <div className="mb-7 flex items-center gap-2.5 text-message font-strong">
          <Brand />
          {t('common.product')}
        </div>
        <h1 className="mb-4 text-head tracking-tight">
          {way === 'hub' ? t('signIn.hubTitle') : way === 'link' ? t('signIn.linkTitle') : t('signIn.title')}
        </h1>
        {way === 'hub' || hub === null || !isDesktop ? null : <HubLine hub={hub} onOther={() => setWay('hub')} />}
        {session.refusal === null ? null : (
          <Notice tone="danger" isNews className="mb-4">
            {refusalText(t, format, session.refusal)}
          </Notice>
        )}
        {way === 'hub' ? (
          <HubForm
            first={hub ?? ''}
            onChosen={(origin) => {
              setHubUrl(origin)
              setWay('password')
            }}
            onLink={() => setWay('link')}
          />
        ) : null}
        {way === 'password' ? <PasswordForm hubUrl={hub ?? ''} onLink={() => setWay('link')} /> : null}
        {way === 'link' ? (
          <LinkForm link={link ?? ''} onPassword={() => setWay(hub === null ? 'hub' : 'password')} />
        ) : null}
      </main>
    </div>
  )
}

function HubLine({ hub, onOther }: { readonly hub: string; readonly onOther: () => void }) {
  const { t } = useText()
  return (
    <div className="hubline mb-4">
      <Server className="icon text-text-3" aria-hidden="true" />
      <span className="cut flex-1">{shownAddress(hub)}</span>
      <button type="button" className="btn-link" onClick={onOther}>
        {t('signIn.otherHub')}
      </button>
    </div>
  )
}
