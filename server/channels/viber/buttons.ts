import { z } from 'zod'
import type { ReplyButton } from '#protocol/message'
import { buttonsInRow, keyboardRows, trackingDataLimit } from './settings'

/**
 * A pressed button comes back as an ordinary text, so that the person's phone shows what he said. Which button it was stands in the
 * message's tracking data, which Viber returns with whatever he says next.
 */
const Asked = z.object({ buttons: z.record(z.string(), z.string()) })

const columns = 6
const widthOf = (count: number) => Math.max(1, Math.floor(columns / count))

/** Rows of more buttons than fit go on in the next one. */
function rowsOf(buttons: readonly (readonly ReplyButton[])[]): readonly (readonly ReplyButton[])[] {
  const rows: (readonly ReplyButton[])[] = []
  for (const row of buttons)
    for (let start = 0; start < row.length; start += buttonsInRow) rows.push(row.slice(start, start + buttonsInRow))
  return rows.slice(0, keyboardRows)
}

/** Key names are capitalised on the wire. */
export function keyboardOf(buttons: readonly (readonly ReplyButton[])[]) {
  return {
    Type: 'keyboard',
    DefaultHeight: false,
    Buttons: rowsOf(buttons).flatMap((row) =>
      row.map(({ label, url }) => ({
        ...{ Columns: widthOf(row.length), Rows: 1, Text: label, TextSize: 'regular' },
        ...(url === null ? { ActionType: 'reply', ActionBody: label } : { ActionType: 'open-url', ActionBody: url }),
      })),
    ),
  }
}

/** Null when they are too many to be remembered: then a press is what it says. */
export function trackingDataOf(buttons: readonly (readonly ReplyButton[])[]): string | null {
  const asked = rowsOf(buttons)
    .flat()
    .filter(({ url }) => url === null)
  const data = JSON.stringify({ buttons: Object.fromEntries(asked.map(({ label, id }) => [label, id])) })
  return asked.length === 0 || data.length > trackingDataLimit ? null : data
}

/** Which button a text is a press of; null for a text. */
export function pressedButton(text: string, trackingData: string | undefined): string | null {
  if (trackingData === undefined || !trackingData.startsWith('{"buttons"')) return null
  try {
    const { buttons } = Asked.parse(JSON.parse(trackingData))
    return Object.hasOwn(buttons, text) ? (buttons[text] ?? null) : null
  } catch {
    return null
  }
}
