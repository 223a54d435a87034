import { ChevronUp } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { Explanation } from '#protocol/explanation'
import type { ConversationId, DecisionId, OperatorId } from '#protocol/ids'
import { useBridge } from '../bridge'
import { type People, usePeople } from '../state/people'
import { useText } from '../text/i18n'
import { cx } from './class-names'
import { candidatesInOrder, choiceKey, eligibleCount, presenceThen, reasonKey, roadKey } from './explanation'
import { IconButton } from './IconButton'
import { PresenceDot } from './PresenceDot'

interface Props {
  readonly conversationId: ConversationId
  readonly decisionId: DecisionId
  readonly onFold: () => void
}

type Reading = { readonly kind: 'reading' | 'failed' } | { readonly kind: 'read'; readonly explanation: Explanation }

/** «Почему я?»: the decision, readable in three seconds. */
export function WhyCard({ conversationId, decisionId, onFold }: Props) {
  const { t } = useText()
  const people = usePeople()
  const [reading, read] = useExplanation(conversationId, decisionId)
  const title = reading.kind === 'read' ? titleOf(reading.explanation, people.me) : 'chat.why.titleMe'
  return (
    <section className="why card" aria-label={t(title)}>
      <div className="why-head">
        <div className="min-w-0 flex-1">
          <h2>{t(title)}</h2>
          {reading.kind === 'reading' ? <p className="text-text-2">{t('chat.why.loading')}</p> : null}
          {reading.kind === 'failed' ? (
            <p className="text-text-2">
              {t('chat.why.failed')}{' '}
              <button type="button" className="btn-link" onClick={read}>
                {t('chat.why.retry')}
              </button>
            </p>
          ) : null}
          {reading.kind === 'read' ? <Lead explanation={reading.explanation} people={people} /> : null}
        </div>
        <IconButton
          size="s"
          label={t('chat.why.fold')}
          icon={<ChevronUp className="icon" aria-hidden="true" />}
          onClick={onFold}
        />
      </div>
      {reading.kind === 'read' ? <Decision explanation={reading.explanation} people={people} /> : null}
    </section>
  )
}

const titleOf = (explanation: Explanation, me: OperatorId | null) => {
  if (explanation.chosen === null) return 'chat.why.titleNobody'
  return explanation.chosen === me ? 'chat.why.titleMe' : 'chat.why.titleOther'
}

function useExplanation(conversationId: ConversationId, decisionId: DecisionId): [Reading, () => void] {
  const bridge = useBridge()
  const [reading, setReading] = useState<Reading>({ kind: 'reading' })
  const read = useCallback(() => {
    setReading({ kind: 'reading' })
    void bridge
      .query<'conversation.explain'>({ kind: 'conversation.explain', conversationId, decisionId })
      .then((reply) => {
        setReading(reply.ok ? { kind: 'read', explanation: reply.value } : { kind: 'failed' })
      })
  }, [bridge, conversationId, decisionId])
  useEffect(() => read(), [read])
  return [reading, read]
}

interface PartProps {
  readonly explanation: Explanation
  readonly people: People
}

function Lead({ explanation, people }: PartProps) {
  const { t } = useText()
  const { groupId, order } = explanation
  const road = roadKey(explanation)
  return (
    <p className="text-text-2">
      {road === null ? null : `${t(road)} `}
      {groupId === null || order === null
        ? null
        : `${t('chat.why.group', { group: people.group(groupId), order: t(`chat.why.order.${order}`) })} `}
      {`${t('chat.why.looked', { eligible: eligibleCount(explanation), total: explanation.candidates.length })} `}
      {t(choiceKey(explanation, people.me))}
    </p>
  )
}

function Decision({ explanation, people }: PartProps) {
  const { t, format } = useText()
  return (
    <>
      <table>
        <caption className="sr-only">{t('chat.why.candidates')}</caption>
        <tbody>
          {candidatesInOrder(explanation).map((candidate) => {
            const { verdict, load, limit } = candidate
            const since = verdict.kind === 'ineligible' ? verdict.since : null
            const presence = presenceThen(candidate)
            return (
              <tr
                key={candidate.operatorId}
                className={cx(verdict.kind === 'chosen' && 'why-chosen', verdict.kind === 'ineligible' && 'why-out')}
              >
                <td>
                  {presence === null ? (
                    <span className="why-unknown" role="img" aria-label={t('chat.why.presenceUnknown')} />
                  ) : (
                    <PresenceDot presence={presence} isNamed />
                  )}
                </td>
                <td className="why-name cut">{people.operator(candidate.operatorId)}</td>
                <td className="why-load">{limit === null ? load : t('chat.why.load', { load, limit })}</td>
                <td>{t(reasonKey(candidate, explanation), { time: since === null ? '' : format.clock(since) })}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p className="why-foot">
        {t('chat.why.decidedAt', {
          time: format.clockWithSeconds(explanation.at),
          version: explanation.settingsVersion,
          trigger: t(`chat.why.trigger.${explanation.trigger}`),
        })}
      </p>
    </>
  )
}
