import { describe, expect, it } from 'vitest'
import { AttachmentId, OperatorId } from '#protocol/ids'
import { aHub, type TestHub } from '#test/support/a-hub'
import { pictureEveryMs } from './learn'
import { settleAttachment } from './settle-attachment'

const person = (externalId: string, more: object = {}) => ({
  externalId,
  name: 'Anna',
  username: null,
  link: null,
  ...more,
})

const contact = (hub: TestHub, chat: string) =>
  hub.write(async (work) => {
    const draft = await work.draftOfChat(hub.channelId, chat)
    const found = draft && (await work.contacts.byId(draft.row.contactId))
    if (found === undefined) throw new Error(`nobody has written as ${chat}`)
    return found
  })

const pending = (hub: TestHub) =>
  hub.open.reader.all<{ id: string; reference: string }>(
    `select id, reference from attachment where state = 'pending' order by created_at, id`,
  )

describe('a contact who gets another id', () => {
  const change = (hub: TestHub, from: string, to: string) =>
    hub.event({ kind: 'identityChanged', eventKey: hub.nextKey(), externalChat: from, from, to })

  it('stays one contact in one conversation, and what waits to leave leaves to where he is now', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const before = await hub.writes('old')
    await hub.reply(ivan, 'old', 'good day')
    await change(hub, 'old', 'new')
    const after = await hub.writes('new', 'me again')
    expect(after).toMatchObject({ id: before.id, contactId: before.contactId })
    expect((await contact(hub, 'new')).identities.map(({ externalId }) => externalId)).toEqual(['new'])
    expect(await hub.stream('new')).toContain('identityChanged')
    expect(await hub.open.reader.all('select distinct external_chat as chat from delivery')).toEqual([{ chat: 'new' }])
    await hub.mirror.check()
    await hub.restart()
    expect((await hub.writes('new', 'and again')).id).toBe(before.id)
    await hub.mirror.check()
  })

  it('keeps both conversations where he has written under the new id before', async () => {
    const hub = await aHub()
    await hub.writes('old')
    const other = await hub.writes('new')
    await change(hub, 'old', 'new')
    expect((await hub.row('new')).id).toBe(other.id)
    expect((await hub.row('old')).id).not.toBe(other.id)
    await hub.mirror.check()
  })

  it('is found by another id of his, in the conversation he had', async () => {
    const hub = await aHub()
    const before = await hub.writes('phone', 'hello')
    await hub.event({ ...hub.message('user-1', 'hidden now'), sender: person('user-1', { aliases: ['phone'] }) })
    const after = await hub.row('user-1')
    expect(after).toMatchObject({ id: before.id, contactMessages: 2 })
    await hub.mirror.check()
  })

  it('is one contact in two kinds of chat', async () => {
    const hub = await aHub()
    await hub.event({ ...hub.message('phone'), sender: person('phone', { aliases: ['user-1'] }) })
    await hub.event({ ...hub.message('comments of user-1'), sender: person('user-1') })
    const [one, other] = [await hub.row('phone'), await hub.row('comments of user-1')]
    expect(other.id).not.toBe(one.id)
    expect(other.contactId).toBe(one.contactId)
    await hub.mirror.check()
  })
})

describe('what a messenger tells about a contact', () => {
  it('fills an empty phone, never one that is known', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const writes = (phone: string) => hub.event({ ...hub.message('anna'), sender: person('anna', { phone }) })
    await writes('+79001112233')
    expect((await contact(hub, 'anna')).phone).toBe('+79001112233')
    await hub.editContact(ivan, 'anna', { phone: '+70000000000' }, (await contact(hub, 'anna')).version)
    await writes('+79001112233')
    expect((await contact(hub, 'anna')).phone).toBe('+70000000000')
    await hub.mirror.check()
  })

  it('fills a phone again that somebody has emptied, or whose filling came to nothing', async () => {
    const hub = await aHub()
    const ivan = await hub.operator('ivan')
    const phone = '+79001112233'
    const writes = () => hub.event({ ...hub.message('anna'), sender: person('anna', { phone }) })
    const { contactId } = await hub.writes('anna')
    const broken = hub.open.hub.write(async (work) => {
      await work.contacts.fillPhone(contactId, phone)
      throw new Error('a bug')
    })
    await expect(broken).rejects.toThrow('a bug')
    for (let times = 0; times < 2; times++) {
      await writes()
      await writes()
      expect(await contact(hub, 'anna')).toMatchObject({ phone })
      await hub.editContact(ivan, 'anna', { phone: null }, (await contact(hub, 'anna')).version)
    }
    await hub.mirror.check()
  })

  it('of a group says nothing about a person', async () => {
    const hub = await aHub()
    await hub.event({
      ...hub.message('group', 'hi', { isGroup: true }),
      sender: person('anna', { phone: '+79001112233', picture: 'p' }),
    })
    expect((await contact(hub, 'group')).phone).toBeNull()
    expect(await pending(hub)).toEqual([])
  })

  /** He begins an inquiry: the one before it is over. */
  const writes = async (hub: TestHub, picture: string) => {
    const boss = OperatorId.parse('boss')
    if (!hub.open.roster.members.has(boss)) await hub.operator('boss', { status: null, role: 'administrator' })
    if (hub.mirror.rows().length > 0) await hub.close(boss, 'anna')
    await hub.event({ ...hub.message('anna'), sender: person('anna', { picture }) })
  }

  const come = async (hub: TestHub, hash: string | null) => {
    const [first] = await pending(hub)
    const id = AttachmentId.parse(first?.id)
    const facts = {
      kind: 'picture',
      name: 'picture',
      mediaType: 'image/jpeg',
      width: 9,
      height: 9,
      size: 3,
      durationMs: null,
    } as const
    await hub.write((work) =>
      settleAttachment(
        work,
        id,
        hash === null ? { kind: 'failed', reason: 'notFound', canRetry: false } : { kind: 'stored', facts, hash },
      ),
    )
    return id
  }

  const files = (hub: TestHub) => hub.open.reader.all<{ id: string }>('select id from attachment')

  it('gives him a picture, looked for once a day, on every conversation of his', async () => {
    const hub = await aHub()
    await writes(hub, 'one')
    await writes(hub, 'one')
    expect(await pending(hub)).toMatchObject([{ reference: 'one' }])
    const first = await come(hub, 'hash-1')
    expect((await hub.row('anna')).contactPicture).toBe(first)
    await hub.time.advance(pictureEveryMs)
    await writes(hub, 'two')
    const second = await come(hub, 'hash-2')
    expect((await hub.row('anna')).contactPicture).toBe(second)
    expect((await contact(hub, 'anna')).picture).toBe(second)
    expect(await files(hub)).toEqual([{ id: second }])
    await hub.mirror.check()
  })

  it('leaves the picture as it is when it has not changed or cannot be had', async () => {
    const hub = await aHub()
    await writes(hub, 'one')
    const first = await come(hub, 'hash-1')
    for (const hash of ['hash-1', null]) {
      await hub.time.advance(pictureEveryMs)
      await writes(hub, 'again')
      await come(hub, hash)
    }
    expect((await hub.row('anna')).contactPicture).toBe(first)
    expect(await files(hub)).toEqual([{ id: first }])
    await hub.mirror.check()
  })
})
