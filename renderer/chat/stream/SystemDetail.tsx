import type { SystemEvent } from '#protocol/message'
import { useText } from '../../text/i18n'
import { PlaceLink } from '../../ui/PlaceLink'

/** What a line of history says beside its sentence: the page a comment stands under, how long a call was. */
export function SystemDetail({ event }: { readonly event: SystemEvent }) {
  const { format } = useText()
  if (event.kind === 'opened' && event.place !== null)
    return (
      <>
        {': '}
        <PlaceLink place={event.place} />
      </>
    )
  if (event.kind === 'call' && event.durationMs !== null) return `, ${format.duration(event.durationMs)}`
  return null
}
