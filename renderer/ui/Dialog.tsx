import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactNode, RefObject } from 'react'
import { cx } from './class-names'

interface Props {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly title: ReactNode
  /** Read out with the title; leave out when the body says it. */
  readonly description?: ReactNode
  readonly children?: ReactNode
  readonly isWide?: boolean
  readonly initialFocus?: RefObject<HTMLElement | null>
}

/** A decision is needed. Escape and the scrim close it without deciding. */
export function Dialog({ isOpen, onClose, title, description, children, isWide = false, initialFocus }: Props) {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => (open ? undefined : onClose())}>
      <Base.Portal>
        <Base.Backdrop className="scrim" />
        <Base.Popup className={cx('dialog', isWide && 'dialog-wide')} {...(initialFocus ? { initialFocus } : {})}>
          <Base.Title className="text-title tracking-tight">{title}</Base.Title>
          {description === undefined ? null : (
            <Base.Description className="mt-2 text-text-2">{description}</Base.Description>
          )}
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
