import type { ConversationRow } from '#protocol/conversation'
import { sectionOf } from '#protocol/conversation'
import { ChosenStatus } from '#protocol/operator'
import type { Action } from '../state/actions'
import { useChannel, useHubNow, useWorkspace } from '../state/hooks'
import { useText } from '../text/i18n'
import { Avatar } from '../ui/Avatar'
import { Highlight } from '../ui/Highlight'
import { KeyChord } from '../ui/Keys'
import { Mark } from '../ui/Mark'
import { PresenceDot } from '../ui/PresenceDot'
import { signOf } from './action-signs'
import type { PaletteItem } from './palette-items'

export function PaletteLine({ item, search }: { readonly item: PaletteItem; readonly search: string }) {
  return item.kind === 'action' ? (
    <ActionLine action={item.action} search={search} />
  ) : (
    <ConversationLine row={item.row} search={search} />
  )
}

/** A change of presence has the dot of that presence. */
const statusOf = (action: Action) => ChosenStatus.options.find((status) => action.id === `presence.${status}`)

function ActionLine({ action, search }: { readonly action: Action; readonly search: string }) {
  const status = statusOf(action)
  const Sign = signOf(action)
  return (
    <>
      <span className="palette-sign">
        {status === undefined ? <Sign className="icon" aria-hidden="true" /> : <PresenceDot presence={status} />}
      </span>
      <span className="cut">
        <Highlight text={action.title} search={search} />
      </span>
      <span className="palette-end">
        {typeof action.reason === 'string' ? action.reason : null}
        {action.keys === undefined ? null : <KeyChord keys={action.keys} />}
      </span>
    </>
  )
}

function ConversationLine({ row, search }: { readonly row: ConversationRow; readonly search: string }) {
  const { t, format } = useText()
  const channel = useChannel(row.channelId)
  const me = useWorkspace((state) => state.company?.account.id ?? null)
  const now = useHubNow(15_000)
  const section = me === null ? 'closed' : sectionOf(row, me)
  const wait = row.isOpen && row.unansweredSince !== null ? format.duration(now - row.unansweredSince) : null
  return (
    <>
      <span className="palette-sign">
        <Avatar id={row.contactId} name={row.contactName} size={20} />
      </span>
      <span className="cut">
        <Highlight text={row.contactName} search={search} />
      </span>
      <span className="palette-end">
        {channel === null ? null : <Mark messenger={channel.messenger} />}
        {t(`common.section.${section}`)}
        {wait === null ? null : `, ${t('inbox.row.waits', { time: wait })}`}
      </span>
    </>
  )
}
