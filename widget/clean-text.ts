/** Longest message of a visitor; the hub refuses more (`protocol/visitor.ts`). */
export const textLimit = 4000

// What pasting brings along and the hub refuses: control characters but for tab and line feed, halves of characters.
// biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is the purpose
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Cs}/gu

/** A text as the hub will store it; empty when there is nothing to send. */
export function cleanText(text: string): string {
  const clean = text
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n')
    .replaceAll(forbidden, '')
    .normalize('NFC')
    .trimEnd()
  return clean.trim() === '' ? '' : clean
}
