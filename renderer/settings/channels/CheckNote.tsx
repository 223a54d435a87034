import { CircleAlert, CircleCheck } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import type { CheckedAccount } from '#protocol/channel'
import type { Refusal } from '#protocol/errors'
import { useBridge } from '../../bridge'
import { useIsLive } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Avatar } from '../../ui/Avatar'
import { Button } from '../../ui/Button'
import { Notice } from '../../ui/Notice'
import { checkRefusal } from './check-refusal'
import type { CheckOutcome } from './use-account-check'

interface Props {
  readonly outcome: CheckOutcome | null
  readonly isChecking: boolean
  /** Saving was asked for before it was checked. */
  readonly isAsked: boolean
  readonly onCheck: () => void
}

/** Whose credentials these are, as the messenger says; or that there is no such account. */
export function CheckNote({ outcome, isChecking, isAsked, onCheck }: Props) {
  const { t } = useText()
  const isLive = useIsLive()
  if (outcome?.kind === 'found') {
    return (
      <>
        <Verified account={outcome.account} />
        {(outcome.account.notes ?? []).map((note) => (
          <Notice key={note} tone="warn">
            {t(`common.connectionNote.${note}`)}
          </Notice>
        ))}
      </>
    )
  }
  return (
    <>
      {outcome === null ? null : <NotFound refusal={outcome.refusal} />}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          size="s"
          isWorking={isChecking}
          workingText={t('messengers.checking')}
          reason={isLive ? null : t('settings.needsHub')}
          onClick={onCheck}
        >
          {t('messengers.check')}
        </Button>
        {isAsked && outcome === null ? (
          <p className="error" role="alert">
            <CircleAlert className="icon" aria-hidden="true" />
            <span>{t('messengers.notChecked')}</span>
          </p>
        ) : null}
      </div>
    </>
  )
}

function Verified({ account }: { readonly account: CheckedAccount }) {
  const { t } = useText()
  const bridge = useBridge()
  const { link } = account
  const box = useRef<HTMLDivElement>(null)
  // It takes the place of the button that was pressed for it, and the keyboard from there.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) box.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div ref={box} className="verified" role="status" tabIndex={-1}>
      <Avatar id={account.account} name={account.name} size={32} picture={account.picture} />
      <div className="min-w-0 flex-1">
        <p className="cut font-strong">{account.name}</p>
        {link === null ? (
          <p className="cut text-small text-text-2">{account.account}</p>
        ) : (
          <button
            type="button"
            className="btn-link cut max-w-full text-small"
            onClick={() => void bridge.openExternal({ url: link })}
          >
            {account.account}
          </button>
        )}
      </div>
      <span className="flex items-center gap-1.5 font-medium text-success">
        <CircleCheck className="icon" aria-hidden="true" />
        {t('messengers.authorised')}
      </span>
    </div>
  )
}

/** The headline is always the same words; the reason stands beneath. */
function NotFound({ refusal }: { readonly refusal: Refusal }) {
  const { t, format } = useText()
  const reason = checkRefusal(t, format, refusal)
  const isNotFound = refusal.code === 'BOT_NOT_FOUND'
  return (
    <div className="notice notice-danger" role="alert">
      <CircleAlert className="icon" aria-hidden="true" />
      <div className="min-w-0 flex-1 wrap-anywhere">
        {isNotFound ? <p className="font-strong">{t('messengers.notFound')}</p> : null}
        <p>
          {isNotFound ? reason.replace(`${t('messengers.notFound')}. `, '') : reason} {t('messengers.nothingSaved')}
        </p>
      </div>
    </div>
  )
}
