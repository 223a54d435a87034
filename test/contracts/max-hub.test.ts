import { describe, expect, it } from 'vitest'
import { CommandId, type ConversationId } from '#protocol/ids'
import type { Entry, MessageEntry } from '#protocol/message'
import { systemRandom } from '#server/platform'
import { aFreePort } from '#test/support/a-free-port'
import { fuzzDoor } from '#test/support/a-fuzzed-webhook'
import { aMax } from '#test/support/a-max-channel'
import { aPng } from '#test/support/a-png'
import { aRunningHub } from '#test/support/a-running-hub'
import { someFakeMessengers } from '#test/support/a-telegram-channel'
import { anUpload } from '#test/support/an-upload'
import { eventually } from '#test/support/eventually'
import { wideFixtures } from '#test/support/wide-fixtures'

const anna = { user_id: 123_456_789, first_name: 'Анна', phone: '+79990000000' }
const paper = Buffer.concat([Buffer.from('%PDF-1.7 '), Buffer.alloc(50_000, 'договор')])

/** The real hub, reachable, with a bot of MAX connected by webhook, and Regina on duty. */
async function aConnectedBot() {
  const { max: fake } = await someFakeMessengers()
  const bot = fake.addBot()
  const port = await aFreePort()
  const publicUrl = `http://127.0.0.1:${port}`
  const hub = await aRunningHub({ kinds: [aMax(publicUrl)], config: { publicUrl, port } })
  await hub.operator('admin', 'administrator')
  await hub.operator('regina')
  const admin = await hub.device('admin')
  const form = { messenger: 'max', token: bot.profile.token, mode: 'webhook', baseUrl: fake.baseUrl } as const
  const made = await admin.command({ kind: 'channel.connect', name: 'MAX', receiver: null, form })
  if (!made.ok) throw new Error(made.refusal.code)
  await eventually(() => bot.updates.subscriptions.map(({ url }) => url), [`${publicUrl}/hooks/${made.value.id}`])
  const regina = await hub.device('regina')
  await regina.command({ kind: 'presence.set', status: 'online', by: 'operator' })

  const conversations = async (): Promise<readonly ConversationId[]> => {
    const lists = (['mine', 'unassigned'] as const).map((section) =>
      regina.ask({ kind: 'conversations.list', section, after: null, limit: 10 }),
    )
    return (await Promise.all(lists)).flatMap(({ rows }) => rows.map(({ id }) => id))
  }
  const entries = async (): Promise<readonly Entry[]> => {
    const [conversationId] = await conversations()
    return conversationId === undefined ? [] : (await regina.ask({ kind: 'conversation.open', conversationId })).entries
  }
  const messages = async (): Promise<readonly MessageEntry[]> =>
    (await entries()).filter((entry) => entry.kind === 'message')
  const says = async (text: string, attachments: MessageEntry['attachments'] = []) => {
    const [conversationId] = await conversations()
    if (conversationId === undefined) throw new Error('Anna has not written')
    const ids = attachments.map(({ id }) => id)
    const id = CommandId.parse(systemRandom.uuid())
    return regina.command({ kind: 'message.send', conversationId, text, attachments: ids, replyToSeq: null }, { id })
  }
  return { bot, hub, admin, conversations, entries, messages, says, token: bot.profile.token }
}

describe('a conversation over MAX through the whole hub', () => {
  it('goes both ways, each word once, whatever comes twice and out of order', async () => {
    const { bot, messages, says, conversations, hub, token, admin } = await aConnectedBot()
    bot.updates.webhooks.copies = 2
    bot.updates.hold()
    for (const text of ['раз', 'два', 'три']) bot.userWrites(anna, text)
    bot.updates.release((updates) => [...updates].reverse().flatMap((update) => [update, update]))
    await eventually(async () => (await messages()).map(({ text }) => text), ['три', 'два', 'раз'])
    expect(await conversations()).toHaveLength(1)
    expect(await says('Добрый день')).toMatchObject({ ok: true })
    await eventually(() => bot.seenBy(anna).map(({ text }) => text), ['Добрый день'])
    for (const seen of [hub.lines.join(), admin.raw.join()]) expect(seen).not.toContain(token)
  })

  it('carries files both ways', async () => {
    const { bot, messages, says, hub } = await aConnectedBot()
    bot.userSendsFile(anna, 'image', 'photo.png', aPng(40, 30), 'Вот царапина')
    bot.userSendsFile(anna, 'file', 'Договор.pdf', paper)
    const stored = async () => (await messages()).map(({ attachments }) => attachments[0]?.state.kind)
    await eventually(stored, ['stored', 'stored'])
    await says('Вот диван', [await anUpload(hub, 'regina', 'диван.png', aPng(30, 40))])
    await says('', [await anUpload(hub, 'regina', 'Договор № 7.pdf', paper)])
    await eventually(() => bot.seenBy(anna).length, 2)
    expect(bot.seenBy(anna).map(({ text, files }) => [text, files[0]?.type, files[0]?.name])).toEqual([
      ['Вот диван', 'image', 'диван.png'],
      ['', 'file', 'Договор № 7.pdf'],
    ])
    expect(bot.seenBy(anna)[1]?.files[0]?.bytes.equals(paper)).toBe(true)
  })

  it('is not sent a second time when the answer to it was lost', async () => {
    const { bot, messages, says } = await aConnectedBot()
    bot.userWrites(anna, 'Здравствуйте')
    await eventually(async () => (await messages()).length, 1)
    bot.faults.plan({ kind: 'lost' }, { method: 'POST /messages' })
    await says('Добрый день')
    await eventually(async () => (await messages()).at(-1)?.delivery?.status, 'unconfirmed')
    expect(bot.seenBy(anna)).toHaveLength(1)
  })

  it('ends with a line in the history when the person stops the bot', async () => {
    const { bot, entries, messages } = await aConnectedBot()
    bot.userWrites(anna, 'Здравствуйте')
    await eventually(async () => (await messages()).length, 1)
    bot.userStops(anna)
    const lines = async () =>
      (await entries()).filter((one) => one.kind === 'system' && one.event.kind === 'contactBlocked')
    await eventually(async () => (await lines()).length, 1)
  })
})

describe('the webhook of a connected bot of MAX', () => {
  it('answers whatever comes as agreed, and goes on', async () => {
    const { bot, messages } = await aConnectedBot()
    const [subscription] = bot.updates.subscriptions
    if (subscription === undefined) throw new Error('not subscribed')
    const fixtures = wideFixtures('max/fixtures/updates.json').map(({ update }) => update)
    const sign = () => ({ 'x-max-bot-api-secret': subscription.secret })
    const answers = await fuzzDoor({ fixtures, sign }, subscription.url, 200, 7)
    expect(answers.get(200)).toBeGreaterThan(60)
    expect(await bot.updates.call({ ...subscription, secret: 'guessed' }, '{"update_type":"bot_started"}')).toBe(401)
    bot.userWrites(anna, 'Я настоящая')
    await eventually(async () => (await messages()).some(({ text }) => text === 'Я настоящая'), true)
  })
})
