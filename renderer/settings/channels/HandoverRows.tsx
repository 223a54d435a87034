import { useText } from '../../text/i18n'
import { CopyButton } from '../../ui/CopyButton'
import { Notice } from '../../ui/Notice'
import type { Handover } from './messengers/messenger'

/** What is pasted over there, once the channel is connected here. */
export function HandoverRows({ handover }: { readonly handover: Handover | null }) {
  const { t } = useText()
  if (handover === null) return null
  return (
    <section className="grid gap-2">
      <h3>{handover.title(t)}</h3>
      <p className="text-text-2">{handover.text(t)}</p>
      {handover.rows.map(({ label, value }) => (
        <div key={label(t)} className="grid gap-1">
          <span className="label">{label(t)}</span>
          {value === null ? (
            <Notice tone="warn">{t('messengers.noPublicAddress')}</Notice>
          ) : (
            <div className="flex items-start gap-2">
              <code className="snippet min-w-0 flex-1">{value}</code>
              <CopyButton text={value} />
            </div>
          )}
        </div>
      ))}
    </section>
  )
}
