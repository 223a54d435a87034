import { describe, expect, it } from 'vitest'
import type { ConversationId } from '#protocol/ids'
import { aWhatsAppHub } from '#test/support/a-whatsapp-hub'
import { vera } from '#test/support/a-whatsapp-number'
import { eventually } from '#test/support/eventually'

const hour = 3_600_000

type Stand = Awaited<ReturnType<typeof aWhatsAppHub>>

async function aConversation() {
  const stand = await aWhatsAppHub()
  stand.number.userWrites(vera, 'Здравствуйте')
  await eventually(async () => (await stand.hub.conversations()).length, 1)
  const [one] = await stand.hub.conversations()
  if (one === undefined) throw new Error('no conversation')
  return { stand, id: one.id }
}

const delivery = async ({ hub }: Stand, id: ConversationId) =>
  (
    await hub.open.reader.all<{ status: string; reason: string | null; detail: string | null }>(
      `select status, reason, detail from entry where conversation_id = $1 and kind = 'message' and status is not null
       order by seq`,
      [id],
    )
  ).at(-1)

const systemLines = async ({ hub }: Stand, id: ConversationId) => {
  const rows = await hub.open.reader.all<{ extra: string }>(
    `select extra from entry where conversation_id = $1 and kind = 'system'`,
    [id],
  )
  return rows.map(({ extra }) => extra)
}

describe('the reply window of WhatsApp', () => {
  it('closes 24 hours after the contact’s last word, whatever we have answered, and his next word opens it', async () => {
    const { stand, id } = await aConversation()
    await stand.hub.reply(id, 'Чем помочь?')
    await stand.time.advance(24 * hour - 1000)
    await stand.hub.reply(id, 'Вы ещё здесь?')
    await stand.time.advance(1000)
    await expect(stand.hub.reply(id, 'Поздно')).rejects.toThrow('WINDOW_CLOSED')
    stand.number.userWrites(vera, 'Я вернулась')
    await eventually(async () => (await stand.hub.texts(id)).at(-1), 'Я вернулась')
    await stand.hub.reply(id, 'Рады видеть')
  })

  it('is counted from the messenger’s time of his word, not from when it came', async () => {
    const { stand, id } = await aConversation()
    const until = async () =>
      (await stand.hub.open.reader.get<{ until: number }>('select replies_until as "until" from conversation'))?.until
    const before = await until()
    await stand.time.advance(2 * hour)
    const old = String(Math.floor((stand.time.now() - hour) / 1000))
    stand.number.says(vera, { type: 'text', text: { body: 'Шло час' }, timestamp: old })
    await eventually(async () => (await stand.hub.texts(id)).at(-1), 'Шло час')
    expect(await until()).toBe(Number(old) * 1000 + 24 * hour)
    expect(before).toBeLessThan(Number(old) * 1000 + 24 * hour)
  })

  it('a failure that comes later turns the message red, with the words of Meta and a line in the history', async () => {
    const { stand, id } = await aConversation()
    stand.number.aheadMs = 25 * hour
    await stand.hub.reply(id, 'Слишком поздно по часам Meta')
    await eventually(() => delivery(stand, id), {
      ...{ status: 'failed', reason: 'window_closed', detail: '131047: Re-engagement message.' },
    })
    expect((await systemLines(stand, id)).join()).toContain('"kind":"deliveryFailed"')
  })
})

describe('what became of a send in WhatsApp', () => {
  it('whose answer was lost is settled by its status: sent once, and shown so', async () => {
    const { stand, id } = await aConversation()
    stand.number.webhook.hold()
    stand.number.faults.plan({ kind: 'lost' }, { method: 'messages' })
    await stand.hub.reply(id, 'Ответ')
    await eventually(async () => (await delivery(stand, id))?.status, 'unconfirmed')
    stand.number.webhook.release()
    await eventually(async () => (await delivery(stand, id))?.status, 'delivered')
    stand.number.userReads(vera)
    await eventually(async () => (await delivery(stand, id))?.status, 'read')
    expect(stand.number.seenBy(vera).map(({ text }) => text)).toEqual(['Ответ'])
  })

  it('is told in any order, once however often', async () => {
    const { stand, id } = await aConversation()
    stand.number.webhook.hold()
    stand.number.webhook.copies = 2
    await stand.hub.reply(id, 'Ответ')
    await stand.number.until(() => stand.number.seenBy(vera).length === 1)
    stand.number.userReads(vera)
    stand.number.webhook.release((events) => [...events].reverse())
    await eventually(async () => (await delivery(stand, id))?.status, 'read')
  })

  it('to a phone is settled though its owner goes by an id by then, in the same conversation', async () => {
    const { stand, id } = await aConversation()
    const old = { ...vera, phone: '79990000077', userId: null }
    stand.number.userWrites(old, 'Я без имени')
    await eventually(async () => (await stand.hub.conversations()).length, 2)
    const other = (await stand.hub.conversations()).find((one) => one.id !== id)
    if (other === undefined) throw new Error('no conversation')
    await stand.hub.reply(other.id, 'Ответ на номер')
    await eventually(async () => (await delivery(stand, other.id))?.status, 'delivered')
    stand.number.userWrites({ ...old, userId: 'RU.77' }, 'Теперь с именем')
    await eventually(async () => (await stand.hub.texts(other.id)).at(-1), 'Теперь с именем')
    stand.number.userReads({ ...old, userId: 'RU.77' })
    await eventually(async () => (await delivery(stand, other.id))?.status, 'read')
    expect(await stand.hub.conversations()).toHaveLength(2)
  })

  it('that failed at once in Meta is failed, whoever is called undeliverable', async () => {
    const { stand, id } = await aConversation()
    stand.number.loses(vera)
    await stand.hub.reply(id, 'Вы здесь?')
    await eventually(async () => (await delivery(stand, id))?.reason, 'not_found')
  })
})
