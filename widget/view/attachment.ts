import type { Attachment } from '#protocol/attachment'
import type { Text } from '../text'
import { button, el, icon } from './dom'

export interface AttachmentContext {
  readonly text: Text
  readonly locale: string
  /** The bytes of a stored file; null when they do not come. */
  load(id: string): Promise<Blob | null>
  /** Shows a picture large. */
  show(attachment: Attachment, blob: Blob): void
  save(name: string, blob: Blob): void
  /** Calls once when the element comes into sight. */
  whenSeen(element: Element, work: () => void): void
}

/** A picture is never drawn wider than this, nor taller; pixels twice as many for dense screens. */
const widest = 240
const tallest = 300

export function drawAttachment(attachment: Attachment, context: AttachmentContext): HTMLElement {
  if (attachment.state.kind !== 'stored') return plainFile(attachment.name, context.text.notReceived)
  if (attachment.kind === 'picture' || attachment.kind === 'sticker') return picture(attachment, context)
  if (attachment.kind === 'file') return saved(attachment, context)
  return played(attachment, context)
}

/**
 * Drawn on a canvas from its bytes: a page's policy may forbid pictures of other places, and its visitor's token never stands in
 * an address.
 */
function picture(attachment: Attachment, context: AttachmentContext): HTMLElement {
  const { text } = context
  const canvas = el('canvas', { 'aria-hidden': 'true' })
  const size = fitted(attachment.width ?? widest, attachment.height ?? widest, widest, tallest)
  canvas.width = size.width
  canvas.height = size.height
  const open = button('picture', text.openPicture(attachment.name), canvas)
  open.disabled = true
  const load = async () => {
    const blob = await context.load(attachment.id)
    const isDrawn = blob !== null && (await drawOn(canvas, blob, widest, tallest))
    if (!isDrawn) return open.replaceWith(plainFile(attachment.name, text.notLoaded))
    open.disabled = false
    open.addEventListener('click', () => context.show(attachment, blob))
  }
  context.whenSeen(open, () => void load())
  return open
}

/** False when the browser cannot read it. The canvas is as large as the picture allows within these bounds. */
export async function drawOn(canvas: HTMLCanvasElement, blob: Blob, wide: number, tall: number): Promise<boolean> {
  const bitmap = await createImageBitmap(blob).catch(() => null)
  if (bitmap === null) return false
  const size = fitted(bitmap.width, bitmap.height, wide, tall)
  const dense = Math.min(2, Math.max(1, bitmap.width / size.width))
  canvas.width = Math.round(size.width * dense)
  canvas.height = Math.round(size.height * dense)
  canvas.style.width = `${size.width}px`
  const drawing = canvas.getContext('2d')
  if (drawing !== null) drawing.imageSmoothingQuality = 'high'
  drawing?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  return drawing !== null
}

export function fitted(width: number, height: number, wide: number, tall: number) {
  const scale = Math.min(1, wide / width, tall / height)
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** Voice, audio and video begin to load when they are to be played. What the page's policy keeps from playing is saved instead. */
function played(attachment: Attachment, context: AttachmentContext): HTMLElement {
  const { text } = context
  const start = button('media', text.play(nameOf(attachment, text)), icon('play'))
  const box = el('div', { class: 'file' }, start, label(attachment, context))
  start.addEventListener('click', async () => {
    start.disabled = true
    const blob = await context.load(attachment.id)
    if (blob === null) return box.replaceWith(plainFile(attachment.name, text.notLoaded))
    const player = el(attachment.kind === 'video' ? 'video' : 'audio', {
      controls: '',
      'aria-label': nameOf(attachment, text),
    })
    if (player instanceof HTMLVideoElement) player.playsInline = true
    const url = URL.createObjectURL(blob)
    player.addEventListener('error', () => {
      URL.revokeObjectURL(url)
      const file = saved(attachment, context)
      player.replaceWith(file)
      context.save(attachment.name, blob)
    })
    player.src = url
    box.replaceWith(player)
    player.focus()
    await player.play().catch(() => undefined)
  })
  return box
}

function saved(attachment: Attachment, context: AttachmentContext): HTMLElement {
  const { text } = context
  const save = button('media', text.downloadFile(attachment.name), icon('download'))
  const about = label(attachment, context)
  save.addEventListener('click', async () => {
    save.disabled = true
    const blob = await context.load(attachment.id)
    save.disabled = false
    if (blob === null) about.replaceChildren(el('p', {}, attachment.name), el('small', {}, text.notLoaded))
    else context.save(attachment.name, blob)
  })
  return el('div', { class: 'file' }, save, about)
}

function plainFile(name: string, why: string): HTMLElement {
  return el('div', { class: 'file' }, icon('file'), el('div', {}, el('p', {}, name), el('small', {}, why)))
}

/** What somebody has spoken has a name only because it is a file too. */
const nameOf = ({ kind, name }: Attachment, text: Text): string => (kind === 'voice' ? text.voice : name)

function label(attachment: Attachment, { text }: AttachmentContext): HTMLElement {
  const { size, durationMs } = attachment
  const told = [durationMs === null ? '' : lengthOf(durationMs), size === null ? '' : bytes(size, text)]
  const about = told.filter((one) => one !== '').join(', ')
  return el('div', {}, el('p', {}, nameOf(attachment, text)), ...(about === '' ? [] : [el('small', {}, about)]))
}

function lengthOf(ms: number): string {
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

export function bytes(size: number, text: Text): string {
  const step = size < 1024 ? 0 : size < 1024 * 1024 ? 1 : 2
  const amount = size / 1024 ** step
  return `${amount < 10 && step > 0 ? amount.toFixed(1) : Math.round(amount)} ${text.bytes[step]}`
}
