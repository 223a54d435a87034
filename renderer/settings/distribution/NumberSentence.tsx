import { CircleAlert } from 'lucide-react'
import { useId } from 'react'
import { useFormContext } from 'react-hook-form'
import { useText } from '../../text/i18n'
import { type DistributionForm, type NumberField, ranges } from './distribution-form'

interface Props {
  readonly name: NumberField
  /** What it is called where the sentence is not read: by a screen reader and in a conflict. */
  readonly label: string
  readonly hint?: string
}

const gap = '\u{FFFC}'

/** A setting as a sentence with its number in it: «Не больше [10] диалогов на оператора». */
export function NumberSentence({ name, label, hint }: Props) {
  const { t } = useText()
  const id = useId()
  const { register, formState } = useFormContext<DistributionForm>()
  const isWrong = formState.errors[name] !== undefined
  const [before = '', after = ''] = t(`settings.distribution.sentence.${name}`, { value: gap }).split(gap)
  return (
    <div className="grid gap-1">
      <label className="sentence">
        <span>{before}</span>
        <input
          type="text"
          className="input"
          inputMode="decimal"
          autoComplete="off"
          {...register(name)}
          aria-label={label}
          aria-invalid={isWrong || undefined}
          aria-describedby={isWrong || hint !== undefined ? `${id}d` : undefined}
        />
        <span>{after}</span>
      </label>
      {isWrong ? (
        <p id={`${id}d`} className="error">
          <CircleAlert className="icon" aria-hidden="true" />
          <span>{t('settings.distribution.range', ranges[name])}</span>
        </p>
      ) : null}
      {!isWrong && hint !== undefined ? (
        <p id={`${id}d`} className="hint">
          {hint}
        </p>
      ) : null}
    </div>
  )
}
