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
