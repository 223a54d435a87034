import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { ReceiverNote } from './ReceiverNote'
import type { SectionProps } from './section'

/** Who gets the channel's inquiries and by whose hours; both are changed on pages of their own. */
export function Receivers({ channel, onClose }: SectionProps) {
  const { t } = useText()
  return (
    <>
      <div className="sheet-body scroll min-h-0 flex-1">
        <ReceiverNote channel={channel} />
      </div>
      <div className="sheet-foot">
        <Button look="ghost" onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </>
  )
}
