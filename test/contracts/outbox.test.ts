import { describe, expect, it } from 'vitest'
import { ConversationId } from '#protocol/ids'
import { recordSend } from '#server/conversations/record-receipt'
import { SqlOutbox } from '#server/storage/delivery-store'
import { aHub } from '#test/support/a-hub'
import { aChannelId } from '#test/support/fake-channel'
import { MemoryOutbox } from '#test/support/memory-outbox'
import { outboxContract } from './outbox.contract'

outboxContract('the outbox in memory', async () => {
  const outbox = new MemoryOutbox()
  let seq = 0
  return {
    ...{ outbox, channelId: aChannelId, record: outbox.record, now: () => 1000 },
    queue: async (chat, text) => {
      seq += 1
      outbox.queue(chat, seq, text, 1000)
      return { conversationId: ConversationId.parse(chat), seq }
    },
  }
})

outboxContract('the stored outbox', async () => {
  const hub = await aHub()
  const anna = await hub.operator('anna')
  const { reader, writer } = hub.open
  return {
    outbox: new SqlOutbox(reader, writer),
    channelId: hub.channelId,
    record: (_id, place, report) => hub.write((work) => recordSend(work, place, report)),
    now: () => hub.time.now(),
    queue: async (chat, text) => {
      await hub.writes(chat)
      const sent = await hub.reply(anna, chat, text)
      if (!sent.ok) throw new Error(sent.refusal.code)
      return { conversationId: (await hub.row(chat)).id, seq: sent.value.seq }
    },
  }
})

describe('the stored outbox', () => {
  async function aSender() {
    const hub = await aHub()
    const anna = await hub.operator('anna')
    const outbox = new SqlOutbox(hub.open.reader, hub.open.writer)
    const sign = (isOn: boolean) =>
      hub.sql('update channel set signature = $1', [JSON.stringify({ isOn, form: '{{имя}}:', groupAuthor: 'name' })])
    const says = async (text: string, replyToSeq: number | null = null) => {
      const sent = await hub.reply(anna, 'oleg', text, replyToSeq)
      if (!sent.ok) throw new Error(sent.refusal.code)
      const { id } = await hub.row('oleg')
      return { seq: sent.value.seq, message: () => outbox.message(id, sent.value.seq) }
    }
    return { hub, sign, says }
  }

  it('sends every part of a message as it was signed when it was written', async () => {
    const { hub, sign, says } = await aSender()
    await hub.writes('oleg')
    const unsigned = await says('нет')
    await sign(true)
    const signed = await says('да')
    await hub.sql("update account set name = 'Анна Лебедева'")
    await sign(false)
    expect([(await unsigned.message())?.text, (await signed.message())?.text]).toEqual(['нет', 'anna:\nда'])
    await sign(true)
    const { message } = await says('и да')
    expect(await message()).toMatchObject({ text: 'Анна Лебедева:\nи да', operatorName: 'Анна Лебедева' })
  })

  it('says where a quoted message stands when the chat has moved since', async () => {
    const { hub, says } = await aSender()
    await hub.writes('oleg', 'как дела?', { externalMessageId: '7' })
    const { seq } = (await hub.entries('oleg')).find(({ kind }) => kind === 'message') ?? { seq: 0 }
    const here = await says('хорошо', seq)
    expect(await here.message()).toMatchObject({ replyToExternalId: '7', replyToChat: null })
    await hub.sql("update conversation set external_chat = 'super'")
    expect(await here.message()).toMatchObject({ replyToExternalId: '7', replyToChat: 'oleg' })
  })
})
