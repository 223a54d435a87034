import { Controller, useFormContext, useWatch } from 'react-hook-form'
import type { GroupDetails } from '#protocol/group'
import { useText } from '../../text/i18n'
import { Field } from '../../ui/Field'
import { Select } from '../../ui/Select'
import { PageLink } from '../PageLink'
import type { DistributionForm } from './distribution-form'
import { NumberSentence } from './NumberSentence'

const nobody = 'nobody'

/** When waiting is too long, and who else may answer then. */
export function WaitingFields({ groups }: { readonly groups: readonly GroupDetails[] }) {
  const { t } = useText()
  const { control } = useFormContext<DistributionForm>()
  const alarm = useWatch({ control, name: 'alarm' })
  const choices = [
    { value: nobody, label: t('settings.distribution.overflowNone') },
    ...groups.map((group) => ({ value: String(group.id), label: group.name })),
  ]
  return (
    <>
      <NumberSentence
        name="target"
        label={t('settings.distribution.target')}
        hint={t('settings.distribution.targetHint')}
      />
      <NumberSentence
        name="alarm"
        label={t('settings.distribution.alarm')}
        hint={t('settings.distribution.alarmHint')}
      />
      <Controller
        control={control}
        name="overflow"
        render={({ field }) => (
          <Field
            label={t('settings.distribution.overflowSentence', { value: alarm.trim() })}
            hint={<OverflowHint group={groups.find(({ id }) => id === field.value)} isAlone={groups.length < 2} />}
            className="max-w-[420px]"
          >
            {({ id, describedBy }) => (
              <Select
                id={id}
                label={t('settings.distribution.overflow')}
                describedBy={describedBy}
                value={field.value === '' ? nobody : field.value}
                choices={choices}
                onChange={(value) => field.onChange(value === nobody ? '' : value)}
              />
            )}
          </Field>
        )}
      />
    </>
  )
}

interface HintProps {
  readonly group: GroupDetails | undefined
  readonly isAlone: boolean
}

function OverflowHint({ group, isAlone }: HintProps) {
  const { t } = useText()
  if (group?.order === 'byHand') return t('settings.distribution.overflowByHand')
  if (group !== undefined) return t('settings.distribution.overflowHint')
  if (!isAlone) return t('settings.distribution.overflowNoneHint')
  return (
    <>
      {t('settings.distribution.overflowAlone')} <PageLink page="groups">{t('groups.add')}</PageLink>
    </>
  )
}
