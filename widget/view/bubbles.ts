import type { Attachment } from '#protocol/attachment'
import { piecesOf } from '../links'
import { dayName, timeOf } from '../moments'
import { initialsOf, type Row, shortName, tintOf } from '../stream'
import type { Text } from '../text'
import { button, el, icon } from './dom'

export interface BubbleContext {
  readonly text: Text
  readonly locale: string
  now(): number
  retry(id: string): void
  drop(id: string): void
}

/** What a row looks like changes with this, and with nothing else. */
export const signatureOf = (row: Row): string => JSON.stringify(row)

export function drawRow(row: Row, context: BubbleContext): HTMLElement {
  switch (row.kind) {
    case 'day':
      return el('div', { class: 'day' }, dayName(row.at, context.now(), context.locale, context.text))
    case 'author':
      return el('div', { class: 'who' }, avatar(row.name, 'ava small'), shortName(row.name))
    case 'company': {
      const meta = row.at === null ? [] : [el('span', { class: 'meta' }, timeOf(row.at, context.locale))]
      const files = row.line.attachments.map((one) => file(one, context.text))
      const text = row.line.text === '' ? [] : [paragraph(row.line.text)]
      return el('div', { class: 'bubble' }, speaker(context.text.team), ...text, ...files, ...meta)
    }
    case 'visitor':
      return mine(row, context)
  }
}

function mine(row: Extract<Row, { kind: 'visitor' }>, context: BubbleContext): HTMLElement {
  const { text, locale } = context
  const said = row.isStepSaid ? `${timeOf(row.at, locale)}, ${text[row.step]}` : timeOf(row.at, locale)
  const bubble = el(
    'div',
    { class: `bubble mine ${row.step}` },
    speaker(text.you),
    paragraph(row.text),
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

function paragraph(text: string): HTMLElement {
  const children = piecesOf(text).map(({ text: shown, href }) =>
    href === null ? shown : el('a', { href, target: '_blank', rel: 'noopener noreferrer nofollow ugc' }, shown),
  )
  return el('p', { dir: 'auto' }, ...children)
}

function file({ name, size }: Attachment, text: Text): HTMLElement {
  const about = size === null ? [] : [el('small', {}, bytes(size, text))]
  return el('div', { class: 'file' }, icon('file'), el('div', {}, el('p', {}, name), ...about))
}

function bytes(size: number, text: Text): string {
  const step = size < 1024 ? 0 : size < 1024 * 1024 ? 1 : 2
  const amount = size / 1024 ** step
  return `${amount < 10 && step > 0 ? amount.toFixed(1) : Math.round(amount)} ${text.bytes[step]}`
}

export function avatar(name: string, className: string): HTMLElement {
  return el('span', { class: `${className} a${tintOf(name)}`, 'aria-hidden': 'true' }, initialsOf(name))
}

/** Reads as a button and draws as an arrow. */
export const downButton = (text: Text): HTMLButtonElement => {
  const down = button('new', text.down, icon('down'))
  down.hidden = true
  return down
}
