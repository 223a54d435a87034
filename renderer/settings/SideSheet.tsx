import { X } from 'lucide-react'
import { type ReactNode, type RefObject, useEffect, useRef, useSyncExternalStore } from 'react'
import { useText } from '../text/i18n'
import { IconButton } from '../ui/IconButton'
import { Sheet } from '../ui/Sheet'

const narrow = '(width < 1180px)'
const watch = (onChange: () => void) => {
  const query = matchMedia(narrow)
  query.addEventListener('change', onChange)
  return () => query.removeEventListener('change', onChange)
}

interface Props {
  readonly title: string
  readonly subtitle?: string | undefined
  readonly icon?: ReactNode
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A form beside the page it belongs to; over it where there is no room for both. */
export function SideSheet({ title, subtitle, icon, onClose, children }: Props) {
  const isOver = useSyncExternalStore(watch, () => matchMedia(narrow).matches)
  if (isOver) {
    return (
      <Sheet isOpen title={title} {...(subtitle === undefined ? {} : { subtitle })} icon={icon} onClose={onClose}>
        {children}
      </Sheet>
    )
  }
  return (
    <Beside title={title} subtitle={subtitle} icon={icon} onClose={onClose}>
      {children}
    </Beside>
  )
}

/** The keyboard goes into it as it opens, and back to where it was. */
function Beside({ title, subtitle, icon, onClose, children }: Props) {
  const { t } = useText()
  const sheet = useRef<HTMLElement>(null)
  useEffect(() => {
    const before = document.activeElement
    sheet.current?.focus({ preventScroll: true })
    return () => {
      // Where something else has been chosen meanwhile, the keyboard is there already.
      const isNowhere = document.activeElement === document.body
      if (isNowhere && before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [])
  useKeptFocus(sheet)
  return (
    <section
      ref={sheet}
      className="side-sheet"
      aria-label={title}
      data-column="panel"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        // The question about unsaved changes listens at the document as soon as it stands: this press is not its answer.
        event.stopPropagation()
        onClose()
      }}
    >
      <div className="sheet-head">
        {icon}
        <div className="min-w-0 flex-1">
          <h2 className="cut text-[15px] leading-5" title={title}>
            {title}
          </h2>
          {subtitle === undefined ? null : <p className="text-small text-text-3">{subtitle}</p>}
        </div>
        <IconButton
          label={t('common.close')}
          keys="escape"
          icon={<X className="icon" aria-hidden="true" />}
          onClick={onClose}
        />
      </div>
      {children}
    </section>
  )
}

/** What has the keyboard may go when it is used, as a row that is discarded: the keyboard then stays in the sheet. */
function useKeptFocus(sheet: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const box = sheet.current
    if (box === null) return
    let isHere = true
    const look = () => {
      isHere = box.contains(document.activeElement)
    }
    const keep = new MutationObserver(() => {
      if (isHere && document.activeElement === document.body) box.focus({ preventScroll: true })
    })
    document.addEventListener('focusin', look)
    keep.observe(box, { childList: true, subtree: true })
    return () => {
      document.removeEventListener('focusin', look)
      keep.disconnect()
    }
  }, [sheet])
}
