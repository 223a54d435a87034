import type { ReactNode } from 'react'

interface Props {
  readonly icon?: ReactNode
  readonly title?: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}

/** What will come here, or what was looked for; one suggestion, one button. */
export function Empty({ icon, title, children, action }: Props) {
  return (
    <div className="empty">
      {icon === undefined ? null : <span className="text-text-3">{icon}</span>}
      {title === undefined ? null : <h2>{title}</h2>}
      {children === undefined ? null : <p>{children}</p>}
      {action === undefined ? null : <div className="mt-2">{action}</div>}
    </div>
  )
}
