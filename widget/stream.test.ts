import { describe, expect, it } from 'vitest'
import type { VisitorLine } from '#protocol/visitor'
import type { ChatState } from './chat'
import { nothingHeld } from './lines'
import { plainSite } from './plain-site'
import { initialsOf, type Row, rowsOf, shortName, tintOf } from './stream'
import type { Unsent } from './unsent'

const monday = new Date(2026, 10, 16, 12).getTime()
const tuesday = new Date(2026, 10, 17, 12).getTime()

const line = (seq: number, from: VisitorLine['from'], traits: Partial<VisitorLine> = {}): VisitorLine => ({
  ...{ seq, at: monday, from, id: from === 'visitor' ? `id-${seq}` : null, text: `text ${seq}`, attachments: [] },
  ...{ buttons: [], pressed: null, isEdited: false, isGone: false, picture: null },
  name: from === 'company' ? 'Анна Лебедева' : null,
  ...traits,
})

const unsent = (id: string, failed: string | null = null): Unsent => ({
  ...{ id, text: id, attachments: [], about: null, at: monday, tab: 'tab', failed },
})

const state = (change: Partial<ChatState>): ChatState => ({
  ...{ connection: { kind: 'live' }, site: plainSite, held: nothingHeld, unsent: [], typing: null },
  ...{ rating: null, isIntroduced: false },
  ...{ company: { isAnybodyOnline: true, team: [] }, unread: 0, isLoadingOlder: false },
  ...change,
})

const greeting = (words: string) => ({ ...plainSite, greeting: words })

const short = (row: Row): string => {
  switch (row.kind) {
    case 'day':
      return 'day'
    case 'author':
      return `by ${row.name}`
    case 'company':
      return `< ${row.line.text}`
    case 'visitor':
      return `> ${row.text}${row.isStepSaid ? ` (${row.step})` : ''}`
  }
}

const shown = (change: Partial<ChatState>) => rowsOf(state(change)).map(short)
const held = (lines: readonly VisitorLine[], more = {}) => ({ ...nothingHeld, lines, ...more })

describe('the stream of the chat', () => {
  it('greets who has not written yet', () => {
    expect(shown({ site: greeting('Чем помочь?') })).toEqual(['< Чем помочь?'])
  })

  it('greets under the first day, and not at all when there is more above', () => {
    const lines = [line(1, 'visitor')]
    expect(shown({ site: greeting('Привет'), held: held(lines) })).toEqual(['day', '< Привет', '> text 1 (delivered)'])
    expect(shown({ site: greeting('Привет'), held: held(lines, { hasOlder: true }) })).toEqual([
      'day',
      '> text 1 (delivered)',
    ])
  })

  it('names the operator at the head of what he says, anew after another one, the visitor or a night', () => {
    const lines = [
      line(1, 'company'),
      line(2, 'company'),
      line(3, 'company', { name: 'Регина' }),
      line(4, 'visitor'),
      line(5, 'company', { name: 'Регина' }),
      line(6, 'company', { name: 'Регина', at: tuesday }),
      line(7, 'company', { name: null, at: tuesday }),
    ]
    expect(shown({ held: held(lines) })).toEqual([
      ...['day', 'by Анна Лебедева', '< text 1', '< text 2', 'by Регина', '< text 3', '> text 4 (delivered)'],
      ...['by Регина', '< text 5', 'day', 'by Регина', '< text 6', '< text 7'],
    ])
  })

  it('says how far messages have come once for those that have come equally far', () => {
    const lines = [line(1, 'visitor'), line(2, 'visitor'), line(3, 'visitor')]
    expect(shown({ held: held(lines, { readByCompany: 2 }), unsent: [unsent('a'), unsent('b')] })).toEqual([
      ...['day', '> text 1', '> text 2 (read)', '> text 3 (delivered)', '> a', '> b (sending)'],
    ])
  })

  it('says of each message that was refused that it was', () => {
    expect(shown({ unsent: [unsent('a', 'TEXT_INVALID'), unsent('b', 'TEXT_INVALID')] })).toEqual([
      ...['> a (failed)', '> b (failed)'],
    ])
  })

  it('shows a message once while it is known by both roads, in the place and under the key it will keep', () => {
    const rows = rowsOf(state({ held: held([line(1, 'visitor', { id: 'a' })]), unsent: [unsent('a')] }))
    expect(rows.map(({ key }) => key)).toEqual(['day1', 'a'])
  })
})

describe('the name of an operator', () => {
  it.each([
    ['Анна Лебедева', 'Анна', 'АЛ'],
    ['Анна', 'Анна', 'А'],
    ['Отдел доставки', 'Отдел доставки', 'ОД'],
    ['Анна Мария Лебедева', 'Анна Мария Лебедева', 'АМ'],
    ['', '', ''],
  ])('%s signs as %s with %s', (name, signed, initials) => {
    expect([shortName(name), initialsOf(name)]).toEqual([signed, initials])
  })

  it('has always the same tint', () => {
    expect([tintOf('Анна'), tintOf('Анна')]).toEqual([tintOf('Анна'), tintOf('Анна')])
    expect([1, 2, 3, 4, 5, 6]).toContain(tintOf('Регина Сафина'))
  })
})
