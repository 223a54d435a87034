import { ChevronsDown, ChevronsUp, SquareArrowOutUpRight, UserPlus } from 'lucide-react'
import { useState } from 'react'
import type { QueueView } from '#protocol/queries'
import { useAct } from '../../state/act'
import { useChannel, useHubNow, useIsLive, useWindow, useWorkspace } from '../../state/hooks'
import { usePeople } from '../../state/people'
import { useText } from '../../text/i18n'
import { Avatar } from '../../ui/Avatar'
import { heatOf } from '../../ui/heat'
import { IconButton } from '../../ui/IconButton'
import { Level } from '../../ui/Level'
import { Popover } from '../../ui/Popover'
import { TargetList } from '../../ui/TargetList'
import { useTransfer } from '../../ui/use-transfer'
import { WaitTime } from '../../ui/WaitTime'

type Place = QueueView['places'][number]

interface Props {
  readonly place: Place
  readonly onChanged: () => void
}

/** One place of the queue: who, from where, why he stands there, how long he waits and will wait, and what can be done. */
export function QueueItem({ place, onChanged }: Props) {
  const { t } = useText()
  const { navigator } = useWindow()
  const channel = useChannel(place.channelId)
  const target = useWorkspace((state) => state.company?.settings.firstResponseTargetMs ?? null)
  const now = useHubNow(15_000)
  const waitedMs = place.since === null ? null : Math.max(0, now - place.since)
  const heat = waitedMs === null ? null : heatOf(waitedMs, target)
  return (
    <li className="queue-item">
      <span className="queue-place">{place.place}</span>
      <Level heat={heat} />
      <Avatar id={place.conversationId} name={place.contactName} size={32} messenger={channel?.messenger} />
      <span className="min-w-0">
        <span className="flex min-w-0 items-center gap-1.5">
          <button
            type="button"
            className="cut font-medium hover:underline"
            aria-label={t('supervisor.queue.open', { name: place.contactName })}
            onClick={() => navigator.openConversation(place.conversationId)}
          >
            {place.contactName}
          </button>
          {place.priority === 'high' ? (
            <ChevronsUp className="icon icon-s" role="img" aria-label={t('supervisor.queue.high')} />
          ) : null}
        </span>
        <span className="cut block text-small text-text-3">
          {[channel?.name, usePlaceReason(place, now)]
            .filter((part) => part !== undefined && part !== null)
            .join(' · ')}
        </span>
      </span>
      <span className="queue-times">
        {waitedMs === null || heat === null ? null : <WaitTime waitedMs={waitedMs} heat={heat} />}
        <Expected place={place} />
      </span>
      <Acts place={place} onChanged={onChanged} />
    </li>
  )
}

/** Why he stands there, where it is not simply that nobody was free. */
function usePlaceReason({ assignee, opensAt, expectedWaitMs }: Place, now: number): string | null {
  const { t, format } = useText()
  const people = usePeople()
  if (assignee !== null) return t('supervisor.queue.away', { name: people.operator(assignee) })
  if (opensAt === null) return null
  const isToday = format.dayKey(opensAt) === format.dayKey(now)
  const time = isToday ? format.clock(opensAt) : format.full(opensAt, now)
  return expectedWaitMs === null ? t('supervisor.queue.opensAt', { time }) : null
}

function Expected({ place: { expectedWaitMs, opensAt } }: { readonly place: Place }) {
  const { t, format } = useText()
  if (opensAt !== null) return null
  const time =
    expectedWaitMs === null
      ? t('supervisor.queue.unknown')
      : t('supervisor.queue.about', { time: format.duration(Math.max(60_000, expectedWaitMs)) })
  return (
    <span className="text-small text-text-3">
      <span className="sr-only">{t('supervisor.queue.expected', { time })}</span>
      <span aria-hidden="true">{time}</span>
    </span>
  )
}

function Acts({ place, onChanged }: Props) {
  const { t } = useText()
  const act = useAct()
  const { navigator } = useWindow()
  const transfer = useTransfer()
  const isLive = useIsLive()
  const [isAssigning, setAssigning] = useState(false)
  const { conversationId, contactName: name } = place
  const isHigh = place.priority === 'high'
  const reason = isLive ? null : t('refusal.NOT_CONNECTED')
  const prioritize = async () => {
    const priority = isHigh ? 'normal' : 'high'
    const done = isHigh ? t('supervisor.queue.lowered', { name }) : t('supervisor.queue.raised', { name })
    await act({ kind: 'conversation.prioritize', conversationId, priority }, { done })
    onChanged()
  }
  return (
    <span className="flex flex-none">
      <IconButton
        label={isHigh ? t('supervisor.queue.lower', { name }) : t('supervisor.queue.raise', { name })}
        reason={reason}
        icon={
          isHigh ? (
            <ChevronsDown className="icon" aria-hidden="true" />
          ) : (
            <ChevronsUp className="icon" aria-hidden="true" />
          )
        }
        onClick={() => void prioritize()}
      />
      <Popover
        isOpen={isAssigning && isLive}
        onOpenChange={setAssigning}
        label={t('supervisor.queue.assign', { name })}
        trigger={
          <IconButton
            label={t('supervisor.queue.assign', { name })}
            reason={reason}
            icon={<UserPlus className="icon" aria-hidden="true" />}
          />
        }
      >
        <TargetList
          except={place.assignee}
          onChoose={(target) => {
            setAssigning(false)
            void transfer(conversationId, place.assignVersion, target).then(onChanged)
          }}
        />
      </Popover>
      <IconButton
        label={t('supervisor.queue.open', { name })}
        icon={<SquareArrowOutUpRight className="icon" aria-hidden="true" />}
        onClick={() => navigator.openConversation(conversationId)}
      />
    </span>
  )
}
