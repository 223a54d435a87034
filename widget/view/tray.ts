import type { Text } from '../text'
import type { Upload } from '../uploads'
import { bytes } from './attachment'
import { button, el, icon, setText } from './dom'

export interface TrayContext {
  readonly text: Text
  cancel(key: string): void
  retry(key: string): void
}

interface Drawn {
  readonly element: HTMLElement
  readonly about: HTMLElement
  readonly bar: HTMLProgressElement
  readonly again: HTMLButtonElement
}

/** Files that will go with the message: how far each has come, and a way out of each. */
export class Tray {
  readonly element: HTMLElement
  private readonly drawn = new Map<string, Drawn>()

  constructor(private readonly context: TrayContext) {
    this.element = el('ul', { class: 'tray', 'aria-label': context.text.files })
  }

  draw(uploads: readonly Upload[]): void {
    const keys = new Set(uploads.map(({ key }) => key))
    for (const [key, { element }] of this.drawn) {
      if (keys.has(key)) continue
      element.remove()
      this.drawn.delete(key)
    }
    for (const upload of uploads) this.update(this.drawn.get(upload.key) ?? this.add(upload), upload)
    this.element.hidden = uploads.length === 0
  }

  private add({ key, name }: Upload): Drawn {
    const { text, cancel, retry } = this.context
    const about = el('small', { role: 'status' })
    const bar = el('progress', { max: '100', 'aria-hidden': 'true' })
    const again = el('button', { type: 'button', class: 'textual' }, text.retry)
    const out = button('out', text.cancelFile(name), icon('close'))
    again.addEventListener('click', () => retry(key))
    out.addEventListener('click', () => cancel(key))
    const element = el('li', {}, icon('file'), el('div', { class: 'grow' }, el('p', {}, name), about, bar), again, out)
    this.element.append(element)
    const drawn = { element, about, bar, again }
    this.drawn.set(key, drawn)
    return drawn
  }

  private update({ element, about, bar, again }: Drawn, { state, size }: Upload): void {
    const { text } = this.context
    element.classList.toggle('broken', state.kind === 'failed')
    again.hidden = !(state.kind === 'failed' && state.canRetry)
    bar.hidden = state.kind !== 'sending'
    if (state.kind === 'sending') {
      const percent = Math.floor((state.sent / size) * 100)
      bar.value = percent
      // A screen reader hears every quarter, not every piece.
      setText(about, text.uploading(Math.floor(percent / 25) * 25))
    } else if (state.kind === 'done') setText(about, `${bytes(size, text)}, ${text.uploaded}`)
    else setText(about, text.fileProblems[state.code] ?? text.fileFailed)
  }
}
