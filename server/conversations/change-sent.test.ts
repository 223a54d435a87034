import { beforeEach, describe, expect, it } from 'vitest'
import { commands } from '#protocol/commands'
import { accepted, type Outcome, refused } from '#protocol/errors'
import { CommandId, type OperatorId } from '#protocol/ids'
import { aHub, type TestHub } from '#test/support/a-hub'
import type { OperatorTraits } from '#test/support/company-hub'
import { answerPrivately } from './answer-privately'
import { changeSent } from './change-sent'
import type { EditedMessage, SentMessage, SentMessages } from './sent-messages'

/** A messenger that does what it is told and remembers it. */
class Messenger implements SentMessages {
  readonly asked: { readonly does: string; readonly message: SentMessage; readonly text?: string }[] = []
  answer: Outcome<null> = accepted(null)
  gone: readonly string[] = []

  async edit(_id: unknown, message: SentMessage, text: string): Promise<Outcome<EditedMessage>> {
    this.asked.push({ does: 'edit', message, text })
    return this.answer.ok ? accepted({ gone: this.gone }) : this.answer
  }

  async delete(_id: unknown, message: SentMessage): Promise<Outcome<null>> {
    this.asked.push({ does: 'delete', message })
    return this.answer
  }
}

async function aReply(hub: TestHub, by: OperatorId, ids: readonly string[] = ['their-1']) {
  await hub.writes('anna')
  const reply = await hub.reply(by, 'anna', 'tomorow')
  if (!reply.ok) throw new Error('not sent')
  const { seq } = reply.value
  if (ids.length > 0) await hub.sent('anna', seq, { kind: 'sent', externalMessageIds: ids, status: 'sent' })
  const { id: conversationId } = await hub.row('anna')
  return { conversationId, seq }
}

const asks = (hub: TestHub, messenger: Messenger, by: OperatorId) => {
  const key = () => ({ operatorId: by, commandId: CommandId.parse(hub.random.uuid()), hash: 'hash' })
  type Place = Awaited<ReturnType<typeof aReply>>
  return {
    edit: (place: Place, text: string) =>
      changeSent(hub.open.hub, messenger, key(), { kind: 'message.edit', ...place, text }),
    delete: (place: Place) => changeSent(hub.open.hub, messenger, key(), { kind: 'message.delete', ...place }),
  }
}

describe('a reply that has left', () => {
  it('is edited at the messenger and here, and keeps what it said', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const place = await aReply(hub, ivan)
    const messenger = new Messenger()
    expect(await asks(hub, messenger, ivan).edit(place, 'tomorrow ')).toMatchObject({ ok: true })
    const message = { externalChat: 'anna', externalMessageIds: ['their-1'], attachments: 0, buttons: [] }
    expect(messenger.asked).toEqual([{ does: 'edit', message, text: 'tomorrow' }])
    const [entry] = (await hub.entries('anna')).filter(({ seq }) => seq === place.seq)
    expect(entry).toMatchObject({ text: 'tomorrow', editedAt: hub.time.now(), earlier: [{ text: 'tomorow' }] })
    expect((await hub.row('anna')).lastMessage?.preview).toBe('tomorrow')
    await hub.mirror.check()
  })

  it('is deleted there and stays here, marked with who did it', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const place = await aReply(hub, ivan, ['one', 'two'])
    const messenger = new Messenger()
    await asks(hub, messenger, ivan).delete(place)
    expect(messenger.asked).toMatchObject([{ does: 'delete', message: { externalMessageIds: ['one', 'two'] } }])
    const [entry] = (await hub.entries('anna')).filter(({ seq }) => seq === place.seq)
    expect(entry).toMatchObject({ text: 'tomorow', deleted: { at: hub.time.now(), by: ivan } })
    expect(await asks(hub, messenger, ivan).edit(place, 'again')).toMatchObject({ refusal: { code: 'CONFLICT' } })
    await hub.mirror.check()
  })

  it('stays as it is when the messenger refuses, whose words come back', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const place = await aReply(hub, ivan)
    const messenger = new Messenger()
    messenger.answer = refused('MESSENGER_REFUSED', 'no', { facts: { detail: 'message is too old' } })
    expect(await asks(hub, messenger, ivan).delete(place)).toMatchObject({
      ok: false,
      refusal: { code: 'MESSENGER_REFUSED', facts: { detail: 'message is too old' } },
    })
    expect(await hub.stream('anna')).toContain('operator: tomorow (sent)')
  })

  it.each([
    ['its author', 'ivan', {}, true],
    ['a colleague', 'regina', {}, false],
    ['a supervisor', 'regina', { canSupervise: true }, true],
    ['an administrator', 'regina', { role: 'administrator' }, true],
    ['a restricted operator without a part', 'regina', { role: 'restricted' }, false],
  ] as const satisfies readonly (readonly [string, string, OperatorTraits, boolean])[])(
    'may be changed by %s: %s',
    async (_who, name, traits, may) => {
      const hub = await aHub()
      const ivan = await hub.operator('ivan')
      const regina = await hub.operator('regina', traits)
      const place = await aReply(hub, ivan)
      const messenger = new Messenger()
      const changed = await asks(hub, messenger, name === 'ivan' ? ivan : regina).edit(place, 'tomorrow')
      expect([changed.ok, messenger.asked.length]).toEqual([may, may ? 1 : 0])
    },
  )

  it.each([
    ['has not left', [], 'tomorrow', 'CONFLICT'],
    ['is to hold nothing', ['their-1'], '  ', 'TEXT_EMPTY'],
  ])('that %s is not changed', async (_what, ids, text, code) => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const place = await aReply(hub, ivan, ids)
    const messenger = new Messenger()
    expect(await asks(hub, messenger, ivan).edit(place, text)).toMatchObject({ ok: false, refusal: { code } })
    expect(messenger.asked).toEqual([])
  })

  it('in parts is known by those that an edit has left', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const place = await aReply(hub, ivan, ['one', 'two', 'three'])
    const messenger = new Messenger()
    messenger.gone = ['three', 'two']
    await asks(hub, messenger, ivan).edit(place, 'short')
    messenger.answer = refused('TEXT_TOO_LONG', 'no', {})
    await asks(hub, messenger, ivan).edit(place, 'long again')
    expect(messenger.asked.map(({ message }) => message.externalMessageIds)).toEqual([['one', 'two', 'three'], ['one']])
    expect(await hub.stream('anna')).toContain('operator: short (sent)')
  })

  it('is changed once at the messenger, however often the command comes', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const place = await aReply(hub, ivan)
    const messenger = new Messenger()
    const key = { operatorId: ivan, commandId: CommandId.parse(hub.random.uuid()), hash: 'hash' }
    const command = { kind: 'message.edit', ...place, text: 'tomorrow' } as const
    const first = await changeSent(hub.open.hub, messenger, key, command)
    await asks(hub, messenger, ivan).edit(place, 'the day after')
    expect(await changeSent(hub.open.hub, messenger, key, command)).toEqual(first)
    expect(messenger.asked.map(({ text }) => text)).toEqual(['tomorrow', 'the day after'])
    expect(await hub.stream('anna')).toContain('operator: the day after (sent)')
  })

  it('keeps the signature it was sent with', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const sign = (isOn: boolean) =>
      hub.sql('update channel set signature = $1', [JSON.stringify({ isOn, form: '{{имя}}:', groupAuthor: 'name' })])
    await sign(true)
    const place = await aReply(hub, ivan)
    await sign(false)
    const messenger = new Messenger()
    await asks(hub, messenger, ivan).edit(place, 'tomorrow')
    expect(messenger.asked).toMatchObject([{ text: 'ivan:\ntomorrow' }])
  })

  it('of the contact, or of nobody, is none of ours to change', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const { conversationId, seq } = await aReply(hub, ivan)
    for (const other of [2, seq + 50])
      expect(await asks(hub, new Messenger(), ivan).delete({ conversationId, seq: other })).toMatchObject({
        refusal: { code: 'NOT_FOUND' },
      })
  })
})

describe('a reply in a group that has moved since', () => {
  const moves = (hub: TestHub) =>
    hub.event({ kind: 'identityChanged', eventKey: hub.nextKey(), externalChat: 'anna', from: 'anna', to: 'super' })

  it('stands in the chat of before, where nothing can be changed', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const place = await aReply(hub, ivan)
    await moves(hub)
    const messenger = new Messenger()
    const ask = asks(hub, messenger, ivan)
    for (const changed of [await ask.edit(place, 'tomorrow'), await ask.delete(place)])
      expect(changed).toMatchObject({ ok: false, refusal: { code: 'CHAT_MOVED' } })
    expect(messenger.asked).toEqual([])
  })

  it('stands in the new one when it failed before and is sent again', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const place = await aReply(hub, ivan, [])
    await hub.sent('anna', place.seq, { kind: 'failed', reason: 'temporary', detail: 'away' })
    await moves(hub)
    await hub.resend(ivan, 'super', place.seq)
    await hub.sent('super', place.seq, { kind: 'sent', externalMessageIds: ['2'], status: 'sent' })
    const messenger = new Messenger()
    expect(await asks(hub, messenger, ivan).edit(place, 'tomorrow')).toMatchObject({ ok: true })
    expect(messenger.asked).toMatchObject([{ message: { externalChat: 'super', externalMessageIds: ['2'] } }])
  })

  it('stands in the new one when its send was told of the move first', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const place = await aReply(hub, ivan, [])
    const report = { kind: 'sent', externalMessageIds: ['2'], status: 'sent', movedTo: 'super' } as const
    await hub.sent('anna', place.seq, report)
    await moves(hub)
    const messenger = new Messenger()
    expect(await asks(hub, messenger, ivan).edit(place, 'tomorrow')).toMatchObject({ ok: true })
    const message = { externalChat: 'super', externalMessageIds: ['2'], attachments: 0 }
    expect(messenger.asked).toMatchObject([{ message }])
    expect((await hub.writes('super', 'fine')).id).toBe(place.conversationId)
    await hub.mirror.check()
  })
})

describe('a comment answered in private', () => {
  const place = { kind: 'post', title: null, link: 'https://vk.com/wall-1_2' } as const
  const asked: string[] = []
  const answer = async (hub: TestHub, by: OperatorId, chat: string, to: string | null, isLetThrough = true) => {
    const { id: conversationId } = await hub.row(chat)
    const command = { kind: 'conversation.answerPrivately', conversationId } as const
    const key = { operatorId: by, commandId: CommandId.parse(hub.random.uuid()), hash: 'hash' }
    const messengers = {
      privateChat: () => to,
      isLetThrough: async (_id: unknown, privateChat: string) => {
        asked.push(privateChat)
        return isLetThrough
      },
    }
    const { answer: shape } = commands[command.kind]
    return answerPrivately(hub.open.hub, messengers, key, command, (stored) => shape.parse(stored))
  }
  beforeEach(() => void asked.splice(0))

  it('opens a dialogue of the same contact that is mine, from where he commented', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const comment = await hub.writes('wall:5', 'how much?', { place })
    expect(await answer(hub, ivan, 'wall:5', '5')).toMatchObject({ ok: true })
    const dialogue = await hub.row('5')
    expect(dialogue).toMatchObject({ contactId: comment.contactId, place: null, assignee: { id: ivan } })
    expect(await hub.stream('5')).toEqual(['opened', 'assigned started - -> ivan'])
    await hub.mirror.check()
  })

  it('goes on in the dialogue he has, with whom it is', async () => {
    const hub = await aHub()
    const regina = await hub.operator('regina')
    const before = await hub.writes('5')
    const ivan = await hub.operator('ivan')
    await hub.writes('wall:5', 'how much?', { place })
    const answered = await answer(hub, ivan, 'wall:5', '5')
    expect(answered).toMatchObject({ value: { conversationId: before.id } })
    expect((await hub.row('5')).assignee?.id).toBe(regina)
    await hub.close(regina, '5')
    await answer(hub, ivan, 'wall:5', '5')
    expect(await hub.row('5')).toMatchObject({ isOpen: true, assignee: { id: ivan } })
    await hub.mirror.check()
  })

  it('is refused where there is no such place, he lets nothing through, or the conversation is private already', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    await hub.writes('wall:5', 'how much?', { place })
    await hub.writes('6')
    expect(await answer(hub, ivan, 'wall:5', null)).toMatchObject({ refusal: { code: 'MESSENGER_REFUSED' } })
    expect(await answer(hub, ivan, '6', '6')).toMatchObject({ refusal: { code: 'INVALID' } })
    expect(asked).toEqual([])
    expect(await answer(hub, ivan, 'wall:5', '5', false)).toMatchObject({ refusal: { code: 'NOT_LET_THROUGH' } })
    expect(asked).toEqual(['5'])
  })

  it('is not asked about at the messenger by somebody who may not answer him', async () => {
    const hub = await aHub()
    await hub.operator('regina')
    await hub.writes('wall:5', 'how much?', { place })
    const olga = await hub.operator('olga', { role: 'restricted' })
    expect(await answer(hub, olga, 'wall:5', '5')).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
    expect(asked).toEqual([])
  })
})
