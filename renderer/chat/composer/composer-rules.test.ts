import { describe, expect, it } from 'vitest'
import { OperatorId } from '#protocol/ids'
import type { Actor } from '#protocol/permissions'
import { demoRows } from '#test/support/demo-conversations'
import { demoChannels } from '#test/support/demo-people'
import { aContactMessage, aNote, aReply } from '#test/support/entries'
import { answeredMeanwhile } from './answered-meanwhile'
import { obstacleTo } from './may-write'
import { mentionCandidates, mentionQuery, mentionsIn, notePieces, withMention } from './mentions'
import { textLength } from './text-length'

const person = (id: string, name: string) => ({ id: OperatorId.parse(id), name })

describe('the counter', () => {
  it('appears at 80 % of what one message holds', () => {
    expect(textLength('a'.repeat(79), 100)).toEqual({ kind: 'quiet' })
    expect(textLength('a'.repeat(80), 100)).toEqual({ kind: 'left', left: 20 })
  })

  it('says into how many messages a longer text goes', () => {
    expect(textLength('a'.repeat(250), 100)).toEqual({ kind: 'parts', parts: 3 })
  })

  it('tells how much is too much', () => {
    expect(textLength('a'.repeat(16_001), 4096)).toEqual({ kind: 'over', by: 1 })
  })
})

describe('naming a colleague in a note', () => {
  const people = [person('o1', 'Олег'), person('o2', 'Олег Зорин'), person('o3', 'Артём Лёгкий')]

  it('begins with @ at the start of a word', () => {
    expect(mentionQuery('глянь, @оле', 11)).toEqual({ start: 7, text: 'оле' })
    expect(mentionQuery('ivan@оле', 8)).toBeNull()
    expect(mentionQuery('@олег зо', 8)).toEqual({ start: 0, text: 'олег зо' })
  })

  it('finds by the beginning of any word, with ё as е', () => {
    expect(mentionCandidates(people, 'ле').map((one) => one.id)).toEqual(['o3'])
    expect(mentionCandidates(people, '')).toHaveLength(3)
  })

  it('puts the name in place of what was typed', () => {
    const query = mentionQuery('спроси @зо завтра', 10)
    expect(query && withMention('спроси @зо завтра', query, 10, 'Олег Зорин')).toEqual({
      text: 'спроси @Олег Зорин завтра',
      caret: 19,
    })
  })

  it('takes the longer of two names that fit, and no part of a word', () => {
    expect(mentionsIn('@Олег Зорин и @Олега нет', people)).toEqual(['o2'])
    expect(notePieces('да @Олег, да', people).map((piece) => piece.text)).toEqual(['да ', '@Олег', ', да'])
  })
})

describe('a colleague who answers while I write', () => {
  const me = OperatorId.parse('anna')

  it('is noticed', () => {
    const entries = [aContactMessage(1), aReply(2, 'regina')]
    expect(answeredMeanwhile(entries, 1, me)?.seq).toBe(2)
  })

  it('is neither I, nor the contact, nor a note, nor somebody before I began', () => {
    const entries = [aReply(1, 'regina'), aReply(2, 'anna'), aContactMessage(3), aNote(4, 'regina')]
    expect(answeredMeanwhile(entries, 1, me)).toBeNull()
  })
})

describe('the reply window', () => {
  const hour = 3_600_000
  const actor = { id: OperatorId.parse('anna'), role: 'employee', isActive: true } as const
  const me: Actor = { ...actor, canSupervise: false, mayExceedLimit: false }
  const [row] = demoRows()
  const [channel] = demoChannels
  if (row === undefined || channel === undefined) throw new Error('there is no demo company')
  const windowed = { ...channel, capabilities: { ...channel.capabilities, replyWindowMs: 24 * hour } }
  const written = { ...row, isOpen: true, isBlocked: false, repliesUntil: 10 * hour }

  it('stands in the way once it is over, and where the contact has never written', () => {
    expect(obstacleTo(me, written, windowed, 10 * hour - 1)).toBeNull()
    expect(obstacleTo(me, written, windowed, 10 * hour)).toBe('window')
    expect(obstacleTo(me, { ...written, repliesUntil: null }, windowed, 0)).toBe('window')
  })

  it('does not where the messenger knows none', () => {
    const free = { ...channel, capabilities: { ...channel.capabilities, replyWindowMs: null } }
    expect(obstacleTo(me, { ...written, repliesUntil: null }, free, 0)).toBeNull()
  })
})
