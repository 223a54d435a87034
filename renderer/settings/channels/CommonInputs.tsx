import { Controller, useFormContext, useWatch } from 'react-hook-form'
import { useWorkspace } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Checkbox } from '../../ui/Checkbox'
import { Field } from '../../ui/Field'
import { Segmented } from '../../ui/Segmented'
import { Select } from '../../ui/Select'
import { TextField } from '../../ui/TextField'
import type { ChannelFields } from './channel-form'

/** Who answers, and what operators call it: the same for every messenger. */
export function CommonInputs({ isNew }: { readonly isNew: boolean }) {
  const { t } = useText()
  const { register, formState } = useFormContext<ChannelFields>()
  return (
    <>
      <TextField
        label={t('settings.channels.name')}
        hint={t('settings.channels.nameHint')}
        error={formState.errors.name === undefined ? null : t('settings.requiredName')}
        maxLength={80}
        {...register('name')}
      />
      <ReceiverInput />
      {isNew ? null : <PoolInput />}
    </>
  )
}

function ReceiverInput() {
  const { t } = useText()
  const { control } = useFormContext<ChannelFields>()
  const groups = useWorkspace((state) => state.company?.groups)
  const operators = useWorkspace((state) => state.company?.operators)
  const choices = [
    ...(groups ?? []).map((group) => ({
      value: `group:${group.id}`,
      label: t('settings.channels.groupOf', { name: group.name }),
    })),
    ...(operators ?? []).flatMap((operator) =>
      operator.isActive ? [{ value: `operator:${operator.id}`, label: operator.name }] : [],
    ),
  ]
  return (
    <Controller
      control={control}
      name="receiver"
      render={({ field }) => (
        <Field label={t('settings.channels.receiver')} hint={t('settings.channels.receiverHint')}>
          {({ id, describedBy }) => (
            <Select
              id={id}
              label={t('settings.channels.receiver')}
              describedBy={describedBy}
              value={field.value}
              choices={choices}
              onChange={field.onChange}
            />
          )}
        </Field>
      )}
    />
  )
}

function PoolInput() {
  const { t } = useText()
  const { control, formState } = useFormContext<ChannelFields>()
  const isNarrowed = useWatch({ control, name: 'isNarrowed' })
  const operators = useWorkspace((state) => state.company?.operators)
  const isWrong = formState.errors.pool !== undefined
  return (
    <div className="grid gap-2">
      <span className="label">{t('settings.channels.pool')}</span>
      <Controller
        control={control}
        name="isNarrowed"
        render={({ field }) => (
          <Segmented
            label={t('settings.channels.pool')}
            className="justify-self-start"
            value={field.value ? 'some' : 'all'}
            options={[
              { value: 'all', label: t('settings.channels.poolAll') },
              { value: 'some', label: t('settings.channels.poolSome') },
            ]}
            onChange={(value) => field.onChange(value === 'some')}
          />
        )}
      />
      {isNarrowed ? (
        <Controller
          control={control}
          name="pool"
          render={({ field }) => (
            <div className="grid gap-1">
              {(operators ?? []).map((operator) => (
                <Checkbox
                  key={operator.id}
                  label={operator.name}
                  isOn={field.value.includes(operator.id)}
                  onChange={(isOn) =>
                    field.onChange(
                      isOn ? [...field.value, operator.id] : field.value.filter((one) => one !== operator.id),
                    )
                  }
                />
              ))}
            </div>
          )}
        />
      ) : null}
      {isWrong ? (
        <p className="error" role="alert">
          {t('settings.channels.poolEmpty')}
        </p>
      ) : null}
    </div>
  )
}
