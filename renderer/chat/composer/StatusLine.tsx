import { Eye, Lock, PencilLine } from 'lucide-react'
import type { Channel } from '#protocol/channel'
import type { ConversationRow } from '#protocol/conversation'
import type { OperatorId } from '#protocol/ids'
import { useNow, useWaitingNow, useWorkspace } from '../../state/hooks'
import { usePeople } from '../../state/people'
import { useText } from '../../text/i18n'
import { cx } from '../../ui/class-names'
import { heatOf } from '../../ui/heat'
import { Meter } from '../../ui/Level'
import { WindowLeft } from './ReplyWindowNotice'

interface Props {
  readonly row: ConversationRow
  readonly channel: Channel | null
  readonly me: OperatorId
  readonly isNote: boolean
}

/** Above the field: how long the contact waits at the left, how long he may be answered and who else is here at the right. */
export function StatusLine({ row, channel, me, isNote }: Props) {
  const { t } = useText()
  return (
    <div className="composer-status">
      {isNote ? (
        <>
          <Lock className="icon icon-s" aria-hidden="true" />
          <span>{t('chat.composer.noteHint')}</span>
        </>
      ) : (
        <Waiting row={row} />
      )}
      <span className="composer-end">
        {isNote ? null : <WindowLeft row={row} channel={channel} />}
        <Others row={row} me={me} />
      </span>
    </div>
  )
}

function Waiting({ row }: { readonly row: ConversationRow }) {
  const { t, format } = useText()
  const since = row.isOpen ? row.unansweredSince : null
  const now = useWaitingNow(since)
  const target = useWorkspace((state) => state.company?.settings.firstResponseTargetMs ?? null)
  if (since === null) return null
  const waitedMs = Math.max(0, now - since)
  const heat = heatOf(waitedMs, target)
  return (
    <>
      <span className={cx('wait', `wait-${heat.step}`)}>
        {t('chat.composer.waits', { time: format.duration(waitedMs) })}
      </span>
      {target === null ? null : (
        <>
          <Meter heat={heat} />
          <span className="text-text-3">{t('chat.composer.target', { time: format.duration(target) })}</span>
        </>
      )}
    </>
  )
}

const nobody: readonly OperatorId[] = []

function Others({ row, me }: { readonly row: ConversationRow; readonly me: OperatorId }) {
  const { t } = useText()
  const people = usePeople()
  const offset = useWorkspace((state) => state.hubOffsetMs)
  const now = useNow(1000) + offset
  const typing = useWorkspace((state) => state.typing.get(row.id))
  const viewing = useWorkspace((state) => state.viewing.get(row.id) ?? nobody)
  const writers = (typing ?? []).flatMap((one) =>
    one.who !== 'contact' && one.who !== me && one.until > now ? [people.operator(one.who)] : [],
  )
  if (writers.length > 0) {
    return (
      <span className="composer-other">
        <PencilLine className="icon icon-s" aria-hidden="true" />
        <span className="cut">
          {t('chat.composer.alsoTyping', { count: writers.length, names: writers.join(', ') })}
        </span>
      </span>
    )
  }
  const others = viewing.filter((id) => id !== me)
  if (others.length === 0) return null
  const names = others.map((id) => people.operator(id)).join(', ')
  return (
    <span className="composer-other">
      <Eye className="icon icon-s" aria-hidden="true" />
      <span className="cut">{t('chat.composer.alsoHere', { names })}</span>
    </span>
  )
}
