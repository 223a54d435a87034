/** Sections, list, stream, panel: F6 walks them. What was focused in a column before is focused again. */
const selector = '[data-column]:not([data-column="none"])'
const lastFocused = new WeakMap<Element, HTMLElement>()

const columnsOnScreen = () =>
  [...document.querySelectorAll<HTMLElement>(`nav${selector}, section${selector}, aside${selector}`)].filter(
    (column) => column.offsetParent !== null,
  )

const firstPlace = 'textarea, [role="listbox"], a[href], button:not([disabled]), input, [tabindex="0"]'

export function focusColumn(by: 1 | -1): void {
  const columns = columnsOnScreen()
  const current = columns.findIndex((column) => column.contains(document.activeElement))
  const from = columns[current]
  if (from !== undefined && document.activeElement instanceof HTMLElement) lastFocused.set(from, document.activeElement)
  const next = columns[(current + by + columns.length) % columns.length]
  if (next === undefined) return
  const before = lastFocused.get(next)
  const place = before?.isConnected === true ? before : next.querySelector<HTMLElement>(firstPlace)
  ;(place ?? next).focus()
}
