import { basename } from 'node:path'

/** A name of somebody else's as a name of a file: no path, no characters that turn it around, no leading dot. Pure. */
export function safeName(name: string): string {
  const plain = basename(name.replaceAll('\\', '/'))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is the purpose
    .replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"/|?*]/g, '_')
    .replace(/^\.+/, '')
    .slice(-200)
    .trim()
  return plain === '' ? 'file' : plain
}
