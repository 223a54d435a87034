import type { ScheduleDraft } from '#protocol/schedules'
import { checkSchedule } from '#protocol/schedules'
import { useText } from '../../text/i18n'
import { Notice } from '../../ui/Notice'
import { FormSet } from '../FormSet'
import { ExceptionalDays } from './ExceptionalDays'
import { hasHours } from './schedule-draft'
import { WeekEditor } from './WeekEditor'
import { ZoneSelect } from './ZoneSelect'
import './hours.css'

interface Props {
  readonly draft: ScheduleDraft
  readonly isTried: boolean
  readonly onChange: (draft: ScheduleDraft) => void
}

/** Zone, week and exceptional days, of the company or of a group; checked while they are typed, as the hub will check them. */
export function ScheduleFields({ draft, isTried, onChange }: Props) {
  const { t } = useText()
  const issues = checkSchedule(draft)
  return (
    <>
      <FormSet>
        <ZoneSelect zone={draft.zone} issues={issues} onChange={(zone) => onChange({ ...draft, zone })} />
      </FormSet>
      <FormSet title={t('hours.week')} text={t('hours.weekText')}>
        <WeekEditor week={draft.week} issues={issues} onChange={(week) => onChange({ ...draft, week })} />
        {hasHours(draft) ? null : <Notice tone="warn">{t('hours.empty')}</Notice>}
      </FormSet>
      <FormSet title={t('hours.days')} text={t('hours.daysText')}>
        <ExceptionalDays
          days={draft.exceptionalDays}
          zone={draft.zone}
          issues={issues}
          isTried={isTried}
          onChange={(exceptionalDays) => onChange({ ...draft, exceptionalDays })}
        />
      </FormSet>
    </>
  )
}
