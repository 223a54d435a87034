import { Checkbox as Base } from '@base-ui/react/checkbox'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'

interface Props {
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
  readonly isDisabled?: boolean
}

export function Checkbox({ label, hint, isOn, onChange, isDisabled = false }: Props) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is Base UI's, with an input inside
    <label className="flex min-h-6 items-start gap-2">
      <Base.Root className="box" checked={isOn} onCheckedChange={(next) => onChange(next)} disabled={isDisabled}>
        <Base.Indicator>
          <Check className="icon" aria-hidden="true" />
        </Base.Indicator>
      </Base.Root>
      <span className="min-w-0">
        {label}
        {hint === undefined ? null : <span className="hint block">{hint}</span>}
      </span>
    </label>
  )
}
