import type { ReplyButton } from '#protocol/reply-button'
import { splitText } from '../split-text'
import { buttonLimits, interactiveBodyLimit, listLimits } from './settings'

/** A message with something to press: up to three buttons, up to ten rows of a list, or one link. */
export type Interactive =
  | { readonly type: 'button'; readonly action: { readonly buttons: readonly PressButton[] } }
  | { readonly type: 'list'; readonly action: { readonly button: string; readonly sections: readonly Section[] } }
  | {
      readonly type: 'cta_url'
      readonly action: { readonly name: 'cta_url'; readonly parameters: { display_text: string; url: string } }
    }

interface PressButton {
  readonly type: 'reply'
  readonly reply: { readonly id: string; readonly title: string }
}

interface Row {
  readonly id: string
  readonly title: string
  readonly description?: string
}

interface Section {
  readonly rows: readonly Row[]
}

/** The list opens by a button of its own; contacts read Russian here as everywhere in automatic words. */
const listOpens = 'Выбрать'

/** Stands where a text must and there is none. */
export const noWords = '⬇️'

const linkOf = ({ label, url }: ReplyButton) => (url === null ? [] : [`${label}: ${url}`])

/** A text with its buttons as WhatsApp can show them: links it has no room for stand in the text, the rest in tens. */
export function arranged(
  text: string,
  rows: readonly (readonly ReplyButton[])[],
): { readonly text: string; readonly groups: readonly (readonly ReplyButton[])[] } {
  const all = rows.flat()
  const pressed = all.filter(({ url }) => url === null)
  if (pressed.length === 0 && all.length === 1) return { text, groups: [all] }
  const words = [text, ...all.flatMap(linkOf)].filter((line) => line !== '').join('\n')
  const groups: ReplyButton[][] = []
  for (let start = 0; start < pressed.length; start += listLimits.most)
    groups.push(pressed.slice(start, start + listLimits.most))
  return { text: words, groups }
}

/** The pieces of a text whose last has to stand above buttons. */
export function aboveButtons(text: string, textLimit: number): readonly string[] {
  if (text.length <= interactiveBodyLimit) return [text]
  const pieces = splitText(text, textLimit)
  const last = pieces.at(-1) ?? ''
  return last.length <= interactiveBodyLimit
    ? pieces
    : [...pieces.slice(0, -1), ...splitText(last, interactiveBodyLimit)]
}

/** Cut between characters, with a sign that it is. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text
  let kept = ''
  for (const character of text) {
    if (kept.length + character.length > limit - 1) break
    kept += character
  }
  return `${kept.trimEnd()}…`
}

/** Titles must differ: what is the same when cut gets a number. */
function unlike(titles: readonly string[], limit: number): readonly string[] {
  const used = new Set<string>()
  return titles.map((title) => {
    let one = title
    for (let number = 2; used.has(one); number++) one = `${cut(title, limit - String(number).length - 1)} ${number}`
    used.add(one)
    return one
  })
}

const isShort = ({ label }: ReplyButton) => label.length <= buttonLimits.title

/** At most ten buttons, as `arranged` gives them. */
export function interactiveOf(buttons: readonly ReplyButton[]): Interactive {
  const [first] = buttons
  if (first !== undefined && first.url !== null)
    return {
      type: 'cta_url',
      action: {
        name: 'cta_url',
        parameters: { display_text: cut(first.label, buttonLimits.title), url: first.url },
      },
    }
  if (buttons.length <= buttonLimits.most && buttons.every(isShort)) {
    const titles = unlike(
      buttons.map(({ label }) => label),
      buttonLimits.title,
    )
    const replies = buttons.map(({ id }, index) => ({
      type: 'reply' as const,
      reply: { id: id.slice(0, buttonLimits.id), title: titles[index] ?? '' },
    }))
    return { type: 'button', action: { buttons: replies } }
  }
  const titles = unlike(
    buttons.map(({ label }) => cut(label, listLimits.title)),
    listLimits.title,
  )
  const rows = buttons.map(({ id, label }, index) => ({
    id: id.slice(0, listLimits.id),
    title: titles[index] ?? '',
    ...(label.length > listLimits.title && { description: cut(label, listLimits.description) }),
  }))
  return { type: 'list', action: { button: listOpens, sections: [{ rows }] } }
}
