import type { ReactNode } from 'react'

interface Props {
  readonly title?: string
  readonly text?: ReactNode
  readonly children: ReactNode
}

/** Fields that belong together, under their heading. */
export function FormSet({ title, text, children }: Props) {
  return (
    <div className="form-set">
      {title === undefined ? null : (
        <div className="form-set-head">
          <h3>{title}</h3>
          {text === undefined ? null : <p className="text-text-2">{text}</p>}
        </div>
      )}
      {children}
    </div>
  )
}
