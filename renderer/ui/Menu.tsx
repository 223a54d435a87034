import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'
import { cx } from './class-names'
import { Keys } from './Keys'

interface MenuProps {
  readonly trigger: ReactElement
  readonly children: ReactNode
  readonly align?: 'start' | 'center' | 'end'
  readonly side?: 'top' | 'bottom'
  readonly onOpenChange?: (isOpen: boolean) => void
  readonly className?: string
}

export function Menu({ trigger, children, align = 'end', side = 'bottom', onOpenChange, className }: MenuProps) {
  return (
    <Base.Root modal={false} {...(onOpenChange ? { onOpenChange } : {})}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={6} collisionPadding={8} className="z-30">
          <Base.Popup className={cx('pop menu', className)}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

interface ItemProps {
  readonly icon?: ReactNode
  readonly keys?: string | undefined
  readonly onSelect: () => void
  readonly tone?: 'danger'
  readonly isDisabled?: boolean
  /** A second, smaller line: what will happen. */
  readonly text?: ReactNode
  readonly end?: ReactNode
  readonly children: ReactNode
}

export function MenuItem({ icon, keys, onSelect, tone, isDisabled = false, text, end, children }: ItemProps) {
  return (
    <Base.Item
      className={cx('menu-item', text !== undefined && 'items-start py-1.5')}
      data-tone={tone}
      disabled={isDisabled}
      onClick={onSelect}
    >
      {icon}
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2">
          <span className="min-w-0 flex-1">{children}</span>
          {end}
          {keys === undefined ? null : <Keys keys={keys} />}
        </span>
        {text === undefined ? null : <span className="block text-small text-text-3">{text}</span>}
      </span>
    </Base.Item>
  )
}

export function MenuSeparator() {
  return <Base.Separator className="menu-sep" />
}

export function MenuGroup({ title, children }: { readonly title: ReactNode; readonly children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className="menu-head">{title}</Base.GroupLabel>
      {children}
    </Base.Group>
  )
}
