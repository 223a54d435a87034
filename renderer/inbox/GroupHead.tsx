import { useWorkspace } from '../state/hooks'
import { useText } from '../text/i18n'
import type { ListGroup } from './list-groups'

/** «Ждут ответа 7 · норматив 10 мин». */
export function GroupHead({ group }: { readonly group: ListGroup | undefined }) {
  const { t, format } = useText()
  const target = useWorkspace((state) => state.company?.settings.firstResponseTargetMs ?? null)
  if (group === undefined) return null
  const titles = { waiting: t('inbox.waiting'), rest: t('inbox.withContact'), closed: t('inbox.closedGroup') }
  return (
    <div className="list-group">
      <span>
        <b>{titles[group.key]}</b> {group.key === 'closed' ? null : format.count(group.ids.length)}
      </span>
      {group.key === 'waiting' && target !== null ? (
        <span>{t('inbox.target', { time: format.duration(target) })}</span>
      ) : null}
    </div>
  )
}
