import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { CommandId, type ConversationId } from '#protocol/ids'
import type { MessageEntry } from '#protocol/message'
import { systemRandom } from '#server/platform'
import { aFreePort } from '#test/support/a-free-port'
import { fuzzDoor } from '#test/support/a-fuzzed-webhook'
import { aPng } from '#test/support/a-png'
import { aRunningHub } from '#test/support/a-running-hub'
import { someFakeMessengers } from '#test/support/a-telegram-channel'
import { aViber } from '#test/support/a-viber-channel'
import { anUpload } from '#test/support/an-upload'
import { eventually } from '#test/support/eventually'
import { wideFixtures } from '#test/support/wide-fixtures'

const anna = { id: '01234567890A=', name: 'Анна' }
const paper = Buffer.concat([Buffer.from('%PDF-1.7 '), Buffer.alloc(50_000, 'договор')])

/** The real hub, reachable, with a bot of Viber connected, and Regina on duty. */
async function aConnectedBot() {
  const { viber: fake } = await someFakeMessengers()
  const bot = fake.addBot()
  const port = await aFreePort()
  const publicUrl = `http://127.0.0.1:${port}`
  const hub = await aRunningHub({ kinds: [aViber(publicUrl)], config: { publicUrl, port } })
  await hub.operator('admin', 'administrator')
  await hub.operator('regina')
  const admin = await hub.device('admin')
  const form = { messenger: 'viber', token: bot.profile.token, baseUrl: fake.baseUrl } as const
  const made = await admin.command({ kind: 'channel.connect', name: 'Viber', receiver: null, form })
  if (!made.ok) throw new Error(made.refusal.code)
  await eventually(() => bot.webhook?.url, `${publicUrl}/hooks/${made.value.id}`)
  const regina = await hub.device('regina')
  await regina.command({ kind: 'presence.set', status: 'online', by: 'operator' })

  const conversation = async (): Promise<ConversationId | undefined> => {
    for (const section of ['mine', 'unassigned'] as const) {
      const { rows } = await regina.ask({ kind: 'conversations.list', section, after: null, limit: 10 })
      const found = rows.find(({ contactName }) => contactName === 'Анна')
      if (found !== undefined) return found.id
    }
    return undefined
  }
  const messages = async (): Promise<readonly MessageEntry[]> => {
    const conversationId = await conversation()
    if (conversationId === undefined) return []
    const { entries } = await regina.ask({ kind: 'conversation.open', conversationId })
    return entries.filter((entry) => entry.kind === 'message')
  }
  const says = async (text: string, attachments: MessageEntry['attachments'] = []) => {
    const conversationId = await conversation()
    if (conversationId === undefined) throw new Error('Anna has not written')
    const ids = attachments.map(({ id }) => id)
    const id = CommandId.parse(systemRandom.uuid())
    return regina.command({ kind: 'message.send', conversationId, text, attachments: ids, replyToSeq: null }, { id })
  }
  return { bot, hub, admin, regina, messages, says, channelId: made.value.id, token: bot.profile.token }
}

describe('a conversation over Viber through the whole hub', () => {
  it('goes both ways, each word once, and climbs to read', async () => {
    const { bot, messages, says, hub, token, admin } = await aConnectedBot()
    bot.updates.copies = 2
    bot.userWrites(anna, 'Здравствуйте')
    await eventually(async () => (await messages()).map(({ text }) => text), ['Здравствуйте'])
    expect(await says('Добрый день')).toMatchObject({ ok: true })
    await eventually(
      () => bot.seenBy(anna).map(({ text, senderName }) => [text, senderName]),
      [['Добрый день', 'regina']],
    )
    bot.userReads(anna)
    await eventually(async () => (await messages()).at(-1)?.delivery?.status, 'read')
    for (const seen of [hub.lines.join(), admin.raw.join()]) expect(seen).not.toContain(token)
  })

  it('carries files: what the person sends is kept, what we send is fetched by Viber itself', async () => {
    const { bot, messages, says, hub } = await aConnectedBot()
    bot.userSendsPhoto(anna, aPng(40, 30), 'Вот царапина')
    bot.userSendsFile(anna, 'Договор.pdf', paper)
    const stored = async () => (await messages()).map(({ attachments }) => attachments[0]?.state.kind)
    await eventually(stored, ['stored', 'stored'])
    const picture = await anUpload(hub, 'regina', 'диван.png', aPng(30, 40))
    const contract = await anUpload(hub, 'regina', 'Договор № 7.pdf', paper)
    await says('Вот диван', [picture])
    await says('', [contract])
    await eventually(() => bot.seenBy(anna).length, 2)
    expect(bot.seenBy(anna).map(({ type, text, fileName, media }) => [type, text, fileName, media?.mediaType])).toEqual(
      [
        ['picture', 'Вот диван', null, 'image/png'],
        ['file', '', 'Договор № 7.pdf', 'application/pdf'],
      ],
    )
    expect(bot.seenBy(anna)[1]?.media?.bytes.equals(paper)).toBe(true)
  })

  it('stops and says so when the token is revoked', async () => {
    const { bot, admin, messages, says, channelId } = await aConnectedBot()
    bot.userWrites(anna, 'Здравствуйте')
    await eventually(async () => (await messages()).length, 1)
    bot.isRevoked = true
    await says('Ответ')
    const health = async () =>
      (await admin.ask({ kind: 'channels.details' })).find(({ id }) => id === channelId)?.health
    await eventually(async () => {
      const now = await health()
      return now?.kind === 'stopped' ? now.reason : now?.kind
    }, 'auth')
  })
})

describe('the webhook of a connected bot of Viber', () => {
  it('answers whatever comes as agreed, and goes on', async () => {
    const { bot, token, messages } = await aConnectedBot()
    const fixtures = wideFixtures('viber/fixtures/callbacks.json').map(({ update }) => update)
    const sign = (body: Buffer) => ({
      'x-viber-content-signature': createHmac('sha256', token).update(body).digest('hex'),
    })
    const answers = await fuzzDoor({ fixtures, sign }, bot.webhook?.url ?? '', 300, 7)
    expect(answers.get(200)).toBeGreaterThan(100)
    expect(await bot.post('{"event":"message"}', 'another key')).toBe(401)
    bot.userWrites(anna, 'Я настоящая')
    await eventually(async () => (await messages()).some(({ text }) => text === 'Я настоящая'), true)
  })
})
