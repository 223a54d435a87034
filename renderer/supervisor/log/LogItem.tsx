import { ChevronDown, ChevronUp } from 'lucide-react'
import type { LogLine } from '#protocol/queries'
import { useChannel, useHubNow, useWindow } from '../../state/hooks'
import { type People, usePeople } from '../../state/people'
import { useText } from '../../text/i18n'
import { Mark } from '../../ui/Mark'
import { Sentence } from '../../ui/Sentence'
import { WhyCard } from '../../ui/WhyCard'

interface Props {
  readonly line: LogLine
  readonly isOpen: boolean
  readonly onToggle: () => void
}

/** A decision as a sentence: who got whose conversation and why; behind it the card with everybody looked at. */
export function LogItem({ line, isOpen, onToggle }: Props) {
  const { t, format } = useText()
  const { navigator } = useWindow()
  const people = usePeople()
  const now = useHubNow(60_000)
  const Fold = isOpen ? ChevronUp : ChevronDown
  return (
    <div className="log-item">
      <button type="button" className="log-line" aria-expanded={isOpen} onClick={onToggle}>
        <time>{format.moment(line.at, now)}</time>
        <span>
          <Sentence
            textKey={`supervisor.log.sentence.${sentenceOf(line)}`}
            values={{
              ...namesOf(line, people),
              contact: line.contactName,
              why: t(`supervisor.log.why.${line.choice}`),
            }}
          />
        </span>
        <Fold className="icon icon-s" aria-hidden="true" />
        <Facts line={line} people={people} />
      </button>
      {isOpen ? (
        <div className="log-why">
          <WhyCard conversationId={line.conversationId} decisionId={line.decisionId} onFold={onToggle} />
          <button type="button" className="btn-link" onClick={() => navigator.openConversation(line.conversationId)}>
            {t('supervisor.log.open')}
          </button>
        </div>
      ) : null}
    </div>
  )
}

export function sentenceOf({ chosen, from }: Pick<LogLine, 'chosen' | 'from'>): 'given' | 'moved' | 'nobody' | 'stays' {
  if (chosen === null) return from === null ? 'nobody' : 'stays'
  return from === null || from === chosen ? 'given' : 'moved'
}

const namesOf = ({ chosen, from }: LogLine, people: People) => ({
  to: chosen === null ? '' : people.operator(chosen),
  from: from === null ? '' : people.operator(from),
})

/** Where from, through which group, what set it going, how long he had waited. */
function Facts({ line, people }: { readonly line: LogLine; readonly people: People }) {
  const { t, format } = useText()
  const channel = useChannel(line.channelId)
  const words = [
    line.groupId === null ? '' : people.group(line.groupId),
    t(`chat.why.trigger.${line.trigger}`),
    line.waitedMs === null || line.waitedMs < 1000
      ? ''
      : t('supervisor.log.waited', { time: format.duration(line.waitedMs) }),
  ]
  return (
    <span className="log-facts">
      {channel === null ? null : (
        <>
          <Mark messenger={channel.messenger} />
          <span>{channel.name}</span>
        </>
      )}
      {words
        .filter((word) => word !== '')
        .map((word) => (
          <span key={word}>· {word}</span>
        ))}
    </span>
  )
}
