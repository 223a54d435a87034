import type { ComponentPropsWithRef, MouseEvent, ReactNode } from 'react'
import { cx } from './class-names'
import { Tooltip } from './Tooltip'

interface Props extends Omit<ComponentPropsWithRef<'button'>, 'children' | 'disabled'> {
  /** Its name: spoken, and shown in the tooltip. */
  readonly label: string
  readonly icon: ReactNode
  readonly keys?: string | undefined
  readonly look?: 'ghost' | 'plain'
  readonly size?: 's' | 'm'
  /** Why it cannot be used now; said in the tooltip. */
  readonly reason?: string | null | undefined
  readonly side?: 'top' | 'bottom' | 'left' | 'right'
}

/** A button that is only a sign: always with a name, a tooltip and the key that does the same. */
export function IconButton({ label, icon, keys, look = 'ghost', size = 'm', reason, side, ...rest }: Props) {
  const { className, onClick, ...others } = rest
  const isOff = reason !== undefined && reason !== null
  const click = (event: MouseEvent<HTMLButtonElement>) => {
    if (isOff) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <Tooltip text={isOff ? `${label}. ${reason}` : label} keys={isOff ? undefined : keys} {...(side ? { side } : {})}>
      <button
        type="button"
        {...others}
        aria-label={label}
        aria-disabled={isOff || undefined}
        className={cx('btn btn-icon', look === 'ghost' && 'btn-ghost', size === 's' && 'btn-s', className)}
        onClick={click}
      >
        {icon}
      </button>
    </Tooltip>
  )
}
