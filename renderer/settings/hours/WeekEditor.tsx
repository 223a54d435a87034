import { useState } from 'react'
import { type ScheduleDraft, type ScheduleIssue, weekdays } from '#protocol/schedules'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { DayHours } from './DayHours'

type Week = ScheduleDraft['week']

interface Props {
  readonly week: Week
  readonly issues: readonly ScheduleIssue[]
  readonly onChange: (week: Week) => void
}

/** Seven days with their hours; most weeks are Monday five times. */
export function WeekEditor({ week, issues, onChange }: Props) {
  const { t } = useText()
  const [said, setSaid] = useState('')
  const copyMonday = () => {
    const { monday } = week
    onChange({ ...week, tuesday: monday, wednesday: monday, thursday: monday, friday: monday })
    setSaid(t('hours.copied'))
  }
  return (
    <>
      <ul className="week" aria-label={t('hours.week')}>
        {weekdays.map((weekday) => (
          <li key={weekday}>
            <span className="week-day">{t(`hours.weekday.${weekday}`)}</span>
            <DayHours
              day={t(`hours.weekday.${weekday}`)}
              hours={week[weekday]}
              path={`week.${weekday}`}
              issues={issues}
              onChange={(hours) => {
                setSaid('')
                onChange({ ...week, [weekday]: hours })
              }}
            />
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-3">
        <Button size="s" onClick={copyMonday}>
          {t('hours.copyMonday')}
        </Button>
        <span className="text-small text-text-3" role="status">
          {said}
        </span>
      </div>
    </>
  )
}
