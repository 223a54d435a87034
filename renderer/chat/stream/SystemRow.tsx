import {
  ArrowRightLeft,
  Ban,
  CircleAlert,
  CircleCheck,
  Clock,
  FileQuestionMark,
  Hand,
  IdCard,
  Link as LinkIcon,
  MessageCirclePlus,
  Phone,
  PhoneMissed,
  Star,
  UserCheck,
  UserPlus,
} from 'lucide-react'
import { useText } from '../../text/i18n'
import { cx } from '../../ui/class-names'
import { Sentence } from '../../ui/Sentence'
import { WhyCard } from '../../ui/WhyCard'
import { toggled, usePane, usePaneStore } from '../pane-state'
import { SystemDetail } from './SystemDetail'
import { useStreamAround } from './stream-context'
import type { StreamItem } from './stream-items'
import { type SystemSign, systemSentence } from './system-sentence'

const signs: Record<SystemSign, typeof Ban> = {
  opened: MessageCirclePlus,
  closed: CircleCheck,
  assigned: UserCheck,
  moved: ArrowRightLeft,
  waiting: Clock,
  part: UserPlus,
  failed: CircleAlert,
  blocked: Ban,
  unblocked: CircleCheck,
  button: Hand,
  rated: Star,
  introduced: IdCard,
  visited: LinkIcon,
  unsupported: FileQuestionMark,
  call: Phone,
  missedCall: PhoneMissed,
  identity: IdCard,
}

/** One line of history, with the reason one click away. */
export function SystemRow({ item }: { readonly item: Extract<StreamItem, { kind: 'system' }> }) {
  const { t, format } = useText()
  const { people, row } = useStreamAround()
  const pane = usePaneStore()
  const { entry } = item
  const isExplained = usePane((state) => state.explained.has(entry.seq))
  const sentence = systemSentence(entry.event, people)
  const values =
    entry.event.kind === 'deliveryFailed' ? { reason: t(`common.failure.${entry.event.reason}`) } : sentence.values
  const Sign = signs[sentence.sign]
  const { decisionId } = sentence
  return (
    <>
      <div className={cx('sys', item.isJoined && 'sys-joined', sentence.tone !== 'plain' && `sys-${sentence.tone}`)}>
        <Sign className="icon" aria-hidden="true" />
        <span>
          <Sentence textKey={sentence.key} values={values} />
          <SystemDetail event={entry.event} />
          {sentence.isAboveLimit ? `, ${t('chat.system.aboveLimit')}` : null}
          {decisionId === null ? null : (
            <>
              {'. '}
              <button
                type="button"
                className="btn-link"
                aria-expanded={isExplained}
                onClick={() => pane.setState((state) => ({ explained: toggled(state.explained, entry.seq) }))}
              >
                {sentence.isMe ? t('chat.system.whyMe') : t('chat.system.why')}
              </button>
            </>
          )}
        </span>
        <time>{format.clock(entry.at)}</time>
      </div>
      {isExplained && decisionId !== null ? (
        <WhyCard
          conversationId={row.id}
          decisionId={decisionId}
          onFold={() => pane.setState((state) => ({ explained: toggled(state.explained, entry.seq) }))}
        />
      ) : null}
    </>
  )
}
