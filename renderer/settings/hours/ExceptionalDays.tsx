import { CircleAlert, Plus, X } from 'lucide-react'
import { useId, useRef } from 'react'
import { type ExceptionalDay, isKnownZone, type ScheduleIssue } from '#protocol/schedules'
import { useWindow } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { Checkbox } from '../../ui/Checkbox'
import { IconButton } from '../../ui/IconButton'
import { Segmented } from '../../ui/Segmented'
import { nextHours } from './clock'
import { DayHours } from './DayHours'
import { wallAt } from './zone-time'

interface Props {
  readonly days: readonly ExceptionalDay[]
  readonly zone: string
  readonly issues: readonly ScheduleIssue[]
  /** Saving was asked for: a name that is only missing is named too. */
  readonly isTried: boolean
  readonly onChange: (days: readonly ExceptionalDay[]) => void
}

/** Holidays and days with other hours. */
export function ExceptionalDays({ days, zone, issues, isTried, onChange }: Props) {
  const { t } = useText()
  const { platform } = useWindow()
  const list = useRef<HTMLUListElement>(null)
  const add = () => {
    const { date } = wallAt(platform.now(), isKnownZone(zone) ? zone : undefined)
    onChange([...days, { date, isYearly: false, name: '', hours: [] }])
    platform.frame(() => list.current?.querySelector<HTMLInputElement>('li:last-child input')?.focus())
  }
  const replace = (place: number, next: readonly ExceptionalDay[]) =>
    onChange(days.flatMap((one, index) => (index === place ? next : [one])))
  const isTooMany = issues.some(({ field }) => field === 'exceptionalDays')
  return (
    <>
      {days.length === 0 ? <p className="text-text-3">{t('hours.daysNone')}</p> : null}
      <ul ref={list} className="grid gap-3" aria-label={t('hours.days')}>
        {days.map((day, place) => (
          <DayInputs
            key={place}
            day={day}
            path={`exceptionalDays.${place}`}
            issues={issues.filter(({ problem }) => isTried || problem !== 'nameEmpty')}
            onChange={(next) => replace(place, [next])}
            onRemove={() => replace(place, [])}
          />
        ))}
      </ul>
      {isTooMany ? <Problem>{t('hours.problem.tooManyDays')}</Problem> : null}
      <Button
        size="s"
        className="justify-self-start"
        icon={<Plus className="icon icon-s" aria-hidden="true" />}
        onClick={add}
      >
        {t('hours.addDay')}
      </Button>
    </>
  )
}

function Problem({ id, children }: { readonly id?: string; readonly children: string }) {
  return (
    <p {...(id === undefined ? {} : { id })} className="error">
      <CircleAlert className="icon" aria-hidden="true" />
      <span>{children}</span>
    </p>
  )
}

interface DayProps {
  readonly day: ExceptionalDay
  readonly path: string
  readonly issues: readonly ScheduleIssue[]
  readonly onChange: (day: ExceptionalDay) => void
  readonly onRemove: () => void
}

function DayInputs({ day, path, issues, onChange, onRemove }: DayProps) {
  const { t } = useText()
  const id = useId()
  const name = day.name.trim() === '' ? t('hours.newDay') : day.name.trim()
  const problemAt = (field: string) => issues.find((issue) => issue.field === `${path}.${field}`)?.problem
  const dateProblem = problemAt('date')
  const nameProblem = problemAt('name')
  const kind = day.hours.length === 0 ? 'off' : 'own'
  return (
    <li className="special-day">
      <div className="flex flex-wrap items-start gap-2">
        <input
          type="date"
          className="input w-auto! flex-none"
          aria-label={t('hours.date')}
          value={day.date}
          aria-invalid={dateProblem !== undefined || undefined}
          aria-describedby={dateProblem === undefined ? undefined : `${id}d`}
          onChange={({ target }) => onChange({ ...day, date: target.value })}
        />
        <input
          type="text"
          className="input min-w-36 flex-1"
          aria-label={t('hours.dayName')}
          placeholder={t('hours.dayNamePlaceholder')}
          value={day.name}
          aria-invalid={nameProblem !== undefined || undefined}
          aria-describedby={nameProblem === undefined ? undefined : `${id}n`}
          onChange={({ target }) => onChange({ ...day, name: target.value })}
        />
        <IconButton
          label={t('hours.removeDay', { name })}
          icon={<X className="icon" aria-hidden="true" />}
          onClick={onRemove}
        />
      </div>
      {dateProblem === undefined ? null : <Problem id={`${id}d`}>{t(`hours.problem.${dateProblem}`)}</Problem>}
      {nameProblem === undefined ? null : <Problem id={`${id}n`}>{t(`hours.problem.${nameProblem}`)}</Problem>}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Segmented
          label={t('hours.dayKind')}
          value={kind}
          options={[
            { value: 'off', label: t('hours.dayOff') },
            { value: 'own', label: t('hours.ownHours') },
          ]}
          onChange={(next) => onChange({ ...day, hours: next === 'off' ? [] : nextHours([]) })}
        />
        <span className="pt-1.5">
          <Checkbox
            label={t('hours.yearly')}
            isOn={day.isYearly}
            onChange={(isYearly) => onChange({ ...day, isYearly })}
          />
        </span>
      </div>
      {kind === 'off' ? null : (
        <DayHours
          day={name}
          hours={day.hours}
          path={`${path}.hours`}
          issues={issues}
          onChange={(hours) => onChange({ ...day, hours })}
        />
      )}
    </li>
  )
}
