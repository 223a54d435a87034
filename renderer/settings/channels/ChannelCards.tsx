import { type ChannelDetails, type Messenger, messengers } from '#protocol/channel'
import { ChannelCard } from './ChannelCard'
import { NotConnectedCard } from './NotConnectedCard'
import type { ChannelSectionId } from './section'

interface Props {
  readonly channels: readonly ChannelDetails[]
  readonly publicUrl: string | null
  readonly onOpen: (channel: ChannelDetails, section: ChannelSectionId) => void
  readonly onConnect: (messenger: Messenger) => void
  readonly onChanged: () => void
}

/** What is connected first, in the order messengers are offered; then those that have no channel yet. */
export function ChannelCards({ channels, publicUrl, onOpen, onConnect, onChanged }: Props) {
  const inOrder = channels.toSorted(
    (a, b) =>
      Number(b.isConnected) - Number(a.isConnected) ||
      messengers.indexOf(a.messenger) - messengers.indexOf(b.messenger) ||
      a.name.localeCompare(b.name),
  )
  const missing = messengers.filter((messenger) => !channels.some((channel) => channel.messenger === messenger))
  return (
    <div className="channel-cards">
      {inOrder.map((channel) => (
        <ChannelCard
          key={channel.id}
          channel={channel}
          onOpen={(section) => onOpen(channel, section)}
          onChanged={onChanged}
        />
      ))}
      {missing.map((messenger) => (
        <NotConnectedCard
          key={messenger}
          messenger={messenger}
          publicUrl={publicUrl}
          onConnect={() => onConnect(messenger)}
        />
      ))}
    </div>
  )
}
