import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import type { ReactNode } from 'react'

export interface RadioOption<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly hint?: ReactNode
  /** Stays in sight; the hint says what is missing. */
  readonly isDisabled?: boolean
}

interface Props<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly RadioOption<Value>[]
  readonly onChange: (value: Value) => void
  readonly isDisabled?: boolean
}

/** A few choices that need a sentence each. */
export function RadioCards<Value extends string>({ label, value, options, onChange, isDisabled }: Props<Value>) {
  return (
    <RadioGroup<Value>
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next)}
      disabled={isDisabled === true}
      className="opts"
    >
      {options.map((option) => (
        // biome-ignore lint/a11y/noLabelWithoutControl: the control is Base UI's, with an input inside
        <label key={option.value} className="opt" data-disabled={option.isDisabled === true ? '' : undefined}>
          <Radio.Root value={option.value} className="radio" disabled={option.isDisabled === true} />
          <span className="font-medium">{option.label}</span>
          {option.hint === undefined ? null : <span className="hint col-start-2">{option.hint}</span>}
        </label>
      ))}
    </RadioGroup>
  )
}
