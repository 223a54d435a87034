/** Characters that would lie about a name or break out of one: controls, line ends, directions of writing, path separators. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is the purpose
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff/\\:*?"<>|]/g
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i
const longest = 120

/** The part after the last dot, lower case; '' when there is none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 && dot >= name.length - 12 ? name.slice(dot + 1).toLowerCase() : ''
}

/** Cut to what file systems take, keeping the extension, never within a character. */
function shortened(name: string): string {
  if (name.length <= longest) return name
  const extension = extensionOf(name)
  const tail = extension === '' ? '' : `.${extension}`
  let short = ''
  for (const character of name) {
    if (short.length + character.length + tail.length > longest) break
    short += character
  }
  return short + tail
}

/** A name that may be shown, sent and saved as it is: of the last step of a path, never hidden, never empty. */
export function safeFileName(name: string, fallback = 'file'): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const clean = shortened(
    last
      .replaceAll(unsafe, '_')
      .replaceAll(/\p{Cs}/gu, '_')
      .replace(/^[.\s]+/, '')
      .replace(/[.\s]+$/, ''),
  )
  const stem = clean.slice(0, clean.length - extensionOf(clean).length).replace(/\.$/, '')
  return clean === '' || reserved.test(stem) ? `${fallback}${clean === '' ? '' : `-${clean}`}` : clean
}

/** The same name with another extension. */
export function withExtension(name: string, extension: string): string {
  const old = extensionOf(name)
  return `${old === '' ? name : name.slice(0, -old.length - 1)}.${extension}`
}
