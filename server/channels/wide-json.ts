const quote = 0x22
const backslash = 0x5c
/** Whole numbers with fewer digits than this lose none of them in a double. */
const wideDigits = 16
const whole = /^-?\d{16,}$/

const isNumeric = (code: number) =>
  (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2b || code === 0x2e || code === 0x65 || code === 0x45

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1
  return at
}

function endOfNumber(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && isNumeric(text.charCodeAt(at))) at += 1
  return at
}

/** The same JSON with wide whole numbers as strings; reads every character once, whatever the text is. */
function withWideAsStrings(text: string): string {
  let quoted = ''
  let copied = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) at = endOfString(text, at)
    else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      const end = endOfNumber(text, at)
      if (end - at >= wideDigits && whole.test(text.slice(at, end))) {
        quoted += `${text.slice(copied, at)}"${text.slice(at, end)}"`
        copied = end
      }
      at = end - 1
    }
  }
  return copied === 0 ? text : quoted + text.slice(copied)
}

/**
 * JSON whose ids may be 64-bit numbers: whole numbers of 16 digits and more come as strings, with every digit they had. Throws
 * SyntaxError for what is no JSON.
 */
export function parseWideJson(text: string): unknown {
  return JSON.parse(withWideAsStrings(text))
}
