import type { Text } from '../text'
import { drawOn } from './attachment'
import { button, el, icon } from './dom'

/** A picture over everything, with its bytes to be saved. Escape and a click beside it close it; the focus goes back. */
export class Viewer {
  readonly element: HTMLDialogElement
  private name = ''
  private blob: Blob | null = null

  constructor(
    text: Text,
    private readonly save: (name: string, blob: Blob) => void,
  ) {
    const close = button('tool', text.closeViewer, icon('close'))
    const keep = button('tool', text.download, icon('download'))
    close.addEventListener('click', () => this.element.close())
    keep.addEventListener('click', () => {
      if (this.blob !== null) this.save(this.name, this.blob)
    })
    this.element = el('dialog', { class: 'viewer' }, el('div', { class: 'tools' }, keep, close))
    this.element.addEventListener('click', ({ target }) => (target === this.element ? this.element.close() : undefined))
    this.element.addEventListener('keydown', (event) => event.stopPropagation())
    this.text = text
  }

  private readonly text: Text

  async show(name: string, blob: Blob): Promise<void> {
    this.name = name
    this.blob = blob
    const canvas = el('canvas', { role: 'img', 'aria-label': name })
    await drawOn(canvas, blob, innerWidth * 0.94, innerHeight * 0.86)
    this.element.querySelector('canvas')?.remove()
    this.element.append(canvas)
    this.element.setAttribute('aria-label', this.text.viewer(name))
    this.element.showModal()
  }
}
