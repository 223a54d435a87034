import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './class-names'

const icons = { info: Info, warn: TriangleAlert, danger: CircleAlert, success: CircleCheck }

interface Props {
  readonly tone?: keyof typeof icons
  readonly children: ReactNode
  readonly end?: ReactNode
  /** Read out as it appears: a refusal, not a standing hint. */
  readonly isNews?: boolean
  readonly className?: string
}

export function Notice({ tone = 'info', children, end, isNews = false, className }: Props) {
  const Icon = icons[tone]
  return (
    <div
      className={cx('notice', tone !== 'info' && `notice-${tone}`, className)}
      role={isNews ? (tone === 'danger' ? 'alert' : 'status') : undefined}
    >
      <Icon className="icon" aria-hidden="true" />
      <div className="min-w-0 flex-1">{children}</div>
      {end}
    </div>
  )
}
