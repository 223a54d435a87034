import { ArrowRight } from 'lucide-react'

interface Props {
  readonly label: string
  readonly children: string
}

/** At the top of a form: in words what the settings beneath will do, changing as they do. */
export function Outcome({ label, children }: Props) {
  return (
    <section className="outcome" aria-label={label} aria-live="polite">
      <ArrowRight className="icon" aria-hidden="true" />
      <p>{children}</p>
    </section>
  )
}
