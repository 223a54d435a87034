import { Switch as Base } from '@base-ui/react/switch'
import { type ReactNode, useId } from 'react'

interface Props {
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
  readonly isDisabled?: boolean
  /** Words at the left and the switch at the right edge, as the head of a set of fields. */
  readonly isHead?: boolean
}

export function Switch({ label, hint, isOn, onChange, isDisabled = false, isHead = false }: Props) {
  const id = useId()
  const knob = (
    <Base.Root
      className="switch"
      checked={isOn}
      onCheckedChange={(next) => onChange(next)}
      disabled={isDisabled}
      aria-labelledby={`${id}l`}
      aria-describedby={hint === undefined ? undefined : `${id}h`}
    >
      <Base.Thumb className="switch-knob" />
    </Base.Root>
  )
  const words = (
    <div className="min-w-0 flex-1">
      <span id={`${id}l`} className={isHead ? 'block text-message font-strong' : 'block font-medium'}>
        {label}
      </span>
      {hint === undefined ? null : (
        <span id={`${id}h`} className={isHead ? 'block text-text-2' : 'hint block'}>
          {hint}
        </span>
      )}
    </div>
  )
  return (
    <div className="flex items-start gap-3">
      {isHead ? words : knob}
      {isHead ? knob : words}
    </div>
  )
}
