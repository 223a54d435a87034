import { describe, expect, it } from 'vitest'
import type { OutboxItem, OutboxStore } from '#client/outbox-store'
import { refusal } from '#protocol/errors'
import { AttachmentId, CommandId, ConversationId } from '#protocol/ids'

const conversationId = ConversationId.parse('one')

export const anItem = (number: number, over: Partial<OutboxItem> = {}): OutboxItem => ({
  id: CommandId.parse(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`),
  conversationId,
  command: { kind: 'message.send', conversationId, text: `Ответ ${number}`, attachments: [], replyToSeq: null },
  files: [],
  createdAt: number,
  state: { kind: 'queued' },
  ...over,
})

/** Each implementation passes this: a factory of empty stores, each one closed by the test that asked for it. */
export function outboxStoreContract(name: string, open: () => OutboxStore): void {
  const withStore = async (work: (store: OutboxStore) => Promise<void>): Promise<void> => {
    const store = open()
    try {
      await work(store)
    } finally {
      await store.close()
    }
  }

  describe(`an outbox store (${name})`, () => {
    it('keeps replies in the order they were written, also those that changed', () =>
      withStore(async (store) => {
        await store.put(anItem(2))
        await store.put(anItem(1))
        const flying = anItem(2, { state: { kind: 'inFlight' } })
        await store.put(flying)
        expect(await store.items()).toEqual([flying, anItem(1)])
      }))

    it('gives back files, notes and refusals as they were', () =>
      withStore(async (store) => {
        const file = { key: 'k', name: 'Чек.pdf', mediaType: 'application/pdf', size: 9, attachmentId: null }
        const sent = { ...file, key: 'l', attachmentId: AttachmentId.parse('a') }
        const command = { kind: 'note.add', conversationId, text: 'Перезвонить', mentions: [] } as const
        const state = { kind: 'refused', refusal: refusal('CLOSED', 'the conversation is closed') } as const
        const item = anItem(1, { files: [file, sent], command: { ...command, mentions: [] }, state })
        await store.put(item)
        expect(await store.items()).toEqual([item])
      }))

    it('forgets what was removed', () =>
      withStore(async (store) => {
        await store.put(anItem(1))
        await store.put(anItem(2))
        await store.remove(anItem(1).id)
        await store.remove(anItem(7).id)
        expect(await store.items()).toEqual([anItem(2)])
      }))

    it('keeps one draft a conversation; an empty text removes it', () =>
      withStore(async (store) => {
        const other = ConversationId.parse('two')
        await store.putDraft({ conversationId, text: 'Здрав', isNote: false })
        await store.putDraft({ conversationId, text: 'Здравствуйте', isNote: true })
        await store.putDraft({ conversationId: other, text: 'Ок', isNote: false })
        await store.putDraft({ conversationId: other, text: '', isNote: false })
        expect(await store.drafts()).toEqual([{ conversationId, text: 'Здравствуйте', isNote: true }])
      }))
  })
}
