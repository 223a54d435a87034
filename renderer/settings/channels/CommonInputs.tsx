import { Controller, useFormContext } from 'react-hook-form'
import { useWorkspace } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Field } from '../../ui/Field'
import { Select } from '../../ui/Select'
import { TextField } from '../../ui/TextField'
import type { ChannelFields } from './channel-form'

/** What operators call it, and of a new one who answers (later a matter of distribution): the same for every messenger. */
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
      {isNew ? <ReceiverInput /> : null}
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
