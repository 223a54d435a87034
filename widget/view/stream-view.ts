import type { ChatState } from '../chat'
import { rowsOf, shortName } from '../stream'
import { type BubbleContext, downButton, drawRow, signatureOf } from './bubbles'
import { el } from './dom'

interface Drawn {
  readonly element: HTMLElement
  readonly signature: string
}

const nearEnd = 48
const nearTop = 120

export interface StreamContext extends BubbleContext {
  older(): void
  /** Its end has come into sight. */
  atEnd(): void
}

/** The rows of the conversation. Only rows that changed are touched: a screen reader hears each message once, a selection stays. */
export class StreamView {
  readonly element: HTMLElement
  private readonly flow: HTMLElement
  private readonly list: HTMLElement
  private readonly typing: HTMLElement
  private readonly down: HTMLButtonElement
  private drawn = new Map<string, Drawn>()
  private lastKey = ''

  /** `after` stands below the rows and scrolls with them. */
  constructor(
    private readonly context: StreamContext,
    after: HTMLElement,
  ) {
    const { text } = context
    this.list = el('div', { class: 'rows', role: 'log', 'aria-label': text.messages, 'aria-live': 'polite' })
    this.typing = el('div', { class: 'typing', role: 'img' }, el('i'), el('i'), el('i'))
    // The stream is turned over (column-reverse), so that it stays at its end by itself.
    this.flow = el(
      'div',
      { class: 'flow', tabindex: '0', role: 'group', 'aria-label': text.messages },
      el('div', { class: 'in' }, this.list, after, this.typing),
    )
    this.down = downButton(text)
    this.element = el('div', { class: 'stream' }, this.flow, this.down)
    this.flow.addEventListener('scroll', () => this.scrolled(), { passive: true })
    this.down.addEventListener('click', () => this.toEnd())
  }

  draw(state: ChatState): void {
    const rows = rowsOf(state)
    const drawn = new Map<string, Drawn>()
    let place: ChildNode | null = this.list.firstChild
    for (const row of rows) {
      const signature = signatureOf(row)
      const known = this.drawn.get(row.key)
      const element = known?.signature === signature ? known.element : drawRow(row, this.context)
      if (known !== undefined && known.element !== element) {
        if (place === known.element) place = element
        known.element.replaceWith(element)
      }
      if (element === place) place = place.nextSibling
      else this.list.insertBefore(element, place)
      drawn.set(row.key, { element, signature })
    }
    for (const [key, { element }] of this.drawn) if (!drawn.has(key)) element.remove()
    this.drawn = drawn
    this.drawTyping(state.typing)
    this.follow(rows.at(-1))
  }

  toEnd(): void {
    this.flow.scrollTop = 0
    this.down.hidden = true
    this.context.atEnd()
  }

  private drawTyping(name: string | null): void {
    this.typing.hidden = name === null
    if (name !== null) this.typing.setAttribute('aria-label', this.context.text.typing(shortName(name)))
  }

  /** Own words bring the end into view; another's only when it was there, else a button tells of them. */
  private follow(last: ReturnType<typeof rowsOf>[number] | undefined): void {
    if (last === undefined || last.key === this.lastKey) return
    const isFirst = this.lastKey === ''
    this.lastKey = last.key
    if (isFirst || last.kind === 'visitor' || this.isAtEnd) this.toEnd()
    else this.down.hidden = false
  }

  private get isAtEnd(): boolean {
    return Math.abs(this.flow.scrollTop) < nearEnd
  }

  private scrolled(): void {
    if (this.isAtEnd) {
      this.down.hidden = true
      this.context.atEnd()
    }
    const { scrollHeight, clientHeight, scrollTop } = this.flow
    if (scrollHeight - clientHeight - Math.abs(scrollTop) < nearTop) this.context.older()
  }
}
