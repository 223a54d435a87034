import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { VisitorLine } from '#protocol/visitor'
import type { ChatState } from '../chat'
import { nothingHeld } from '../lines'
import { plainSite } from '../plain-site'
import { textFor } from '../text'
import { StreamView } from './stream-view'

const at = new Date(2026, 10, 16, 14, 20).getTime()

function aView() {
  const asked: string[] = []
  const view = new StreamView(
    {
      ...{ text: textFor('ru'), locale: 'ru', now: () => at },
      retry: (id) => void asked.push(`retry ${id}`),
      drop: (id) => void asked.push(`drop ${id}`),
      older: () => void asked.push('older'),
      atEnd: () => {},
      press: async () => true,
      load: async () => null,
      show: () => {},
      save: () => {},
      whenSeen: () => {},
    },
    document.createElement('div'),
  )
  document.body.replaceChildren(view.element)
  return { view, asked }
}

const line = (seq: number, text: string, from: VisitorLine['from'] = 'company'): VisitorLine => ({
  ...{ seq, at, from, id: from === 'visitor' ? `id-${seq}` : null, name: null, text, attachments: [] },
  ...{ buttons: [], pressed: null, isEdited: false, isGone: false, picture: null },
})

const state = (change: Partial<ChatState>): ChatState => ({
  ...{ connection: { kind: 'live' }, site: plainSite, held: nothingHeld, unsent: [], typing: null },
  ...{ rating: null, isIntroduced: false },
  ...{ company: { isAnybodyOnline: true, team: [] }, unread: 0, isLoadingOlder: false },
  ...change,
})

const paragraphs = () => [...document.querySelectorAll('[role=log] p')].map(({ textContent }) => textContent)

describe('the stream on the screen', () => {
  it('shows text as text, whatever it looks like, and links as links', () => {
    const { view } = aView()
    const text = '<img src=x onerror=alert(1)> https://shop.example/a'
    view.draw(state({ held: { ...nothingHeld, lines: [line(1, text)] } }))
    expect(paragraphs()).toEqual([text])
    expect(document.querySelector('img')).toBeNull()
    expect(document.querySelector('a')?.getAttribute('rel')).toContain('noopener')
  })

  it('keeps the elements of rows that did not change', () => {
    const { view } = aView()
    const lines = [line(1, 'раз'), line(2, 'два')]
    view.draw(state({ held: { ...nothingHeld, lines } }))
    const before = document.querySelector('[role=log] .bubble')
    view.draw(state({ held: { ...nothingHeld, lines: [...lines, line(3, 'три')] } }))
    expect(document.querySelector('[role=log] .bubble')).toBe(before)
    expect(paragraphs()).toEqual(['раз', 'два', 'три'])
  })

  it('offers to send a refused message again or to delete it', () => {
    const { view, asked } = aView()
    view.draw(
      state({
        unsent: [{ id: 'a', text: 'плохо', attachments: [], about: null, at, tab: 't', failed: 'TEXT_INVALID' }],
      }),
    )
    for (const button of document.querySelectorAll<HTMLButtonElement>('.again button')) button.click()
    expect(asked).toEqual(['retry a', 'drop a'])
  })

  it('says by name who is typing', () => {
    const { view } = aView()
    view.draw(state({ typing: 'Анна Лебедева' }))
    expect(document.querySelector('.typing')?.getAttribute('aria-label')).toBe('Анна печатает')
    view.draw(state({}))
    expect(document.querySelector<HTMLElement>('.typing')?.hidden).toBe(true)
  })

  it('shows exactly what is there after any sequence of changes', () => {
    const change = fc.array(fc.record({ seq: fc.integer({ min: 1, max: 8 }), text: fc.constantFrom('а', 'б', 'в') }), {
      maxLength: 8,
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), (changes) => {
        const { view } = aView()
        for (const some of changes) {
          const bySeq = new Map(
            some.map(({ seq, text }) => [seq, line(seq, text, seq % 2 === 0 ? 'visitor' : 'company')]),
          )
          const lines = [...bySeq.values()].sort((one, other) => one.seq - other.seq)
          view.draw(state({ held: { ...nothingHeld, lines } }))
          expect(paragraphs()).toEqual(lines.map(({ text }) => text))
        }
      }),
    )
  })
})
