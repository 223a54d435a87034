/** A strong flick: 7,200 pixels a second, up and down. */
const pixelsPerFrame = 120

/** Scrolls the list for so long and gives the time between each two pictures. */
export function scrollThrough(scroller: Element, ms: number): Promise<readonly number[]> {
  return new Promise((resolve) => {
    const gaps: number[] = []
    const startedAt = performance.now()
    let before = startedAt
    let step = pixelsPerFrame
    const frame = (now: number) => {
      gaps.push(now - before)
      before = now
      if (now - startedAt >= ms) {
        // The first gap began before the first picture.
        resolve(gaps.slice(1))
        return
      }
      const end = scroller.scrollHeight - scroller.clientHeight
      if (scroller.scrollTop + step > end || scroller.scrollTop + step < 0) step = -step
      scroller.scrollTop += step
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
}

/** What the bench asks of either page. */
export interface MeasuredPage {
  /** Traffic and scrolling at once, for so long; gives the time between each two pictures. */
  measure(ms: number): Promise<readonly number[]>
}

export function offer(page: MeasuredPage): void {
  Reflect.set(window, 'measured', page)
}

/** The element that scrolls, once it is there. */
export async function scrollerOf(selector: string): Promise<Element> {
  for (;;) {
    const found = document.querySelector(selector)
    if (found !== null) return found
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
}
