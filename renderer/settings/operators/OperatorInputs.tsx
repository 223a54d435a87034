import { Controller, useFormContext, useWatch } from 'react-hook-form'
import { roles } from '#protocol/operator'
import { useText } from '../../text/i18n'
import { Checkbox } from '../../ui/Checkbox'
import { Field } from '../../ui/Field'
import { Segmented } from '../../ui/Segmented'
import { Select } from '../../ui/Select'
import { Switch } from '../../ui/Switch'
import { TextField } from '../../ui/TextField'
import type { OperatorFields } from './operator-form'

export function OperatorInputs() {
  const { t } = useText()
  const { register, control, formState } = useFormContext<OperatorFields>()
  const role = useWatch({ control, name: 'role' })
  const { errors } = formState
  const said = (error: { readonly type?: unknown; readonly message?: string | undefined } | undefined, own: string) =>
    error === undefined ? null : error.type === 'hub' ? (error.message ?? own) : own
  return (
    <>
      <TextField
        label={t('settings.operators.name')}
        hint={t('settings.operators.nameHint')}
        error={said(errors.name, t('settings.operators.nameEmpty'))}
        maxLength={80}
        autoComplete="off"
        {...register('name')}
      />
      <TextField
        label={t('settings.operators.login')}
        hint={t('settings.operators.loginHint')}
        error={said(errors.login, t('settings.operators.loginWrong'))}
        maxLength={64}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        {...register('login')}
      />
      <Controller
        control={control}
        name="role"
        render={({ field }) => (
          <Field
            label={t('settings.operators.role')}
            hint={t(`settings.operators.roleHint.${field.value}`)}
            error={said(errors.role, '')}
          >
            {({ id, describedBy }) => (
              <Select
                id={id}
                label={t('settings.operators.role')}
                describedBy={describedBy}
                value={field.value}
                choices={roles.map((value) => ({ value, label: t(`common.role.${value}`) }))}
                onChange={field.onChange}
              />
            )}
          </Field>
        )}
      />
      {role === 'employee' ? (
        <Controller
          control={control}
          name="canSupervise"
          render={({ field }) => (
            <Checkbox
              label={t('settings.operators.supervise')}
              hint={t('settings.operators.superviseHint')}
              isOn={field.value}
              onChange={field.onChange}
            />
          )}
        />
      ) : null}
      <Controller
        control={control}
        name="takesPart"
        render={({ field }) => (
          <Switch
            label={t('settings.operators.takesPartLabel')}
            hint={t('settings.operators.takesPartHint')}
            isOn={field.value}
            onChange={field.onChange}
          />
        )}
      />
      <LimitInputs error={errors.limit === undefined ? null : t('settings.operators.limitWrong')} />
    </>
  )
}

function LimitInputs({ error }: { readonly error: string | null }) {
  const { t } = useText()
  const { register, control } = useFormContext<OperatorFields>()
  const kind = useWatch({ control, name: 'limitKind' })
  const kinds = [
    { value: 'company' as const, label: t('settings.operators.limitCompany') },
    { value: 'own' as const, label: t('settings.operators.limitOwn') },
    { value: 'none' as const, label: t('settings.operators.limitNone') },
  ]
  return (
    <div className="grid gap-3">
      <div className="grid justify-items-start gap-1.5">
        <span className="label">{t('settings.operators.limitLabel')}</span>
        <Controller
          control={control}
          name="limitKind"
          render={({ field }) => (
            <Segmented
              label={t('settings.operators.limitLabel')}
              value={field.value}
              options={kinds}
              onChange={field.onChange}
            />
          )}
        />
      </div>
      {kind === 'own' ? (
        <TextField
          label={t('settings.operators.limitOwnLabel')}
          error={error}
          inputMode="numeric"
          maxLength={5}
          {...register('limit')}
        />
      ) : null}
      {kind === 'none' ? null : (
        <Controller
          control={control}
          name="mayExceedLimit"
          render={({ field }) => (
            <Checkbox
              label={t('settings.operators.exceed')}
              hint={t('settings.operators.exceedHint')}
              isOn={field.value}
              onChange={field.onChange}
            />
          )}
        />
      )}
    </div>
  )
}
