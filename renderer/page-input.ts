const touches = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

/** When this page was last touched: all a page can know of the person at it without asking for a permission. */
export function pageInput(now: () => number) {
  let touchedAt = now()
  const touch = () => {
    touchedAt = now()
  }
  for (const kind of touches) window.addEventListener(kind, touch, { capture: true, passive: true })
  return { idleMs: () => now() - touchedAt, isLocked: () => false }
}
