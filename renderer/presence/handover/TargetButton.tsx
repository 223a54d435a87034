import { ChevronsUpDown, Inbox, Users } from 'lucide-react'
import { useState } from 'react'
import { useAccount } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { LoadBars } from '../../ui/LoadBars'
import { OperatorAvatar } from '../../ui/OperatorAvatar'
import { Popover } from '../../ui/Popover'
import { TargetList } from '../../ui/TargetList'
import { nameOf, type Target } from '../../ui/targets'

interface Props {
  readonly target: Target
  readonly onAim: (target: Target) => void
}

/** Who gets them; opens the list of people, groups and the queue. */
export function TargetButton({ target, onAim }: Props) {
  const { t } = useText()
  const me = useAccount()?.id ?? null
  const [isOpen, setOpen] = useState(false)
  const name = nameOf(target, t)
  return (
    <Popover
      isOpen={isOpen}
      onOpenChange={setOpen}
      align="start"
      label={t('handover.chooseTarget')}
      trigger={
        <Button className="handover-target" aria-label={`${t('handover.to')}: ${name}`}>
          <TargetSign target={target} />
          <span className="cut min-w-0 flex-1 text-start">{name}</span>
          {target.kind === 'operator' ? (
            <LoadBars load={target.operator.load} limit={target.operator.limit} isDecorative />
          ) : null}
          <ChevronsUpDown className="icon icon-s text-text-3" aria-hidden="true" />
        </Button>
      }
    >
      <TargetList
        except={me}
        hasQueue
        onChoose={(chosen) => {
          setOpen(false)
          onAim(chosen)
        }}
      />
    </Popover>
  )
}

function TargetSign({ target }: { readonly target: Target }) {
  if (target.kind === 'queue') return <Inbox className="icon" aria-hidden="true" />
  if (target.kind === 'group') return <Users className="icon" aria-hidden="true" />
  const { id, name, presence } = target.operator
  return <OperatorAvatar id={id} name={name} size={20} presence={presence.effective} />
}
