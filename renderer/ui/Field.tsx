import { CircleAlert } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { cx } from './class-names'

export interface FieldControl {
  readonly id: string
  readonly describedBy: string | undefined
  readonly isInvalid: boolean
}

interface Props {
  readonly label: ReactNode
  readonly hint?: ReactNode
  /** What is wrong and what to do; takes the place of the hint. */
  readonly error?: string | null | undefined
  /** At the right of the label: a link, a count of characters. */
  readonly end?: ReactNode
  readonly className?: string
  readonly children: (control: FieldControl) => ReactNode
}

/** Label, control, and below it the hint or the error, tied together for screen readers. */
export function Field({ label, hint, error, end, className, children }: Props) {
  const id = useId()
  const isInvalid = error !== undefined && error !== null && error !== ''
  const hasBelow = isInvalid || hint !== undefined
  return (
    <div className={cx('field', className)}>
      <div className="field-top">
        <label className="label" htmlFor={id}>
          {label}
        </label>
        {end}
      </div>
      {children({ id, describedBy: hasBelow ? `${id}d` : undefined, isInvalid })}
      {isInvalid ? (
        <p id={`${id}d`} className="error">
          <CircleAlert className="icon" aria-hidden="true" />
          <span>{error}</span>
        </p>
      ) : null}
      {!isInvalid && hint !== undefined ? (
        <p id={`${id}d`} className="hint">
          {hint}
        </p>
      ) : null}
    </div>
  )
}
