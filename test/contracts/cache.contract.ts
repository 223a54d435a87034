import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { companyOf } from '#client/apply-event'
import type { Cache, CachedCompany } from '#client/cache'
import { fold, lengthOf } from '#client/fold'
import type { ConversationRow } from '#protocol/conversation'
import { ConversationId, OperatorId } from '#protocol/ids'
import { compareRows, listKey } from '#protocol/list-order'
import { anOperator, demoChannels, demoGroups, demoSettings } from '../support/demo-people'
import { aContactMessage, aNote, aSystemEntry } from '../support/entries'
import { HubModel } from '../support/hub-model'

const me = OperatorId.parse('o-me')
const noTotals = { unassigned: 0, assigned: 0, closed: 0, unassignedWaitingSince: null, assignedWaitingSince: null }

const company: CachedCompany = companyOf({
  account: { id: me, login: 'me', name: 'Я', role: 'employee', canSupervise: false, mayExceedLimit: false },
  operators: [anOperator('me')],
  groups: [...demoGroups],
  channels: [...demoChannels],
  settings: demoSettings,
  totals: noTotals,
})

const model = new HubModel()
const plain = model.kept(model.openConversation('plain'))

const id = (name: string): ConversationId => ConversationId.parse(name)

const aRow = (name: string, over: Partial<ConversationRow> = {}): ConversationRow => ({
  ...plain.row,
  id: id(name),
  contactName: name,
  version: 1,
  seq: 1,
  ...over,
})

const mine = { assignee: { kind: 'operator', id: me } } as const

/** Each implementation passes this: a factory of empty caches, each one closed by the test that asked for it. */
export function cacheContract(name: string, open: () => Cache): void {
  const withCache = async (work: (cache: Cache) => Promise<void>): Promise<void> => {
    const cache = open()
    try {
      await work(cache)
    } finally {
      await cache.close()
    }
  }

  describe(`a cache (${name})`, () => {
    it('knows nothing at first', () =>
      withCache(async (cache) => {
        expect(await cache.cursor()).toBeNull()
        expect(await cache.company()).toBeNull()
        expect(await cache.reach('mine')).toBeNull()
        expect(await cache.rows('mine', null, 10)).toEqual([])
        expect(await cache.search('что угодно', 10)).toEqual({ conversations: [], messages: [] })
      }))

    it('gives back what was written', () =>
      withCache(async (cache) => {
        const row = aRow('one', mine)
        const entry = aContactMessage(1)
        const mark = { conversationId: row.id, seq: 1, contactMessages: 1 }
        const known = { seq: 1, from: 0, hasOlder: false }
        const cursor = { epoch: 'e', position: 7, at: 5 }
        const upTo = listKey(row)
        await cache.write({
          company,
          rows: [row],
          entries: [{ conversationId: row.id, entry }],
          contacts: [plain.contact],
          marks: [mark],
          known: [{ conversationId: row.id, ...known }],
          reach: [
            { section: 'mine', upTo },
            { section: 'closed', upTo: null },
          ],
          cursor,
        })
        expect(await cache.company()).toEqual(company)
        expect(await cache.row(row.id)).toEqual(row)
        expect(await cache.contact(row)).toEqual(plain.contact)
        expect(await cache.entries(row.id, null, 10)).toEqual([entry])
        expect(await cache.marks([row.id, id('other')])).toEqual([mark])
        expect(await cache.known(row.id)).toEqual(known)
        expect(await cache.reach('mine')).toEqual({ upTo })
        expect(await cache.reach('closed')).toEqual({ upTo: null })
        expect(await cache.cursor()).toEqual(cursor)
        expect(await cache.versions(10)).toEqual([{ id: row.id, version: 1 }])
      }))

    it('takes newer versions and leaves old news', () =>
      withCache(async (cache) => {
        const conversationId = id('one')
        const newer = { ...aContactMessage(1), changedSeq: 3, text: 'исправлено' }
        await cache.write({ company, rows: [aRow('one', { version: 5 })], entries: [{ conversationId, entry: newer }] })
        const taken = await cache.write({
          rows: [aRow('one', { version: 5 }), aRow('two')],
          entries: [
            { conversationId, entry: aContactMessage(1) },
            { conversationId, entry: aContactMessage(2) },
          ],
          known: [{ conversationId, seq: 3, from: 0, hasOlder: false }],
          marks: [{ conversationId, seq: 3, contactMessages: 2 }],
        })
        await cache.write({ marks: [{ conversationId, seq: 1, contactMessages: 1 }] })
        expect(taken.rows.map((row) => row.id)).toEqual(['two'])
        expect(taken.entries.map(({ entry }) => entry.seq)).toEqual([2])
        expect(await cache.entries(conversationId, null, 10)).toEqual([newer, aContactMessage(2)])
        expect(await cache.marks([conversationId])).toEqual([{ conversationId, seq: 3, contactMessages: 2 }])
      }))

    it('erases what is gone with everything of it', () =>
      withCache(async (cache) => {
        const conversationId = id('one')
        await cache.write({
          company,
          rows: [aRow('one', mine)],
          contacts: [plain.contact],
          entries: [{ conversationId, entry: aContactMessage(1, { text: 'секретное слово' }) }],
          known: [{ conversationId, seq: 1, from: 0, hasOlder: false }],
        })
        await cache.write({ gone: [conversationId] })
        expect(await cache.row(conversationId)).toBeNull()
        expect(await cache.contact(aRow('one'))).toBeNull()
        expect(await cache.known(conversationId)).toBeNull()
        expect(await cache.entries(conversationId, null, 10)).toEqual([])
        expect(await cache.search('секретное', 10)).toEqual({ conversations: [], messages: [] })
      }))

    it('keeps a contact as long as another conversation is his', () =>
      withCache(async (cache) => {
        await cache.write({ company, rows: [aRow('one'), aRow('two')], contacts: [plain.contact], gone: [] })
        await cache.write({ gone: [id('one')] })
        expect(await cache.contact(aRow('two'))).toEqual(plain.contact)
      }))

    it('starts over when told, and holds what came with it', () =>
      withCache(async (cache) => {
        await cache.write({ company, rows: [aRow('old')], cursor: { epoch: 'a', position: 9, at: 1 } })
        await cache.write({ reset: true, company, rows: [aRow('new')], cursor: { epoch: 'b', position: 2, at: 2 } })
        expect(await cache.row(id('old'))).toBeNull()
        expect(await cache.row(id('new'))).not.toBeNull()
        expect(await cache.cursor()).toEqual({ epoch: 'b', position: 2, at: 2 })
      }))

    it('shows a stream from where it has no hole', () =>
      withCache(async (cache) => {
        const conversationId = id('one')
        const entries = [1, 2, 8, 9].map((seq) => ({ conversationId, entry: aContactMessage(seq) }))
        await cache.write({ entries, known: [{ conversationId, seq: 9, from: 8, hasOlder: true }] })
        const seqs = async (before: number | null) =>
          (await cache.entries(conversationId, before, 10)).map((one) => one.seq)
        expect(await seqs(null)).toEqual([8, 9])
        expect(await seqs(9)).toEqual([8])
        await cache.write({ known: [{ conversationId, seq: 9, from: 0, hasOlder: false }] })
        expect(await seqs(null)).toEqual([1, 2, 8, 9])
        expect((await cache.entries(conversationId, 9, 2)).map((one) => one.seq)).toEqual([2, 8])
      }))

    it('writes a step of many rows whole', () =>
      withCache(async (cache) => {
        const conversationId = id('long')
        const entries = Array.from({ length: 730 }, (_, place) => ({
          conversationId,
          entry: aContactMessage(place + 1),
        }))
        const known = [{ conversationId, seq: 730, from: 0, hasOlder: false }]
        const taken = await cache.write({ company, rows: [aRow('long')], entries, known })
        expect(taken.entries).toHaveLength(730)
        expect(await cache.entries(conversationId, null, 1000)).toHaveLength(730)
        await cache.write({ gone: [conversationId] })
        await cache.write({ known })
        expect(await cache.entries(conversationId, null, 1000)).toEqual([])
      }))

    it('pages through a section in the order of lists, without repeats or holes', { timeout: 30_000 }, async () => {
      const aPlacedRow = fc.record({
        at: fc.integer({ min: 1, max: 6 }),
        waits: fc.boolean(),
        isOpen: fc.boolean(),
        isMine: fc.boolean(),
      })
      await withCache((cache) =>
        fc.assert(
          fc.asyncProperty(
            fc.array(aPlacedRow, { maxLength: 25 }),
            fc.integer({ min: 1, max: 7 }),
            async (placed, limit) => {
              const rows = placed.map(({ at, waits, isOpen, isMine }, place) =>
                aRow(`row-${place}`, {
                  lastActivityAt: at,
                  unansweredSince: waits ? at : null,
                  isOpen,
                  assignee: isMine ? mine.assignee : null,
                }),
              )
              await cache.write({ reset: true, company, rows })
              const inSection = rows.filter((row) => row.isOpen && row.assignee !== null).sort(compareRows)
              const paged: ConversationRow[] = []
              for (let page = await cache.rows('mine', null, limit); page.length > 0; ) {
                paged.push(...page)
                page = await cache.rows('mine', listKey(page.at(-1)!), limit)
              }
              expect(paged).toEqual(inSection)
            },
          ),
          { numRuns: 60 },
        ),
      )
    })

    it('finds in texts exactly what folding and comparing finds', { timeout: 30_000 }, async () => {
      const letter = fc.constantFrom(...'аАбёЁеЕйИ sS"\'%_-*:()1Σσς😀', '\n', 'ё', 'İ', 'ß')
      const text = fc.array(letter, { minLength: 1, maxLength: 14 }).map((letters) => letters.join(''))
      await withCache((cache) =>
        fc.assert(
          fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 8 }), text, async (texts, question) => {
            const conversationId = id('one')
            const entries = texts.map((one, place) => ({
              conversationId,
              entry: aContactMessage(place + 1, { text: one }),
            }))
            await cache.write({ reset: true, company, rows: [aRow('one', { contactName: 'Никто' })], entries })
            const words = fold(question)
              .split(/\s+/u)
              .filter((word) => word !== '')
            const finds = words.some((word) => lengthOf(word) >= 3)
            const expected = texts.flatMap((one, place) =>
              finds && words.every((word) => fold(one).includes(word)) ? [place + 1] : [],
            )
            const found = await cache.search(question, 50)
            expect(found.messages.map(({ entry }) => entry.seq)).toEqual(expected.reverse())
          }),
          { numRuns: 200 },
        ),
      )
    })

    it('finds names and previews from one letter, newest first, and no texts', () =>
      withCache(async (cache) => {
        const conversationId = id('anna')
        await cache.write({
          company,
          rows: [
            aRow('anna', { contactName: 'Алёна Щукина', lastActivityAt: 5 }),
            aRow('oleg', { contactName: 'Олег', lastActivityAt: 9 }),
            aRow('petr', { contactName: 'Пётр' }),
          ],
          entries: [{ conversationId, entry: aContactMessage(1, { text: 'щи' }) }],
        })
        const names = async (text: string) => (await cache.search(text, 10)).conversations.map((row) => row.id)
        expect(await names('л')).toEqual(['oleg', 'anna'])
        expect(await names('АЛЕНА щук')).toEqual(['anna'])
        expect((await cache.search('щи', 10)).messages).toEqual([])
      }))

    it('finds notes, never system lines, and reworded entries by their new words alone', () =>
      withCache(async (cache) => {
        const conversationId = id('one')
        const changed = (text: string, changedSeq: number) => ({ ...aNote(1, me, { text }), changedSeq })
        await cache.write({ company, rows: [aRow('one')] })
        await cache.write({
          entries: [
            { conversationId, entry: changed('доставка завтра', 1) },
            { conversationId, entry: aSystemEntry(2) },
          ],
        })
        await cache.write({ entries: [{ conversationId, entry: changed('самовывоз', 3) }] })
        const found = async (text: string) => (await cache.search(text, 10)).messages.length
        expect([await found('доставка'), await found('самовывоз'), await found('contactUnblocked')]).toEqual([0, 1, 0])
      }))
  })
}
