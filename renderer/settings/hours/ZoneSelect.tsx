import type { ScheduleIssue } from '#protocol/schedules'
import { useWindow } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Field } from '../../ui/Field'
import { SearchSelect } from '../../ui/SearchSelect'
import { zonesOf } from './zones'

interface Props {
  readonly zone: string
  readonly issues: readonly ScheduleIssue[]
  readonly onChange: (zone: string) => void
}

export function ZoneSelect({ zone, issues, onChange }: Props) {
  const { t, language } = useText()
  const { platform } = useWindow()
  const zones = zonesOf(language, platform.now(), zone)
  const issue = issues.find(({ field }) => field === 'zone')
  return (
    <Field
      label={t('hours.zone')}
      hint={t('hours.zoneHint')}
      error={issue === undefined ? null : t(`hours.problem.${issue.problem}`)}
      className="max-w-[420px]"
    >
      {({ id, describedBy, isInvalid }) => (
        <SearchSelect
          id={id}
          label={t('hours.zone')}
          placeholder={t('hours.zoneSearch')}
          emptyText={t('hours.zoneSearch')}
          noneText={t('hours.zoneNone')}
          items={zones}
          chosen={zones.find(({ value }) => value === zone) ?? null}
          onChoose={({ value }) => onChange(value)}
          isInvalid={isInvalid}
          describedBy={describedBy}
        />
      )}
    </Field>
  )
}
