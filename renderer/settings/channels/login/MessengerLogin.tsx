import { ExternalLink } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { Bridge } from '#preload/contract'
import type { Messenger } from '#protocol/channel'
import type { LoginPlace } from '#protocol/messenger-login'
import { useIsLive } from '../../../state/hooks'
import { useText } from '../../../text/i18n'
import { refusalText } from '../../../text/refusal'
import { Button } from '../../../ui/Button'
import { Notice } from '../../../ui/Notice'
import { useLoaded } from '../../loaded'
import type { LoginGuide } from '../messengers/messenger'
import { LoginApp } from './LoginApp'
import { type MessengerLogin as Login, useLogin } from './use-login'

interface Props {
  readonly messenger: Messenger
  readonly guide: LoginGuide
  /** Where the messenger is, as it stands in the form; empty = the official addresses. */
  readonly baseUrl: string
  /** A ticket stands for the token, at this address. */
  readonly onTicket: (ticket: string, baseUrl: string) => void
}

/** The way without a token: one logs in at the messenger and chooses the account there. */
export function MessengerLogin({ messenger, guide, baseUrl, onTicket }: Props) {
  const { t } = useText()
  const ask = useCallback((bridge: Bridge) => bridge.query({ kind: 'login.place', messenger }), [messenger])
  const { loaded, reload } = useLoaded<LoginPlace>(ask)
  const [isSettingUp, setSettingUp] = useState(false)
  const app = loaded.kind === 'ready' ? loaded.value.app : null
  const login = useLogin(messenger, (ticket) => onTicket(ticket, app?.baseUrl ?? ''))
  if (loaded.kind !== 'ready') return null
  const saved = async () => {
    await reload()
    setSettingUp(false)
  }
  return (
    <section className="new-group" aria-labelledby="messenger-login">
      <h3 id="messenger-login">{t('messengers.login.title', { messenger: t(`common.messenger.${messenger}`) })}</h3>
      {isSettingUp ? (
        <LoginApp
          {...{ messenger, guide, baseUrl, app }}
          returnUrl={loaded.value.returnUrl}
          onSaved={() => void saved()}
          onClose={() => setSettingUp(false)}
        />
      ) : (
        <>
          <p className="text-text-2">{guide.text(t)}</p>
          {app === null ? (
            <>
              <p className="text-text-2">{guide.noApp(t)}</p>
              <Button size="s" className="justify-self-start" onClick={() => setSettingUp(true)}>
                {t('messengers.login.setUp')}
              </Button>
            </>
          ) : (
            <LoginSteps login={login} messenger={messenger} appId={app.appId} onSetUp={() => setSettingUp(true)} />
          )}
        </>
      )}
    </section>
  )
}

interface StepsProps {
  readonly login: Login
  readonly messenger: Messenger
  readonly appId: string
  readonly onSetUp: () => void
}

function LoginSteps({ login, messenger, appId, onSetUp }: StepsProps) {
  const { t, format } = useText()
  const isLive = useIsLive()
  const { step } = login
  if (step.kind === 'waiting')
    return (
      <>
        <Notice isNews>{t('messengers.login.waiting')}</Notice>
        <div className="flex flex-wrap gap-2">
          <Button size="s" onClick={login.openAgain}>
            {t('messengers.login.openAgain')}
          </Button>
          <Button size="s" look="ghost" onClick={login.cancel}>
            {t('common.cancel')}
          </Button>
        </div>
      </>
    )
  const isDone = step.kind === 'done'
  return (
    <>
      {isDone ? (
        <Notice tone="success" isNews>
          {t('messengers.login.done', { account: step.account })}
        </Notice>
      ) : null}
      {step.kind === 'failed' ? (
        <Notice tone="danger" isNews>
          {t(`messengers.login.failed.${step.reason}`)}
          {step.detail === null ? '' : ` ${t('settings.channels.messengerSays', { words: step.detail })}`}
        </Notice>
      ) : null}
      {step.kind === 'refused' ? (
        <Notice tone="danger" isNews>
          {refusalText(t, format, step.refusal)}
        </Notice>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          size="s"
          icon={<ExternalLink className="icon icon-s" aria-hidden="true" />}
          isWorking={step.kind === 'beginning'}
          workingText={t('messengers.login.opening')}
          reason={isLive ? null : t('settings.needsHub')}
          onClick={() => void login.begin()}
        >
          {isDone
            ? t('messengers.login.another')
            : t('messengers.login.act', { messenger: t(`common.messenger.${messenger}`) })}
        </Button>
        <Button size="s" look="ghost" onClick={onSetUp}>
          {t('messengers.login.app', { appId })}
        </Button>
      </div>
    </>
  )
}
