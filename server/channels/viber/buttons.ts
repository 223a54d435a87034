import { z } from 'zod'
import type { ReplyButton } from '#protocol/reply-button'
import { buttonsInRow, keyboardRows, trackingDataLimit } from './settings'

/**
 * A pressed button comes back as an ordinary text, so that the person's phone shows what he said. Which button it was stands in the
 * message's tracking data, which Viber returns with whatever he says next.
 */
const Asked = z.object({ buttons: z.record(z.string(), z.string()), asksPhone: z.boolean().optional() })

const columns = 6
const widthOf = (count: number) => Math.max(1, Math.floor(columns / count))

/** Rows of more buttons than fit go on in the next one. */
function rowsOf(buttons: readonly (readonly ReplyButton[])[]): readonly (readonly ReplyButton[])[] {
  const rows: (readonly ReplyButton[])[] = []
  for (const row of buttons)
    for (let start = 0; start < row.length; start += buttonsInRow) rows.push(row.slice(start, start + buttonsInRow))
  return rows.slice(0, keyboardRows)
}

function actionOf({ label, url, kind }: ReplyButton) {
  if (url !== null) return { ActionType: 'open-url', ActionBody: url }
  return { ActionType: kind === 'sharePhone' ? 'share-phone' : 'reply', ActionBody: label }
}

export const asksPhone = (buttons: readonly (readonly ReplyButton[])[]): boolean =>
  buttons.flat().some(({ kind }) => kind === 'sharePhone')

/** Key names are capitalised on the wire. */
export function keyboardOf(buttons: readonly (readonly ReplyButton[])[]) {
  return {
    Type: 'keyboard',
    DefaultHeight: false,
    Buttons: rowsOf(buttons).flatMap((row) =>
      row.map((button) => ({
        ...{ Columns: widthOf(row.length), Rows: 1, Text: button.label, TextSize: 'regular' },
        ...actionOf(button),
      })),
    ),
  }
}

/** Null when they are too many to be remembered: then a press is what it says. */
export function trackingDataOf(buttons: readonly (readonly ReplyButton[])[]): string | null {
  const all = rowsOf(buttons).flat()
  const asked = all.filter(({ url, kind }) => url === null && kind === undefined)
  const isPhoneAsked = asksPhone(buttons)
  const data = JSON.stringify({
    buttons: Object.fromEntries(asked.map(({ label, id }) => [label, id])),
    ...(isPhoneAsked && { asksPhone: true }),
  })
  return (asked.length === 0 && !isPhoneAsked) || data.length > trackingDataLimit ? null : data
}

function askedBy(trackingData: string | undefined): z.infer<typeof Asked> | null {
  if (trackingData === undefined || !trackingData.startsWith('{"buttons"')) return null
  try {
    return Asked.parse(JSON.parse(trackingData))
  } catch {
    return null
  }
}

/** A card that answers a button for one's own number; any other may be anybody's. */
export const isOwnCard = (trackingData: string | undefined): boolean => askedBy(trackingData)?.asksPhone === true

/** Which button a text is a press of; null for a text. */
export function pressedButton(text: string, trackingData: string | undefined): string | null {
  const buttons = askedBy(trackingData)?.buttons ?? {}
  return Object.hasOwn(buttons, text) ? (buttons[text] ?? null) : null
}
