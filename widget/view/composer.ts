import { cleanText, textLimit } from '../clean-text'
import type { Text } from '../text'
import { button, el, icon, setText } from './dom'

export interface ComposerContext {
  readonly text: Text
  /** Touch keyboards have their own key for a new line. */
  readonly sendsOnEnter: boolean
  send(text: string): boolean
  typed(): void
  /** What was typed and not sent is kept over a reload. */
  draft: { get(): string; set(text: string): void }
}

const countedFrom = textLimit * 0.8

/** The field that grows, its button, and the count near the limit. */
export class Composer {
  readonly element: HTMLElement
  private readonly field: HTMLTextAreaElement
  private readonly sendButton: HTMLButtonElement
  private readonly count: HTMLElement

  constructor(private readonly context: ComposerContext) {
    const { text } = context
    this.field = el('textarea', { rows: '1', 'aria-label': text.message, placeholder: text.message, dir: 'auto' })
    this.field.value = context.draft.get()
    this.sendButton = button('send', text.send, icon('send'))
    this.count = el('span', { class: 'count', role: 'status' })
    this.element = el('form', { class: 'composer' }, this.field, this.count, this.sendButton)
    this.element.addEventListener('submit', (event) => event.preventDefault())
    this.sendButton.addEventListener('click', () => this.send())
    this.field.addEventListener('input', () => this.changed(true))
    this.field.addEventListener('keydown', (event) => this.key(event))
    this.changed(false)
  }

  focus(): void {
    this.field.focus({ preventScroll: true })
  }

  private key(event: KeyboardEvent): void {
    // Enter that ends a composed character (Japanese, Chinese) is not one that sends.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || !this.context.sendsOnEnter) return
    event.preventDefault()
    this.send()
  }

  private send(): void {
    if (this.isTooLong || !this.context.send(this.field.value)) return
    this.field.value = ''
    this.changed(false)
    this.focus()
  }

  private changed(isTyping: boolean): void {
    const { context, field } = this
    const { length } = field.value
    context.draft.set(field.value)
    this.sendButton.disabled = this.isTooLong || cleanText(field.value) === ''
    setText(this.count, length < countedFrom ? '' : context.text.tooLong(length, textLimit))
    this.count.classList.toggle('over', this.isTooLong)
    this.grow()
    if (isTyping && length > 0) context.typed()
  }

  private get isTooLong(): boolean {
    return cleanText(this.field.value).length > textLimit
  }

  /** Where the browser does not grow the field by itself, whole rows do. */
  private grow(): void {
    if (CSS.supports('field-sizing', 'content')) return
    this.field.rows = 1
    while (this.field.scrollHeight > this.field.clientHeight && this.field.rows < 6) this.field.rows += 1
  }
}
