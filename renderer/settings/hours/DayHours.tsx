import { CircleAlert, Plus, X } from 'lucide-react'
import { useId } from 'react'
import { type Interval, type ScheduleIssue, scheduleLimits } from '#protocol/schedules'
import { useText } from '../../text/i18n'
import { IconButton } from '../../ui/IconButton'
import { ClockInput } from './ClockInput'
import { hoursText, nextHours } from './clock'

interface Props {
  /** «Понедельник»: what the fields are called by. */
  readonly day: string
  readonly hours: readonly Interval[]
  /** Where these hours stand in the schedule: `week.monday`. */
  readonly path: string
  readonly issues: readonly ScheduleIssue[]
  readonly onChange: (hours: readonly Interval[]) => void
}

/** Hours of one day: none, one or several intervals, each wrong one named beneath. */
export function DayHours({ day, hours, path, issues, onChange }: Props) {
  const { t } = useText()
  const id = useId()
  const own = issues.filter(({ field }) => field === path || field.startsWith(`${path}.`))
  const problems = [...new Set(own.map(({ problem }) => problem))]
  const wrongOf = (interval: string) => {
    const isWrong = (end: string) => own.some(({ field }) => field === interval || field === `${interval}.${end}`)
    return { from: isWrong('from'), to: isWrong('to') }
  }
  const replace = (place: number, next: readonly Interval[]) =>
    onChange(hours.flatMap((one, index) => (index === place ? next : [one])))
  const isFull = hours.length >= scheduleLimits.intervalsOfDay
  return (
    <div className="grid min-w-0 gap-1">
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1.5">
        {hours.length === 0 ? <span className="text-text-3">{t('hours.dayOff')}</span> : null}
        {hours.map((interval, place) => (
          <IntervalInput
            key={place}
            day={day}
            interval={interval}
            wrong={wrongOf(`${path}.${place}`)}
            describedBy={problems.length === 0 ? undefined : `${id}e`}
            onChange={(next) => replace(place, [next])}
            onRemove={() => replace(place, [])}
          />
        ))}
        <IconButton
          size="s"
          label={t('hours.addTo', { day })}
          reason={isFull ? t('hours.problem.tooManyIntervals') : null}
          icon={<Plus className="icon icon-s" aria-hidden="true" />}
          onClick={() => onChange(nextHours(hours))}
        />
      </div>
      {problems.length === 0 ? null : (
        <div id={`${id}e`}>
          {problems.map((problem) => (
            <p key={problem} className="error">
              <CircleAlert className="icon" aria-hidden="true" />
              <span>{t(`hours.problem.${problem}`)}</span>
            </p>
          ))}
        </div>
      )}
    </div>
  )
}

interface IntervalProps {
  readonly day: string
  readonly interval: Interval
  readonly wrong: { readonly from: boolean; readonly to: boolean }
  readonly describedBy: string | undefined
  readonly onChange: (interval: Interval) => void
  readonly onRemove: () => void
}

function IntervalInput({ day, interval, wrong, describedBy, onChange, onRemove }: IntervalProps) {
  const { t } = useText()
  return (
    <span className="interval">
      <ClockInput
        label={t('hours.from', { day })}
        isWrong={wrong.from}
        describedBy={wrong.from ? describedBy : undefined}
        minute={interval.from}
        onChange={(from) => onChange({ ...interval, from })}
      />
      <span aria-hidden="true">–</span>
      <ClockInput
        label={t('hours.to', { day })}
        isWrong={wrong.to}
        describedBy={wrong.to ? describedBy : undefined}
        minute={interval.to}
        onChange={(to) => onChange({ ...interval, to })}
      />
      <IconButton
        size="s"
        label={t('hours.remove', { day, hours: hoursText([interval]) })}
        icon={<X className="icon icon-s" aria-hidden="true" />}
        onClick={onRemove}
      />
    </span>
  )
}
