import type { ReactNode } from 'react'
import { cx } from './class-names'

interface Props {
  readonly tone?: 'plain' | 'line' | 'warn' | 'danger' | 'success' | 'accent'
  readonly children: ReactNode
}

export function Tag({ tone = 'plain', children }: Props) {
  return <span className={cx('tag', tone !== 'plain' && `tag-${tone}`)}>{children}</span>
}
