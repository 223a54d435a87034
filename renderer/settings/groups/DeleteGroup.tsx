import { Trash2 } from 'lucide-react'
import type { Refusal } from '#protocol/errors'
import type { GroupDetails } from '#protocol/group'
import { useAct } from '../../state/act'
import { useIsLive } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { refusalText } from '../../text/refusal'
import { Button } from '../../ui/Button'
import { useConfirmation } from '../../ui/Confirmation'
import { useToasts } from '../../ui/Toast'

interface Props {
  readonly group: GroupDetails
  readonly onDeleted: () => void
}

/** Asks first; what still needs the group is named. */
export function DeleteGroup({ group, onDeleted }: Props) {
  const { t, format } = useText()
  const act = useAct()
  const confirm = useConfirmation()
  const { show } = useToasts()
  const isLive = useIsLive()
  const { id: groupId, name, version } = group
  const why = (refusal: Refusal) => {
    if (refusal.code === 'NOT_FOUND') return t('groups.gone')
    const users = refusal.facts?.channels
    if (refusal.code !== 'IN_USE' || typeof users !== 'string') return refusalText(t, format, refusal)
    return t('groups.inUse', { name, channels: users.replace('—', t('groups.inUseOverflow')) })
  }
  const remove = async () => {
    const isSure = await confirm({
      title: t('groups.deleteTitle', { name }),
      text: t('groups.deleteText'),
      act: t('groups.delete'),
      keep: t('groups.deleteKeep'),
      isDangerous: true,
    })
    if (!isSure) return
    const told = { isQuiet: true, done: t('groups.deleted', { name }) }
    const reply = await act({ kind: 'group.delete', groupId, version }, told)
    if (reply.ok) onDeleted()
    else show(why(reply.refusal))
  }
  return (
    <Button
      look="danger"
      className="ms-auto"
      icon={<Trash2 className="icon" aria-hidden="true" />}
      reason={isLive ? null : t('settings.needsHub')}
      onClick={() => void remove()}
    >
      {t('groups.delete')}
    </Button>
  )
}
