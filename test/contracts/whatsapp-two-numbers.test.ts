import { describe, expect, it } from 'vitest'
import type { ChannelId } from '#protocol/ids'
import { aWhatsAppHub } from '#test/support/a-whatsapp-hub'
import { pyotr, vera } from '#test/support/a-whatsapp-number'
import { eventually } from '#test/support/eventually'

type Stand = Awaited<ReturnType<typeof aWhatsAppHub>>

/** What contacts have said, by the channel it came to. */
const heard = async ({ hub }: Stand, channelId: ChannelId | null) => {
  const rows = await hub.open.reader.all<{ text: string }>(
    `select e.text from entry e join conversation c on c.id = e.conversation_id
     where c.channel_id = $1 and e.kind = 'message' and e.status is null order by e.text`,
    [channelId],
  )
  return rows.map(({ text }) => text)
}

const healthOf = async ({ hub }: Stand, id: ChannelId) =>
  (await hub.desk.details()).find((one) => one.id === id)?.health

const strange = ({ hub }: Stand) =>
  hub.open.reader.all<{ body: string }>(`select body from inbound_event where event_key like 'other:%'`)

describe('two numbers of one account of WhatsApp', () => {
  it('are two channels, each called by its own callback', async () => {
    const stand = await aWhatsAppHub()
    const { second, secondId } = await stand.aSecondNumber()
    await eventually(() => second.override !== null && stand.number.override !== null, true)
    expect([stand.number.webhook.callback?.url, second.webhook.callback?.url]).toEqual([
      `${stand.hub.url}/hooks/${stand.channelId}`,
      `${stand.hub.url}/hooks/${secondId}`,
    ])
    stand.number.userWrites(vera, 'первому')
    second.userWrites(vera, 'второму')
    await eventually(() => heard(stand, stand.channelId), ['первому'])
    await eventually(() => heard(stand, secondId), ['второму'])
    expect(await strange(stand)).toEqual([])
  })

  it.each([
    ['the first', 'second'],
    ['the second', 'first'],
  ])('lose nothing where the whole account leads to %s: what is the other’s is stored there', async (_which, lost) => {
    const stand = await aWhatsAppHub()
    const { second, secondId } = await stand.aSecondNumber()
    await eventually(() => second.override !== null && stand.number.override !== null, true)
    const [own, other] = lost === 'second' ? [stand.number, second] : [second, stand.number]
    const otherId = lost === 'second' ? secondId : stand.channelId
    own.account.override = own.override
    other.override = null
    other.userWrites(vera, 'Здравствуйте')
    other.userWrites(pyotr, 'Добрый день')
    await eventually(() => heard(stand, otherId), ['Добрый день', 'Здравствуйте'])
    expect(own.webhook.deliveries).toEqual([])
    expect(other.webhook.deliveries.map(({ status }) => status)).toContain(200)
    expect(await strange(stand)).toEqual([])
    expect(await healthOf(stand, stand.channelId)).toEqual({ kind: 'green' })
  })

  it('lose nothing where neither may have a callback of its own, answers and receipts neither', async () => {
    const stand = await aWhatsAppHub({ isRouteRefused: true })
    const { second, secondId } = await stand.aSecondNumber()
    await eventually(() => stand.number.account.override?.url, `${stand.hub.url}/hooks/${secondId}`)
    stand.number.userWrites(vera, 'первому')
    second.userWrites(vera, 'второму')
    await eventually(() => heard(stand, stand.channelId), ['первому'])
    await eventually(() => heard(stand, secondId), ['второму'])
    const [first] = await stand.hub.conversations()
    if (first === undefined) throw new Error('no conversation')
    await stand.hub.reply(first.id, 'Ответ')
    await eventually(async () => (await stand.hub.texts(first.id)).at(-1), 'Ответ (delivered)')
  })

  it('are told alike that a template was reviewed, for that is said to the app alone', async () => {
    const stand = await aWhatsAppHub()
    const { second } = await stand.aSecondNumber()
    await eventually(() => second.override !== null, true)
    const { account } = stand.number
    const [first] = await stand.hub.desk.details()
    const connection = first?.connection
    if (connection?.messenger !== 'whatsapp') throw new Error('no number')
    account.appLeadsTo({ url: connection.webhookUrl ?? '', verifyToken: connection.verifyToken })
    const { id } = account.templates.addApproved('order_ready', 'ru', [{ type: 'BODY', text: 'Готово' }])
    account.reviews(id, 'PAUSED', 'NONE')
    const known = () => stand.hub.open.reader.all<{ status: string }>('select status from template order by channel_id')
    await eventually(known, [{ status: 'paused' }, { status: 'paused' }])
  })
})

describe('a number that is no channel, in an account that leads here', () => {
  async function aStranger() {
    const stand = await aWhatsAppHub()
    await eventually(() => stand.number.override !== null, true)
    const { second } = await stand.aSecondNumber({ isStranger: true })
    stand.number.account.override = stand.number.override
    second.userWrites(vera, 'никому')
    await eventually(async () => (await strange(stand)).length, 1)
    return { stand, second }
  }

  it('is answered, kept raw and once, and noted at the channel, which works on', async () => {
    const { stand, second } = await aStranger()
    const { profile } = second
    expect((await strange(stand))[0]?.body).toContain('никому')
    await eventually(() => healthOf(stand, stand.channelId), {
      ...{ kind: 'degraded', reason: 'otherNumber', since: expect.any(Number) },
      detail: `phone_number_id: ${profile.phoneNumberId}`,
    })
    expect(second.webhook.deliveries.map(({ status }) => status)).toEqual([200])
    stand.number.userWrites(vera, 'каналу')
    await eventually(() => heard(stand, stand.channelId), ['каналу'])
    expect(await healthOf(stand, stand.channelId)).toMatchObject({ reason: 'otherNumber' })
    expect(await stand.hub.conversations()).toHaveLength(1)
  })

  it('is noted no more an hour after its last word, though the hub was restarted meanwhile', async () => {
    const { stand } = await aStranger()
    await eventually(() => healthOf(stand, stand.channelId), expect.objectContaining({ reason: 'otherNumber' }))
    await stand.time.advance(30 * 60_000)
    await stand.restart()
    expect(await healthOf(stand, stand.channelId)).toMatchObject({ reason: 'otherNumber' })
    await stand.time.advance(31 * 60_000)
    await eventually(() => healthOf(stand, stand.channelId), { kind: 'green' })
  })
})
