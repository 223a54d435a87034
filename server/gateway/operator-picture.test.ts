import { describe, expect, it } from 'vitest'
import { plainWebForm } from '#protocol/connection'
import { AttachmentId, OperatorId } from '#protocol/ids'
import { SqlAttachmentStore } from '#server/storage/attachment-store'
import { aPng } from '#test/support/a-png'
import { aRunningHub, type RawDevice, type TestRunningHub } from '#test/support/a-running-hub'
import { aVisitor, type Visitor } from '#test/support/a-visitor'
import { eventually } from '#test/support/eventually'

const shop = 'https://shop.example'
const face = aPng(64, 64)

async function aCompany() {
  const hub = await aRunningHub()
  const accounts = { ivan: await hub.operator('ivan'), olga: await hub.operator('olga', 'administrator') }
  const [ivan, olga] = [await hub.device('ivan'), await hub.device('olga')]
  return { hub, ivan, olga, id: accounts.ivan.id, olgasId: accounts.olga.id }
}

const shows = (device: RawDevice, operatorId: OperatorId, bytes: Buffer | null) =>
  device.command({ kind: 'operator.picture', operatorId, picture: bytes?.toString('base64') ?? null })

async function pictureOf(device: RawDevice, operatorId: OperatorId): Promise<string | null> {
  const { operators } = await device.ask({ kind: 'feed.snapshot' })
  return operators.find(({ id }) => id === operatorId)?.picture ?? null
}

const fetchAs = async (hub: TestRunningHub, login: string, id: string | null) => {
  const { token } = await hub.signIn(login, `${login}-other`)
  return fetch(`${hub.url}/files/${id}`, { headers: { authorization: `Bearer ${token}` } })
}

describe('the picture of an operator', () => {
  it('is his own to set, seen and read by his colleagues, and no unsent file', async () => {
    const { hub, ivan, olga, id } = await aCompany()
    expect(await shows(ivan, id, face)).toMatchObject({ ok: true })
    const picture = await pictureOf(olga, id)
    const { reader, writer } = hub.running.open
    await new SqlAttachmentStore(reader, writer, () => 0).dropUnsent(Number.MAX_SAFE_INTEGER)
    const read = await fetchAs(hub, 'olga', picture)
    expect([read.status, read.headers.get('content-type')]).toEqual([200, 'image/png'])
    expect(Buffer.from(await read.arrayBuffer()).equals(face)).toBe(true)
  })

  it('gives way to another, or to none, and is then nobody’s', async () => {
    const { hub, ivan, olga, id } = await aCompany()
    await shows(ivan, id, face)
    const first = await pictureOf(olga, id)
    await shows(olga, id, aPng(32, 32))
    const second = await pictureOf(olga, id)
    expect(second).not.toBe(first)
    expect((await fetchAs(hub, 'ivan', first)).status).toBe(404)
    expect(await shows(ivan, id, null)).toMatchObject({ ok: true, value: { picture: null } })
    expect(await pictureOf(olga, id)).toBeNull()
    expect((await fetchAs(hub, 'ivan', second)).status).toBe(404)
    expect(await hub.running.open.reader.all('select id from attachment')).toEqual([])
  })

  it('is not set by a colleague, nor for nobody', async () => {
    const { ivan, olga, olgasId } = await aCompany()
    expect(await shows(ivan, olgasId, face)).toMatchObject({ refusal: { code: 'FORBIDDEN' } })
    expect(await shows(olga, OperatorId.parse('nobody'), face)).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
  })

  it.each([
    ['a drawing with a script', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'FILE_TYPE'],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), 'FILE_TYPE'],
    ['half a picture', face.subarray(0, 12), 'FILE_CONTENT'],
    ['a picture for a wall', aPng(3000, 3000), 'FILE_TOO_BIG'],
  ])('is never %s', async (_what, bytes, code) => {
    const { hub, ivan, id } = await aCompany()
    expect(await shows(ivan, id, bytes)).toMatchObject({ refusal: { code } })
    expect(await pictureOf(ivan, id)).toBeNull()
    expect(await hub.running.open.reader.all('select id from attachment')).toEqual([])
  })
})

describe('the face of who answers a visitor', () => {
  async function aShop(showsFaces: boolean) {
    const { hub, ivan, olga, id } = await aCompany()
    const form = { ...plainWebForm, allowedOrigins: [shop], site: { ...plainWebForm.site, showsFaces } }
    const made = await olga.command({ kind: 'channel.connect', name: 'Сайт', receiver: null, form })
    if (!made.ok) throw new Error(made.refusal.code)
    await shows(ivan, id, face)
    await ivan.command({ kind: 'presence.set', status: 'online', by: 'operator' })
    const visitor = await aVisitor(hub.url, made.value.id)
    await visitor.say('Есть лампа?')
    const { row } = await ivan.until(() => ivan.notices.find((one) => one.kind === 'conversation.near')?.view)
    const answer = { conversationId: row.id, text: 'Есть', replyToSeq: null }
    const answers = (attachments: AttachmentId[] = []) => ivan.command({ kind: 'message.send', ...answer, attachments })
    const read = async (who: Visitor) =>
      fetch(`${hub.url}/files/${await pictureOf(ivan, id)}`, {
        headers: { authorization: `Visitor ${who.token}`, origin: shop },
      })
    const stranger = await aVisitor(hub.url, made.value.id)
    await stranger.say('И я здесь')
    const changes = () => shows(ivan, id, aPng(32, 32))
    return { hub, visitor, stranger, answers, changes, read, pictureId: () => pictureOf(ivan, id) }
  }

  it('is seen and read by that visitor, once he is answered, and by no other', async () => {
    const { visitor, stranger, answers, read, pictureId } = await aShop(true)
    expect((await read(visitor)).status).toBe(404)
    await answers()
    await eventually(() => visitor.lines.at(-1)?.picture, await pictureId())
    expect([(await read(visitor)).status, (await read(stranger)).status]).toEqual([200, 404])
  })

  it('is a file of the conversation for good where it was sent as one', async () => {
    const { hub, answers, changes, pictureId } = await aShop(true)
    const sent = await pictureId()
    expect(await answers([AttachmentId.parse(sent)])).toMatchObject({ ok: true })
    expect(await changes()).toMatchObject({ ok: true })
    expect((await fetchAs(hub, 'ivan', sent)).status).toBe(200)
  })

  it('is not told where the site shows none', async () => {
    const { visitor, answers } = await aShop(false)
    await answers()
    await eventually(() => visitor.lines.at(-1)?.text, 'Есть')
    expect(visitor.lines.map(({ picture }) => picture)).toEqual([null])
  })
})
