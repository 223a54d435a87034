import { describe, expect, it } from 'vitest'
import type { Command, CommandReply } from '#protocol/commands'
import { accepted, type Outcome, type Refusal, refusal } from '#protocol/errors'
import { AttachmentId, type CommandId, ConversationId } from '#protocol/ids'
import { CountedRandom } from '#test/support/a-workspace'
import { aReply } from '#test/support/entries'
import { VirtualTime } from '#test/support/virtual-time'
import { MemoryFiles } from './files'
import { MemoryOutbox } from './memory-outbox'
import { Outbox } from './outbox'
import type { OutboxItem } from './outbox-store'

const one = ConversationId.parse('one')
const two = ConversationId.parse('two')
const ok: CommandReply = { ok: true, value: { seq: 1 }, position: 1 }
const no = (code: Parameters<typeof refusal>[0], more: Partial<Refusal> = {}) => ({
  ok: false as const,
  refusal: { ...refusal(code, code), ...more },
})

function anOutbox(store = new MemoryOutbox()) {
  const time = new VirtualTime()
  const files = new MemoryFiles()
  const sent: { command: Command; id: CommandId; answer: (reply: CommandReply) => void }[] = []
  const uploads: Outcome<AttachmentId>[] = []
  const shown: (readonly OutboxItem[])[] = []
  const outbox = new Outbox({
    store,
    files,
    clock: time,
    random: new CountedRandom(),
    command: (command, id) => new Promise((answer) => void sent.push({ command, id, answer })),
    upload: async (file) => uploads.shift() ?? accepted(AttachmentId.parse(`at-${file.key}`)),
    emit: (change) => void (change.kind === 'outbox' && shown.push(change.items)),
    report: (report) => {
      throw new Error(`unexpected report ${report.kind}`)
    },
  })
  const reply = (conversationId: ConversationId, text: string) =>
    outbox.add({ kind: 'message.send', conversationId, text, attachments: [], replyToSeq: null }, [])
  const texts = () => sent.map(({ command }) => ('text' in command ? command.text : command.kind))
  const settle = () => time.advance(0)
  return { outbox, store, files, time, sent, uploads, shown, reply, texts, settle }
}

const aFile = (key: string) => ({ key, name: 'Чек.pdf', mediaType: 'application/pdf', size: 4 })

describe('the outbox', () => {
  it('stores a reply before the network is tried and shows it as queued', async () => {
    const { outbox, store, reply, sent } = anOutbox()
    const item = await reply(one, 'Привет')
    expect(await store.items()).toEqual([item])
    expect([outbox.items, sent]).toEqual([[item], []])
  })

  it('sends one at a time in a conversation, in order, and conversations side by side', async () => {
    const { outbox, sent, reply, texts, settle } = anOutbox()
    outbox.open()
    for (const text of ['1', '2']) await reply(one, text)
    await reply(two, 'a')
    await settle()
    expect(texts()).toEqual(['1', 'a'])
    sent[0]?.answer(ok)
    await settle()
    expect(texts()).toEqual(['1', 'a', '2'])
  })

  it('sends what was in flight again under the same id, after a lost link and after a restart', async () => {
    const first = anOutbox()
    first.outbox.open()
    await first.reply(one, 'Один раз')
    await first.settle()
    first.sent[0]?.answer(no('NOT_CONNECTED'))
    first.outbox.shut()
    await first.settle()
    first.outbox.open()
    await first.settle()
    first.outbox.close()
    const next = anOutbox(first.store)
    await next.outbox.load()
    next.outbox.open()
    await next.settle()
    const ids = [...first.sent, ...next.sent].map(({ id }) => id)
    expect(new Set(ids).size).toBe(1)
    expect(ids).toHaveLength(3)
  })

  it('keeps an accepted reply on the screen until its entry is there, and not for ever', async () => {
    const { outbox, store, sent, reply, settle, time } = anOutbox()
    outbox.open()
    const item = await reply(one, 'Привет')
    await settle()
    sent[0]?.answer(ok)
    await settle()
    expect([await store.items(), outbox.items.length]).toEqual([[], 1])
    await outbox.settle([aReply(5, 'me', { clientId: item.id })])
    expect(outbox.items).toEqual([])
    await reply(one, 'Второй')
    await settle()
    sent[1]?.answer(ok)
    await time.advance(3000)
    expect(outbox.items).toEqual([])
  })

  it('is cleared by the entry even if the answer never comes', async () => {
    const { outbox, store, reply, settle, sent, texts } = anOutbox()
    outbox.open()
    const item = await reply(one, 'Привет')
    await reply(one, 'И ещё')
    await settle()
    await outbox.settle([aReply(5, 'me', { clientId: item.id })])
    expect((await store.items()).map(({ command }) => command.text)).toEqual(['И ещё'])
    sent[0]?.answer(no('NOT_CONNECTED'))
    await settle()
    expect(texts()).toEqual(['Привет'])
  })

  it('goes at the pace the hub asks for', async () => {
    const { outbox, sent, reply, texts, settle, time } = anOutbox()
    outbox.open()
    await reply(one, '1')
    await settle()
    sent[0]?.answer(no('RATE_LIMITED', { retryAfterMs: 5000 }))
    await settle()
    await reply(two, 'a')
    await time.advance(4900)
    expect(texts()).toEqual(['1'])
    await time.advance(200)
    expect(texts()).toEqual(['1', '1', 'a'])
  })

  it('keeps a refused reply with the reason and goes on with the next', async () => {
    const { outbox, sent, reply, texts, settle } = anOutbox()
    outbox.open()
    const item = await reply(one, 'длинно')
    await reply(one, 'коротко')
    await settle()
    sent[0]?.answer(no('TEXT_TOO_LONG'))
    await settle()
    expect(outbox.items[0]).toMatchObject({
      id: item.id,
      state: { kind: 'refused', refusal: { code: 'TEXT_TOO_LONG' } },
    })
    expect(texts()).toEqual(['длинно', 'коротко'])
  })

  it('sends a refused reply again under a new id, in its place', async () => {
    const { outbox, store, sent, reply, settle } = anOutbox()
    outbox.open()
    const item = await reply(one, 'Привет')
    await settle()
    sent[0]?.answer(no('CHANNEL_DISCONNECTED'))
    await settle()
    expect(await outbox.sendAgain(item.id)).toMatchObject({ ok: true })
    await settle()
    expect(sent).toHaveLength(2)
    expect(sent[1]?.id).not.toBe(item.id)
    expect((await store.items()).map(({ id }) => id)).toEqual([sent[1]?.id])
  })

  it('gives a waiting reply back with its files, and not one that may have left', async () => {
    const { outbox, files, settle } = anOutbox()
    await files.put('k', new Uint8Array([1, 2, 3, 4]))
    const command = { kind: 'note.add', conversationId: one, text: 'Заметка', mentions: [] } as const
    const item = await outbox.add({ ...command, mentions: [] }, [aFile('k')])
    const taken = await outbox.withdraw(item.id)
    expect(taken).toMatchObject({ ok: true, value: { text: 'Заметка', isNote: true, files: [{ key: 'k' }] } })
    expect(await files.read('k', 0, 9)).not.toBeNull()
    outbox.open()
    const next = await outbox.add({ ...command, mentions: [] }, [])
    await settle()
    expect(await outbox.withdraw(next.id)).toMatchObject({ ok: false, refusal: { code: 'CONFLICT' } })
  })

  it('brings files to the hub first and forgets them when the reply is there', async () => {
    const { outbox, files, sent, settle } = anOutbox()
    await files.put('k', new Uint8Array([1, 2, 3, 4]))
    outbox.open()
    const command = { kind: 'message.send', conversationId: one, text: '', attachments: [], replyToSeq: null } as const
    const item = await outbox.add({ ...command, attachments: [] }, [aFile('k')])
    await settle()
    expect(sent[0]?.command).toMatchObject({ attachments: ['at-k'] })
    await outbox.settle([aReply(5, 'me', { clientId: item.id })])
    expect(await files.read('k', 0, 9)).toBeNull()
  })

  it('sends files once more when the hub has forgotten them, and only once', async () => {
    const { outbox, sent, settle, uploads } = anOutbox()
    outbox.open()
    const command = { kind: 'message.send', conversationId: one, text: '', attachments: [], replyToSeq: null } as const
    await outbox.add({ ...command, attachments: [] }, [aFile('k')])
    await settle()
    uploads.push(accepted(AttachmentId.parse('second')))
    sent[0]?.answer(no('FILE_NOT_RECEIVED'))
    await settle()
    expect(sent[1]?.command).toMatchObject({ attachments: ['second'] })
    sent[1]?.answer(no('FILE_NOT_RECEIVED'))
    await settle()
    expect(outbox.items).toMatchObject([{ state: { kind: 'refused' } }])
  })

  it('waits with a file while the line is down and refuses one the hub does not take', async () => {
    const { outbox, sent, settle, uploads, time } = anOutbox()
    outbox.open()
    uploads.push(no('NOT_CONNECTED'), no('FILE_TYPE'))
    const command = {
      kind: 'message.send',
      conversationId: one,
      text: 'вот',
      attachments: [],
      replyToSeq: null,
    } as const
    await outbox.add({ ...command, attachments: [] }, [aFile('k')])
    await settle()
    expect(outbox.items).toMatchObject([{ state: { kind: 'queued' } }])
    await time.advance(2000)
    expect(outbox.items).toMatchObject([{ state: { kind: 'refused', refusal: { code: 'FILE_TYPE' } } }])
    expect(sent).toEqual([])
  })
})
