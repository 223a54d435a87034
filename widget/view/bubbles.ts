import type { ReplyButton } from '#protocol/reply-button'
import { hrefOf, piecesOf } from '../links'
import { dayName, timeOf } from '../moments'
import { initialsOf, type Row, shortName, tintOf } from '../stream'
import type { Text } from '../text'
import { type AttachmentContext, drawAttachment, drawOn } from './attachment'
import { button, el, icon } from './dom'

export interface BubbleContext extends AttachmentContext {
  now(): number
  retry(id: string): void
  drop(id: string): void
  press(seq: number, buttonId: string): Promise<boolean>
}

/** Drawn larger than shown, for dense screens. */
const faceSide = 64

/** Of rows that stay the same objects while nothing changes about them. */
const signatures = new WeakMap<Row, string>()

/** What a row looks like changes with this, and with nothing else. */
export function signatureOf(row: Row): string {
  const known = signatures.get(row)
  if (known !== undefined) return known
  const signature = JSON.stringify(row)
  signatures.set(row, signature)
  return signature
}

export function drawRow(row: Row, context: BubbleContext): HTMLElement {
  switch (row.kind) {
    case 'day':
      return el('div', { class: 'day' }, dayName(row.at, context.now(), context.locale, context.text))
    case 'author':
      return el('div', { class: 'who' }, face(row, context), shortName(row.name))
    case 'company':
      return theirs(row, context)
    case 'visitor':
      return mine(row, context)
  }
}

function theirs({ line, at, seq }: Extract<Row, { kind: 'company' }>, context: BubbleContext): HTMLElement {
  const { text, locale } = context
  const edited = line.isEdited ? `${text.edited}, ` : ''
  const meta = at === null ? [] : [el('span', { class: 'meta' }, `${edited}${timeOf(at, locale)}`)]
  const files = line.attachments.map((one) => drawAttachment(one, context))
  const words = line.text === '' ? [] : [paragraph(line.text)]
  const bubble = el('div', { class: 'bubble' }, speaker(text.team), ...files, ...words, ...meta)
  if (line.buttons.length === 0 || seq === null) return bubble
  const choices = line.buttons.flat().map((one) => choice(one, one.label === line.pressed, seq, context))
  return el('div', { class: 'said' }, bubble, el('div', { class: 'choices', role: 'group' }, ...choices))
}

function choice({ id, label, url }: ReplyButton, isPressed: boolean, seq: number, context: BubbleContext): HTMLElement {
  const href = url === null ? null : hrefOf(url)
  if (href !== null) return el('a', { class: 'choice', href, ...elsewhere }, label)
  const mark = isPressed ? [icon('tick'), el('span', { class: 'heard' }, `${context.text.pressed}: `)] : []
  const one = el('button', { type: 'button', class: 'choice', 'aria-pressed': String(isPressed) }, ...mark, label)
  one.addEventListener('click', async () => {
    one.disabled = true
    await context.press(seq, id)
    one.disabled = false
  })
  return one
}

function mine(row: Extract<Row, { kind: 'visitor' }>, context: BubbleContext): HTMLElement {
  const { text, locale } = context
  const said = row.isStepSaid ? `${timeOf(row.at, locale)}, ${text[row.step]}` : timeOf(row.at, locale)
  const bubble = el(
    'div',
    { class: `bubble mine ${row.step}` },
    speaker(text.you),
    ...row.attachments.map((one) => drawAttachment(one, context)),
    ...(row.text === '' ? [] : [paragraph(row.text)]),
    el('span', { class: 'meta' }, said),
  )
  const { id } = row
  if (row.step !== 'failed' || id === null) return bubble
  const retry = el('button', { type: 'button' }, text.retry)
  const drop = el('button', { type: 'button' }, text.drop)
  retry.addEventListener('click', () => context.retry(id))
  drop.addEventListener('click', () => context.drop(id))
  return el('div', { class: 'row' }, bubble, el('div', { class: 'again' }, retry, drop))
}

/** Sides and colours are not heard. */
const speaker = (name: string): HTMLElement => el('span', { class: 'heard' }, `${name}: `)

const elsewhere = { target: '_blank', rel: 'noopener noreferrer nofollow ugc' }

function paragraph(text: string): HTMLElement {
  const children = piecesOf(text).map(({ text: shown, href }) =>
    href === null ? shown : el('a', { href, ...elsewhere }, shown),
  )
  return el('p', { dir: 'auto' }, ...children)
}

export function avatar(name: string, className: string): HTMLElement {
  return el('span', { class: `${className} a${tintOf(name)}`, 'aria-hidden': 'true' }, initialsOf(name))
}

/** Initials at once, and the picture over them once it has come. */
function face({ name, picture }: Extract<Row, { kind: 'author' }>, context: BubbleContext): HTMLElement {
  const shown = avatar(name, 'ava small')
  if (picture === null) return shown
  const load = async () => {
    const blob = await context.load(picture)
    const canvas = el('canvas')
    if (blob === null || !(await drawOn(canvas, blob, faceSide, faceSide))) return
    canvas.style.width = ''
    shown.replaceChildren(canvas)
  }
  context.whenSeen(shown, () => void load())
  return shown
}

/** Reads as a button and draws as an arrow. */
export const downButton = (text: Text): HTMLButtonElement => {
  const down = button('new', text.down, icon('down'))
  down.hidden = true
  return down
}
