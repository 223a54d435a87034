import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './class-names'

export interface Choice<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly hint?: string
  readonly icon?: ReactNode
}

interface Props<Value extends string> {
  readonly id?: string
  readonly label: string
  readonly value: Value
  readonly choices: readonly Choice<Value>[]
  readonly onChange: (value: Value) => void
  readonly isInvalid?: boolean
  readonly isDisabled?: boolean
  readonly describedBy?: string | undefined
  readonly className?: string
}

/** One of a list. `label` names it for a screen reader; the visible label stands in the field. */
export function Select<Value extends string>(props: Props<Value>) {
  const { id, label, value, choices, onChange, isInvalid = false, isDisabled = false, describedBy, className } = props
  const change = (next: Value | null) => (next === null ? undefined : onChange(next))
  return (
    <Base.Root items={choices} value={value} onValueChange={change} disabled={isDisabled} modal={false}>
      <Base.Trigger
        id={id}
        className={cx('input select', className)}
        aria-label={label}
        aria-invalid={isInvalid || undefined}
        aria-describedby={describedBy}
      >
        <Base.Value className="cut" />
        <Base.Icon className="contents">
          <ChevronsUpDown className="icon icon-s" aria-hidden="true" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} collisionPadding={8} alignItemWithTrigger={false} className="z-50">
          <Base.Popup className="pop menu min-w-(--anchor-width)">
            {choices.map((choice) => (
              <Base.Item key={choice.value} value={choice.value} className="menu-item">
                {choice.icon}
                <Base.ItemText className="min-w-0 flex-1 wrap-anywhere">{choice.label}</Base.ItemText>
                {choice.hint === undefined ? null : <span className="text-small text-text-3">{choice.hint}</span>}
                <Base.ItemIndicator>
                  <Check className="icon icon-s" aria-hidden="true" />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
