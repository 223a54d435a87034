import { useFormContext } from 'react-hook-form'
import { useText } from '../../text/i18n'
import { gap, SentenceInput } from '../../ui/SentenceInput'
import { type DistributionForm, type NumberField, ranges } from './distribution-form'

interface Props {
  readonly name: NumberField
  readonly label: string
  readonly hint?: string
}

/** A number of the distribution settings in its sentence. */
export function NumberSentence({ name, label, hint }: Props) {
  const { t } = useText()
  const { register, formState } = useFormContext<DistributionForm>()
  const isWrong = formState.errors[name] !== undefined
  return (
    <SentenceInput
      sentence={t(`settings.distribution.sentence.${name}`, { value: gap })}
      label={label}
      hint={hint}
      error={isWrong ? t('settings.distribution.range', ranges[name]) : null}
      {...register(name)}
    />
  )
}
