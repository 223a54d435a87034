import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '../../ui/class-names'

const signs = { info: Info, warn: TriangleAlert, danger: CircleAlert }

interface Props {
  readonly tone: keyof typeof signs
  readonly children: ReactNode
  readonly acts?: readonly { readonly label: string; readonly run: () => void }[]
}

/** Between status line and field, in the flow: what stands in the way and what to do about it. */
export function ComposerNotice({ tone, children, acts = [] }: Props) {
  const Sign = signs[tone]
  return (
    <div className={cx('composer-notice', `composer-notice-${tone}`)} role={tone === 'info' ? undefined : 'status'}>
      <Sign className="icon" aria-hidden="true" />
      <span className="min-w-0 flex-1">{children}</span>
      {acts.map((act) => (
        <button key={act.label} type="button" className="btn-link" onClick={act.run}>
          {act.label}
        </button>
      ))}
    </div>
  )
}
