import { type RehearsalResult, waitSteps } from '#protocol/rehearsal'
import { useWindow } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Notice } from '../../ui/Notice'
import { BigFigures } from './BigFigures'
import { Elsewhere } from './Elsewhere'
import { OperatorLoads } from './OperatorLoads'
import { PairChart } from './PairChart'

const dayMs = 86_400_000

interface Props {
  readonly result: RehearsalResult
  readonly days: number
}

/** What happened beside what would have happened: figures first, then charts, then names. */
export function RehearsalReport({ result, days }: Props) {
  const { t, format } = useText()
  const now = useWindow().platform.now()
  const { from, to, inquiries, before, after } = result
  const isShorter = to - from < days * dayMs - dayMs / 2
  const period = { count: inquiries, from: format.full(from, now), to: format.full(to, now) }
  const time = (value: number | null) => (value === null ? t('rehearsal.nothing') : format.duration(value))
  const waits = [
    ...waitSteps.map((end) => t('rehearsal.upTo', { time: format.duration(end) })),
    t('rehearsal.longer'),
    t('rehearsal.never'),
  ]
  const hours = before.byHour.map((_, hour) => hour)
  const busy = hours.filter((hour) => before.byHour[hour] !== null || after.byHour[hour] !== null)
  const ofHours = (values: readonly (number | null)[]) => busy.map((hour) => values[hour] ?? null)
  return (
    <div className="rehearsal-report">
      <p role="status">{t('rehearsal.period', period)}</p>
      {isShorter ? <Notice>{t('rehearsal.shorter', { from: period.from })}</Notice> : null}
      {result.ruleChanges > 0 ? (
        <Notice tone="warn">{t('rehearsal.changed', { count: result.ruleChanges })}</Notice>
      ) : null}
      {result.isSame ? <Notice tone="success">{t('rehearsal.same')}</Notice> : null}
      <BigFigures before={before} after={after} />
      <div className="rehearsal-charts">
        <PairChart
          title={t('rehearsal.waits')}
          labels={waits}
          before={before.waits}
          after={after.waits}
          show={(value) => String(value ?? 0)}
        />
        <PairChart
          title={t('rehearsal.byHour')}
          labels={busy.map((hour) => t('rehearsal.hour', { hour }))}
          before={ofHours(before.byHour)}
          after={ofHours(after.byHour)}
          show={time}
        />
      </div>
      <OperatorLoads operators={result.operators} />
      <Elsewhere elsewhere={result.elsewhere} />
      <p className="text-small text-text-3">{t('rehearsal.handling')}</p>
    </div>
  )
}
