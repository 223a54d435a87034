import { describe, expect, it } from 'vitest'
import type { ConversationView } from '#protocol/events'
import { CommandId, type ConversationId } from '#protocol/ids'
import type { MessageEntry } from '#protocol/message'
import { systemRandom } from '#server/platform'
import { aFreePort } from '#test/support/a-free-port'
import { fuzzDoor } from '#test/support/a-fuzzed-webhook'
import { aPng } from '#test/support/a-png'
import { aRunningHub } from '#test/support/a-running-hub'
import { someFakeMessengers } from '#test/support/a-telegram-channel'
import { aVk, aVkForm, boss, vera } from '#test/support/a-vk-channel'
import { anUpload } from '#test/support/an-upload'
import { eventually } from '#test/support/eventually'
import { eventFixtures } from '#test/support/vk-events'

const paper = Buffer.concat([Buffer.from('%PDF-1.7 '), Buffer.alloc(50_000, 'договор')])

/** The real hub, reachable, with a community connected, and Regina on duty. */
async function aConnectedCommunity() {
  const { vk: fake } = await someFakeMessengers()
  const community = fake.addCommunity()
  const port = await aFreePort()
  const publicUrl = `http://127.0.0.1:${port}`
  const hub = await aRunningHub({ kinds: [aVk({ publicUrl })], config: { publicUrl, port } })
  await hub.operator('admin', 'administrator')
  await hub.operator('regina')
  const admin = await hub.device('admin')
  const form = aVkForm(community, fake.baseUrl, 'webhook')
  const made = await admin.command({ kind: 'channel.connect', name: 'ВКонтакте', receiver: null, form })
  if (!made.ok) throw new Error(made.refusal.code)
  await community.until(() => community.news.isHeard)
  return { community, hub, admin, channelId: made.value.id, regina: await aDesk(hub) }
}

type Hub = Awaited<ReturnType<typeof aRunningHub>>

/** Regina, and what she sees of Vera's conversations. */
async function aDesk(hub: Hub) {
  const device = await hub.device('regina')
  await device.command({ kind: 'presence.set', status: 'online', by: 'operator' })
  const conversations = async (): Promise<readonly ConversationView[]> => {
    const views: ConversationView[] = []
    for (const section of ['mine', 'unassigned'] as const) {
      const { rows } = await device.ask({ kind: 'conversations.list', section, after: null, limit: 10 })
      for (const { id } of rows) views.push(await device.ask({ kind: 'conversation.open', conversationId: id }))
    }
    return views
  }
  const conversation = async (isPublic = false) =>
    (await conversations()).find(({ row }) => (row.place !== null) === isPublic)
  const messages = async (isPublic = false): Promise<readonly MessageEntry[]> =>
    ((await conversation(isPublic))?.entries ?? []).filter((entry) => entry.kind === 'message')
  const says = async (text: string, { isPublic = false, attachments = [] }: Said = {}) => {
    const conversationId = (await conversation(isPublic))?.row.id
    if (conversationId === undefined) throw new Error('Vera has not written')
    const ids = attachments.map(({ id }) => id)
    const id = CommandId.parse(systemRandom.uuid())
    return device.command({ kind: 'message.send', conversationId, text, attachments: ids, replyToSeq: null }, { id })
  }
  return { device, conversations, conversation, messages, says }
}

interface Said {
  readonly isPublic?: boolean
  readonly attachments?: MessageEntry['attachments']
}

describe('a conversation over VK through the whole hub', () => {
  it('goes both ways, each word once, under her name, and climbs to read; no secret is seen', async () => {
    const { community, regina, hub, admin } = await aConnectedCommunity()
    community.news.copies = 2
    community.userWrites(vera, 'Здравствуйте')
    await eventually(async () => (await regina.messages()).map(({ text }) => text), ['Здравствуйте'])
    expect((await regina.conversation())?.row.contactName).toBe('Вера Соколова')
    expect(await regina.says('Добрый день')).toMatchObject({ ok: true })
    await eventually(() => community.seenBy(vera).map(({ text }) => text), ['Добрый день'])
    community.userReads(vera)
    await eventually(async () => (await regina.messages()).at(-1)?.delivery?.status, 'read')
    const secrets = [community.profile.token, community.news.servers[0]?.secret ?? '?']
    const raw = await hub.running.open.reader.all<{ body: string }>('select body from inbound_event')
    for (const seen of [hub.lines.join(), admin.raw.join(), JSON.stringify(raw)])
      for (const secret of secrets) expect(seen).not.toContain(secret)
  })

  it('carries files both ways', async () => {
    const { community, regina, hub } = await aConnectedCommunity()
    community.userSendsPhoto(vera, aPng(40, 30), 'Вот царапина')
    community.userSendsFile(vera, 'Договор.pdf', 'application/pdf', paper)
    const stored = async () => (await regina.messages()).map(({ attachments }) => attachments[0]?.state.kind)
    await eventually(stored, ['stored', 'stored'])
    const picture = await anUpload(hub, 'regina', 'диван.png', aPng(30, 40))
    const contract = await anUpload(hub, 'regina', 'Договор № 7.pdf', paper)
    await regina.says('Вот диван', { attachments: [picture, contract] })
    await eventually(() => community.seenBy(vera).length, 1)
    const [seen] = community.seenBy(vera)
    expect([seen?.text, ...(seen?.files ?? []).map(({ type }) => type)]).toEqual(['Вот диван', 'photo', 'doc'])
    expect(seen?.files[1]?.file.bytes.equals(paper)).toBe(true)
  })

  it('is sent once though the answer is lost and the hub ends in between, and its status is honest', async () => {
    const { community, regina, hub } = await aConnectedCommunity()
    community.userWrites(vera, 'Здравствуйте')
    await eventually(async () => (await regina.messages()).length, 1)
    community.faults.plan({ kind: 'lost' }, { method: 'messages.send' })
    // What VK says of it comes once the hub is back, and before VK has taken the repeat.
    community.news.hold()
    await regina.says('Один раз')
    await eventually(() => community.seenBy(vera).length, 1)
    await hub.stop()
    community.faults.plan({ kind: 'cutBefore' }, { method: 'messages.send', times: 2 })
    await hub.start()
    community.news.release()
    const again = await aDesk(hub)
    await eventually(async () => (await again.messages()).map(({ delivery }) => delivery?.status), [undefined, 'sent'])
    expect(community.seenBy(vera).map(({ text }) => text)).toEqual(['Один раз'])
  })

  it('shows what an administrator has written in VK itself', async () => {
    const { community, regina } = await aConnectedCommunity()
    community.userWrites(vera, 'Здравствуйте')
    await eventually(async () => (await regina.messages()).length, 1)
    community.adminWrites(vera, { id: 42, first_name: 'Ольга', last_name: 'Главная' }, 'Отвечу из ВК')
    await eventually(async () => (await regina.messages()).map(({ text }) => text), ['Здравствуйте', 'Отвечу из ВК'])
  })
})

describe('a comment under a page of the community', () => {
  it('under a product opens a conversation with the link, is not answered in public, and goes on in private', async () => {
    const { community, regina } = await aConnectedCommunity()
    community.userComments(vera, `product-${community.id}_912`, 'Есть синий?')
    await eventually(async () => (await regina.messages(true)).map(({ text }) => text), ['Есть синий?'])
    expect((await regina.conversation(true))?.row.place).toEqual({
      ...{ kind: 'product', title: null, link: `https://vk.com/product-${community.id}_912` },
    })
    await regina.says('Да, есть', { isPublic: true })
    const failure = async () => (await regina.messages(true)).at(-1)?.delivery
    await eventually(async () => [(await failure())?.status, (await failure())?.reason], ['failed', 'private_only'])
    const conversationId = (await regina.conversation(true))?.row.id
    if (conversationId === undefined) throw new Error('no comment')
    const goOn = () => regina.device.command({ kind: 'conversation.answerPrivately', conversationId })
    expect(await goOn()).toMatchObject({ refusal: { code: 'NOT_LET_THROUGH' } })
    community.userAllows(vera)
    community.userWrites(vera, 'Напишите мне')
    await eventually(async () => (await regina.messages()).length, 1)
    const privately = await goOn()
    if (!privately.ok) throw new Error(privately.refusal.code)
    const answer = (id: ConversationId) =>
      regina.device.command({
        kind: 'message.send',
        conversationId: id,
        text: 'Синий есть',
        attachments: [],
        replyToSeq: null,
      })
    await answer(privately.value.conversationId)
    await eventually(() => community.seenBy(vera).map(({ text }) => text), ['Синий есть'])
  })

  it.each(['wall', 'product', 'photo'])(
    'under a %s is marked when a moderator takes it away, and comes back when he restores it',
    async (word) => {
      const { community, regina } = await aConnectedCommunity()
      const page = `${word}-${community.id}_77`
      community.userComments(vera, page, 'Сколько стоит?')
      const [comment] = community.comments
      const seen = async () =>
        (await regina.messages(true)).map(({ text, deleted }) => `${text}${deleted === null ? '' : ' (deleted)'}`)
      await eventually(seen, ['Сколько стоит?'])
      community.adminDeletesComment(comment?.id ?? 0, boss)
      await eventually(seen, ['Сколько стоит? (deleted)'])
      community.commentRestored(comment?.id ?? 0)
      await eventually(seen, ['Сколько стоит?'])
    },
  )

  it('under a post is answered under it, once', async () => {
    const { community, regina } = await aConnectedCommunity()
    const page = `wall-${community.id}_77`
    community.userComments(vera, page, 'Сколько стоит?')
    await eventually(async () => (await regina.messages(true)).length, 1)
    await regina.says('12 000 ₽', { isPublic: true })
    await eventually(async () => (await regina.messages(true)).at(-1)?.delivery?.status, 'sent')
    const [asked, answered] = community.comments
    expect(answered).toMatchObject({ page, from: -community.id, text: '12 000 ₽', replyTo: asked?.id })
    expect(await regina.messages(true)).toHaveLength(2)
  })
})

describe('the webhook of a connected community', () => {
  it('answers whatever comes as agreed, and goes on', async () => {
    const { community, regina } = await aConnectedCommunity()
    const [server] = community.news.servers
    const own = { group_id: community.id, secret: server?.secret }
    const fixtures = eventFixtures.map(({ event }) => ({ ...event, ...own }))
    const answers = await fuzzDoor(
      { fixtures, sign: () => ({}), kept: ['secret', 'group_id'] },
      server?.url ?? '',
      300,
      7,
    )
    expect(answers.get(200)).toBeGreaterThan(100)
    const forged = JSON.stringify({ ...fixtures[0], secret: 'guessed' })
    const headers = { 'content-type': 'application/json' }
    expect((await fetch(server?.url ?? '', { method: 'POST', headers, body: forged })).status).toBe(401)
    community.userWrites(vera, 'Я настоящая')
    const isThere = async () => {
      const views = await regina.conversations()
      return views.some(({ entries }) =>
        entries.some((entry) => entry.kind === 'message' && entry.text === 'Я настоящая'),
      )
    }
    await eventually(isThere, true)
  })
})
