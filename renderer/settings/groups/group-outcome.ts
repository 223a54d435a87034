import type { Formats } from '../../text/format'
import type { Text } from '../../text/i18n'
import { isInRange, numberOrNull } from '../numbers'
import { answerTimeRange, type GroupFields, limitRange } from './group-form'

const minuteMs = 60_000

/** «45 с», «2 мин», «1:30»: never rounded. */
export const answerTimeText = (format: Formats, ms: number): string =>
  ms < minuteMs || ms % minuteMs === 0 ? format.duration(ms) : format.stopwatch(ms)

/** In words what these settings will do: the sentence at the top of the form. */
export function groupOutcome(t: Text, format: Formats, fields: GroupFields): string {
  const count = fields.members.length
  const limit = isInRange(fields.limit, limitRange, true) ? numberOrNull(fields.limit) : null
  if (limit === 0) return t('groups.outcome.limitZero')
  const sentences = [
    count === 0 ? t('groups.outcome.empty') : t(`groups.outcome.${fields.order}`, { count }),
    count > 1 && fields.order !== 'byHand' ? answerSentence(t, format, fields) : null,
    limit === null ? null : t('groups.outcome.limit', { limit }),
    fields.hasOwnHours ? t('groups.outcome.ownHours') : null,
  ]
  return sentences.filter((one) => one !== null).join(' ')
}

function answerSentence(t: Text, format: Formats, { answerTime }: GroupFields): string | null {
  const seconds = numberOrNull(answerTime)
  if (seconds === null) return t('groups.outcome.noAnswer')
  if (!isInRange(answerTime, answerTimeRange, true)) return null
  return t('groups.outcome.answer', { time: answerTimeText(format, seconds * 1000) })
}
