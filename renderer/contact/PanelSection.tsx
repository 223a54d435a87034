import { ChevronDown } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { useWindow, useWorkspace } from '../state/hooks'
import { useText } from '../text/i18n'

interface Props {
  /** Remembered under this name, per operator. */
  readonly name: 'parts' | 'facts' | 'earlier'
  /** At the right of the title: an act on the section. */
  readonly end?: ReactNode
  readonly children: ReactNode
}

/** A part of the panel that folds and remembers it. */
export function PanelSection({ name, end, children }: Props) {
  const { t } = useText()
  const { feed } = useWindow()
  const id = useId()
  const folded = useWorkspace((state) => state.preferences.foldedSections)
  const key = `contact.${name}`
  const isFolded = folded.includes(key)
  const turn = () =>
    feed.prefer({ foldedSections: isFolded ? folded.filter((one) => one !== key) : [...folded, key].slice(-40) })
  return (
    <section className="psec" aria-labelledby={id}>
      <div className="psec-head">
        <h2 id={id} className="min-w-0 flex-1">
          <button type="button" className="psec-fold" aria-expanded={!isFolded} onClick={turn}>
            {t(`contact.section.${name}`)}
            <ChevronDown className="icon icon-s" aria-hidden="true" />
          </button>
        </h2>
        {isFolded ? null : end}
      </div>
      {isFolded ? null : children}
    </section>
  )
}
