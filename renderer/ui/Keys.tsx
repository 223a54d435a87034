import { createContext, useContext } from 'react'

/** How keys are written here: ⌘ on a Mac, Ctrl elsewhere. */
export const KeyStyle = createContext<'mac' | 'other'>('other')

const mac: Record<string, string> = { mod: '⌘', ctrl: '⌃', shift: '⇧', alt: '⌥', enter: '↵', meta: '⌘' }
const other: Record<string, string> = { mod: 'Ctrl', ctrl: 'Ctrl', shift: 'Shift', alt: 'Alt', enter: 'Enter' }
const both: Record<string, string> = {
  escape: 'Esc',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  slash: '/',
  comma: ',',
  period: '.',
  backslash: '\\',
  bracketleft: '[',
  bracketright: ']',
}

/** `mod+shift+t` as the parts one presses: Ctrl, Shift, T. */
export function keyParts(keys: string, style: 'mac' | 'other'): readonly string[] {
  const names = style === 'mac' ? { ...both, ...mac } : { ...both, ...other }
  return keys.split('+').map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : capital(key)))
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** One small box with the whole chord: tooltips, search field. */
export function Keys({ keys }: { readonly keys: string }) {
  const style = useContext(KeyStyle)
  return <kbd>{keyParts(keys, style).join(style === 'mac' ? '' : ' ')}</kbd>
}

/** A box for each key: palette, list of keys. */
export function KeyChord({ keys }: { readonly keys: string }) {
  const style = useContext(KeyStyle)
  return (
    <span className="inline-flex gap-1">
      {keyParts(keys, style).map((part) => (
        <kbd key={part}>{part}</kbd>
      ))}
    </span>
  )
}
