import type { SystemEvent } from '#protocol/message'
import { useText } from '../../text/i18n'
import { PlaceLink } from '../../ui/PlaceLink'

/** What messengers call kinds that people know by a word; another one stands as the messenger has it. */
const messageKinds = [
  'poll',
  'wall',
  'story',
  'market',
  'gift',
  'money_transfer',
  'dice',
  'game',
  'invoice',
  'giveaway',
  'order',
  'forwarded',
  'checklist',
  'paid_media',
] as const

/** What a line of history says beside its sentence: the page a comment stands under, how long a call was, what it is that cannot be shown. */
export function SystemDetail({ event }: { readonly event: SystemEvent }) {
  const { t, format } = useText()
  if (event.kind === 'opened' && event.place !== null)
    return (
      <>
        {': '}
        <PlaceLink place={event.place} />
      </>
    )
  if (event.kind === 'call' && event.outcome === 'answered' && event.durationMs !== null)
    return `, ${format.duration(event.durationMs)}`
  if (event.kind === 'unsupported' && event.type !== 'message') {
    const kind = messageKinds.find((one) => one === event.type)
    return `: ${kind === undefined ? event.type : t(`chat.system.messageKind.${kind}`)}`
  }
  return null
}
