import { LoaderCircle } from 'lucide-react'
import type { ComponentPropsWithRef, MouseEvent, ReactNode } from 'react'
import { cx } from './class-names'
import { Tooltip } from './Tooltip'

export type ButtonLook = 'plain' | 'ink' | 'ghost' | 'danger' | 'dangerFill'

const looks: Record<ButtonLook, string> = {
  plain: '',
  ink: 'btn-ink',
  ghost: 'btn-ghost',
  danger: 'btn-danger',
  dangerFill: 'btn-danger-fill',
}

interface Props extends Omit<ComponentPropsWithRef<'button'>, 'disabled'> {
  readonly look?: ButtonLook
  readonly size?: 's' | 'm' | 'l'
  readonly icon?: ReactNode
  /** Shown instead of the words while it works: «Сохраняем». The width stays. */
  readonly workingText?: string
  readonly isWorking?: boolean
  /** Why it cannot be used now. The button stays in the tab order and says so. */
  readonly reason?: string | null | undefined
  readonly isDisabled?: boolean
}

/** One ink button in a view; everything else is plain or ghost. */
export function Button(props: Props) {
  const { look = 'plain', size = 'm', icon, workingText, isWorking = false, reason, isDisabled, ...rest } = props
  const { className, children, onClick, ...others } = rest
  const isOff = isDisabled === true || (reason !== undefined && reason !== null)
  const click = (event: MouseEvent<HTMLButtonElement>) => {
    if (isOff || isWorking) event.preventDefault()
    else onClick?.(event)
  }
  const button = (
    <button
      type="button"
      {...others}
      className={cx('btn', looks[look], size !== 'm' && `btn-${size}`, className)}
      aria-disabled={isOff || isWorking ? true : undefined}
      aria-busy={isWorking || undefined}
      onClick={click}
    >
      {isWorking ? <Working text={workingText}>{children}</Working> : <Words icon={icon}>{children}</Words>}
    </button>
  )
  return reason === undefined || reason === null ? button : <Tooltip text={reason}>{button}</Tooltip>
}

function Words({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }) {
  return (
    <>
      {icon}
      {children}
    </>
  )
}

/** The words at rest stay in the layout, unseen, and keep the width. */
function Working({ text, children }: { readonly text: string | undefined; readonly children: ReactNode }) {
  return (
    <span className="grid">
      <span className="invisible col-start-1 row-start-1 h-0" aria-hidden="true">
        {children}
      </span>
      <span className="col-start-1 row-start-1 flex items-center justify-center gap-1.5">
        <LoaderCircle className="icon btn-spin" aria-hidden="true" />
        {text ?? children}
      </span>
    </span>
  )
}
