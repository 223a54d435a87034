import { cleanText, textLimit } from '../clean-text'
import type { Text } from '../text'
import type { Upload } from '../uploads'
import { button, el, icon, setText } from './dom'
import { Tray, type TrayContext } from './tray'

export interface ComposerContext {
  readonly text: Text
  /** Touch keyboards have their own key for a new line. */
  readonly sendsOnEnter: boolean
  /** Says the text with the files that have arrived; false when there was nothing to say. */
  send(text: string): boolean
  typed(): void
  attach(files: readonly File[]): void
  readonly tray: Pick<TrayContext, 'cancel' | 'retry'>
  /** What was typed and not sent is kept over a reload. */
  draft: { get(): string; set(text: string): void }
}

const countedFrom = textLimit * 0.8

/** The field that grows, files that go with it, its buttons, and the count near the limit. */
export class Composer {
  readonly element: HTMLElement
  private readonly field: HTMLTextAreaElement
  private readonly sendButton: HTMLButtonElement
  private readonly count: HTMLElement
  private readonly tray: Tray
  private uploads: readonly Upload[] = []

  constructor(private readonly context: ComposerContext) {
    const { text } = context
    this.field = el('textarea', { rows: '1', 'aria-label': text.message, placeholder: text.message, dir: 'auto' })
    this.field.value = context.draft.get()
    this.sendButton = button('send', text.send, icon('send'))
    this.count = el('span', { class: 'count', role: 'status' })
    this.tray = new Tray({ text, ...context.tray })
    const line = el('div', { class: 'line' }, ...this.picker(), this.field, this.count, this.sendButton)
    this.element = el('form', { class: 'composer' }, this.tray.element, line)
    this.element.addEventListener('submit', (event) => event.preventDefault())
    this.sendButton.addEventListener('click', () => this.send())
    this.field.addEventListener('input', () => this.changed(true))
    this.field.addEventListener('keydown', (event) => this.key(event))
    this.field.addEventListener('paste', (event) => this.taken(event, event.clipboardData))
    this.draw([])
  }

  focus(): void {
    this.field.focus({ preventScroll: true })
  }

  draw(uploads: readonly Upload[]): void {
    this.uploads = uploads
    this.tray.draw(uploads)
    this.changed(false)
  }

  /** Takes the files of a paste or a drop; words are left to the browser. */
  taken(event: Event, data: DataTransfer | null): void {
    const files = [...(data?.files ?? [])]
    if (files.length === 0) return
    event.preventDefault()
    this.context.attach(files)
    this.focus()
  }

  private picker(): readonly HTMLElement[] {
    const input = el('input', { type: 'file', multiple: '', tabindex: '-1', 'aria-hidden': 'true', class: 'heard' })
    const pick = button('clip', this.context.text.attach, icon('clip'))
    pick.addEventListener('click', () => input.click())
    input.addEventListener('change', () => {
      this.context.attach([...(input.files ?? [])])
      input.value = ''
      this.focus()
    })
    return [input, pick]
  }

  private key(event: KeyboardEvent): void {
    // Enter that ends a composed character (Japanese, Chinese) is not one that sends.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || !this.context.sendsOnEnter) return
    event.preventDefault()
    this.send()
  }

  private send(): void {
    if (!this.canSend || !this.context.send(this.field.value)) return
    this.field.value = ''
    this.changed(false)
    this.focus()
  }

  /** Files still on their way are waited for: a message goes whole. */
  private get canSend(): boolean {
    const hasFiles = this.uploads.some(({ state }) => state.kind === 'done')
    const isBusy = this.uploads.some(({ state }) => state.kind === 'sending')
    return !this.isTooLong && !isBusy && (hasFiles || cleanText(this.field.value) !== '')
  }

  private changed(isTyping: boolean): void {
    const { context, field } = this
    const { length } = field.value
    context.draft.set(field.value)
    this.sendButton.disabled = !this.canSend
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
