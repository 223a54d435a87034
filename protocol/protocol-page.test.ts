import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { commands, momentary } from './commands'
import { refusalCodes } from './errors'
import { ConversationEvent, Notice } from './events'
import { queries } from './queries'
import { signInPaths } from './sign-in'

const page = readFileSync('docs/protocol.md', 'utf8')

/** First cells of the tables under a heading. */
function namesUnder(heading: string): string[] {
  const section = page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return [...section.matchAll(/^\| `([^`]+)`( †)? \|/gm)].map((row) => row[1] ?? '')
}

const kindsOf = (union: {
  readonly options: readonly { readonly shape: { readonly kind: { readonly value: string } } }[]
}) => union.options.map((option) => option.shape.kind.value)

describe('docs/protocol.md', () => {
  it('names every command, and marks those of the moment', () => {
    expect(namesUnder('Commands')).toEqual(Object.keys(commands))
    const marked = [...page.matchAll(/^\| `([^`]+)` † \|/gm)].map((row) => row[1])
    expect(marked).toEqual([...momentary])
  })

  it('names every query', () => {
    expect(namesUnder('Queries')).toEqual(Object.keys(queries))
  })

  it('names every event and notice', () => {
    const packets = ['welcome', 'near', 'far', 'notice', 'bye']
    expect(namesUnder('Feed')).toEqual([...packets, ...kindsOf(ConversationEvent), ...kindsOf(Notice)])
  })

  it('names every refusal', () => {
    expect(namesUnder('Refusals')).toEqual([...refusalCodes])
  })

  it('names every path of signing in', () => {
    for (const path of Object.values(signInPaths)) expect(page).toContain(`POST ${path}\``)
  })
})
