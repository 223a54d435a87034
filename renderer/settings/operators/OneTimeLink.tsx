import { useHubNow } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { CopyButton } from '../../ui/CopyButton'
import type { GivenLink } from './given-link'

/** Shown once: whoever has it signs in as this person. */
export function OneTimeLink({ given, onDone }: { readonly given: GivenLink; readonly onDone: () => void }) {
  const { t, format } = useText()
  const now = useHubNow(60_000)
  return (
    <>
      <div className="sheet-body scroll min-h-0 flex-1">
        <p>{t('settings.operators.linkText', { time: format.full(given.until, now) })}</p>
        <code className="snippet">{given.link}</code>
        <div>
          <CopyButton text={given.link} />
        </div>
      </div>
      <div className="sheet-foot">
        <Button look="ink" onClick={onDone}>
          {t('common.done')}
        </Button>
      </div>
    </>
  )
}
