import { ArrowRightLeft } from 'lucide-react'
import type { ReactElement } from 'react'
import type { ConversationRow } from '#protocol/conversation'
import { useText } from '../../text/i18n'
import { Popover } from '../../ui/Popover'
import { TargetList } from '../../ui/TargetList'
import { useTransfer } from '../../ui/use-transfer'
import { useGiveBack } from './use-conversation-acts'

interface Props {
  readonly row: ConversationRow
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  readonly trigger: ReactElement
}

/** The list of those it can be passed to, at the button. */
export function TransferPopover({ row, isOpen, onOpenChange, trigger }: Props) {
  const { t } = useText()
  const undo = useGiveBack(row)
  const transfer = useTransfer()
  const except = row.assignee?.kind === 'operator' ? row.assignee.id : null
  return (
    <Popover isOpen={isOpen} onOpenChange={onOpenChange} trigger={trigger} label={t('chat.acts.transferTitle')}>
      <TargetList
        except={except}
        onChoose={(target) => {
          onOpenChange(false)
          void transfer(row.id, row.assignVersion, target, undo)
        }}
      />
    </Popover>
  )
}

export const TransferSign = () => <ArrowRightLeft className="icon" aria-hidden="true" />
