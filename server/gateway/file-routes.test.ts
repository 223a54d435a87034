import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Attachment } from '#protocol/attachment'
import { plainWebForm } from '#protocol/connection'
import { CommandId } from '#protocol/ids'
import { cookieName } from '#server/gateway/session'
import { systemRandom } from '#server/platform'
import { aPng } from '#test/support/a-png'
import { aRunningHub, type TestRunningHub } from '#test/support/a-running-hub'
import { aVisitor } from '#test/support/a-visitor'

const paper = Buffer.concat([Buffer.from('%PDF-1.7 '), Buffer.alloc(700_000, 'договор')])
const Begun = z.object({ uploadId: z.string(), offset: z.number() })
const Progress = z.object({ offset: z.number(), attachment: Attachment.optional() })
const Refused = z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()).optional() })

class Device {
  constructor(
    readonly hub: TestRunningHub,
    readonly headers: Record<string, string>,
  ) {}

  request(method: string, path: string, more: { body?: string | Buffer; headers?: Record<string, string> } = {}) {
    const { body, headers } = more
    return fetch(`${this.hub.url}${path}`, {
      ...{ method, headers: { ...this.headers, ...headers } },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
    })
  }

  begin(name: string, size: number) {
    const body = JSON.stringify({ name, mediaType: 'application/octet-stream', size })
    return this.request('POST', '/files/uploads', { body, headers: { 'content-type': 'application/json' } })
  }

  piece(id: string, offset: number, body: Buffer) {
    const headers = { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }
    return this.request('PATCH', `/files/uploads/${id}`, { body, headers })
  }

  async uploads(name: string, bytes: Buffer): Promise<Attachment> {
    const { uploadId } = Begun.parse(await (await this.begin(name, bytes.length)).json())
    for (let offset = 0; ; ) {
      const answer = await this.piece(uploadId, offset, bytes.subarray(offset, offset + 512 * 1024))
      const progress = Progress.parse(await answer.json())
      if (progress.attachment !== undefined) return progress.attachment
      offset = progress.offset
    }
  }

  get(attachment: Attachment, headers: Record<string, string> = {}) {
    return this.request('GET', `/files/${attachment.id}`, { headers })
  }
}

const codeOf = async (response: Response) => ({
  status: response.status,
  ...Refused.pick({ code: true }).parse(await response.json()),
})

async function aDevice(hub: TestRunningHub, login: string) {
  const { token } = await hub.signIn(login)
  return new Device(hub, { authorization: `Bearer ${token}` })
}

async function aDesk() {
  const hub = await aRunningHub()
  await hub.operator('regina')
  return { hub, regina: await aDevice(hub, 'regina') }
}

/** A conversation with a file that Regina has sent into it. */
async function aSentFile(bytes: Buffer = paper, name = 'Договор № 7.pdf') {
  const desk = await aDesk()
  await desk.hub.channel('channel-1', 'telegram')
  await desk.hub.writes('anna')
  const attachment = await desk.regina.uploads(name, bytes)
  const socket = await desk.hub.device('regina', 'another')
  const { rows } = await socket.ask({ kind: 'conversations.list', section: 'unassigned', after: null, limit: 10 })
  const [conversation] = rows
  if (conversation === undefined) throw new Error('no conversation')
  const message = { conversationId: conversation.id, text: '', attachments: [attachment.id], replyToSeq: null }
  const sent = await socket.command({ kind: 'message.send', ...message }, { id: CommandId.parse(systemRandom.uuid()) })
  expect(sent).toMatchObject({ ok: true })
  return { ...desk, attachment, conversation, socket }
}

describe('an upload over HTTP', () => {
  it('goes in pieces and on from where the hub has got to', async () => {
    const { regina } = await aDesk()
    const begun = await regina.begin('Договор.pdf', paper.length)
    expect(begun.status).toBe(201)
    const { uploadId } = Begun.parse(await begun.json())
    await regina.piece(uploadId, 0, paper.subarray(0, 300_000))
    const head = await regina.request('HEAD', `/files/uploads/${uploadId}`)
    expect([head.status, head.headers.get('upload-offset')]).toEqual([200, '300000'])
    const wrong = await regina.piece(uploadId, 0, paper.subarray(0, 300_000))
    expect([wrong.status, Refused.parse(await wrong.json())]).toMatchObject([
      409,
      { code: 'CONFLICT', facts: { offset: 300_000 } },
    ])
    const last = Progress.parse(await (await regina.piece(uploadId, 300_000, paper.subarray(300_000))).json())
    expect(last.attachment).toMatchObject({ name: 'Договор.pdf', size: paper.length, state: { kind: 'stored' } })
    expect((await regina.request('HEAD', `/files/uploads/${uploadId}`)).status).toBe(404)
  })

  it.each([
    ['without a session', {}, 401, 'UNAUTHENTICATED'],
    ['with a token of nobody', { authorization: 'Bearer nobody' }, 401, 'UNAUTHENTICATED'],
    ['with a visitor token of nobody', { authorization: 'Visitor v1.a.bbbbbbbb.c' }, 401, 'UNAUTHENTICATED'],
  ])('is refused %s', async (_case, headers, status, code) => {
    const { hub } = await aDesk()
    expect(await codeOf(await new Device(hub, headers).begin('a.pdf', 10))).toEqual({ status, code })
  })

  it('is refused from the page of another site, cookie or not', async () => {
    const { hub } = await aDesk()
    const { token } = await hub.signIn('regina')
    const cookie = `${cookieName(hub.url)}=${token}`
    const foreign = new Device(hub, { cookie, origin: 'https://evil.example' })
    expect(await codeOf(await foreign.begin('a.pdf', 10))).toEqual({ status: 403, code: 'ORIGIN' })
    const nowhere = new Device(hub, { cookie })
    expect((await nowhere.begin('a.pdf', 10)).status).toBe(403)
    const own = new Device(hub, { cookie, origin: hub.url })
    expect((await own.begin('a.pdf', 10)).status).toBe(201)
  })

  it('is refused in words when it cannot be taken', async () => {
    const { regina } = await aDesk()
    expect(await codeOf(await regina.begin('a.pdf', 0))).toMatchObject({ code: 'FILE_EMPTY' })
    expect(await codeOf(await regina.begin('a.pdf', 2 ** 30))).toEqual({ status: 413, code: 'FILE_TOO_BIG' })
    expect(await codeOf(await regina.begin('a.exe', 10))).toEqual({ status: 415, code: 'FILE_TYPE' })
    expect(await codeOf(await regina.request('POST', '/files/uploads', { body: '{"name":1}' }))).toMatchObject({
      code: 'BAD_REQUEST',
    })
    expect(await codeOf(await regina.piece('unknown', 0, paper.subarray(0, 10)))).toEqual({
      ...{ status: 404, code: 'UPLOAD_UNKNOWN' },
    })
    const { uploadId } = Begun.parse(await (await regina.begin('a.pdf', 10_000_000)).json())
    expect((await regina.piece(uploadId, 0, Buffer.alloc(512 * 1024 + 1))).status).toBe(413)
    const headers = { 'content-type': 'application/offset+octet-stream' }
    const placeless = await regina.request('PATCH', `/files/uploads/${uploadId}`, { body: paper, headers })
    expect(placeless.status).toBe(413)
    const small = await regina.request('PATCH', `/files/uploads/${uploadId}`, { body: Buffer.from('x'), headers })
    expect(await codeOf(small)).toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('takes no way out of its folder', async () => {
    const { regina } = await aDesk()
    for (const id of ['..%2f..%2fpult.sqlite', '%2e%2e', 'a%00b', '../../pult.sqlite'])
      for (const path of [`/files/uploads/${id}`, `/files/${id}`])
        expect((await regina.request(path.includes('uploads') ? 'HEAD' : 'GET', path)).status).toBe(404)
  })
})

describe('a stored file over HTTP', () => {
  it('comes whole, as it is, to be kept by nobody else', async () => {
    const { regina, attachment } = await aSentFile()
    const response = await regina.get(attachment)
    expect(Buffer.from(await response.arrayBuffer()).equals(paper)).toBe(true)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="_______ _ 7.pdf"; filename*=UTF-8''${encodeURIComponent('Договор № 7.pdf')}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
    })
  })

  it('is shown in the page only when it is a picture, a sound or a video', async () => {
    const { regina } = await aDesk()
    const looks = async (name: string, bytes: Buffer) => {
      const { headers } = await regina.get(await regina.uploads(name, bytes))
      return [headers.get('content-type'), headers.get('content-disposition')?.split(';')[0]]
    }
    expect(await looks('a.png', aPng(3, 3))).toEqual(['image/png', 'inline'])
    expect(await looks('a.svg', Buffer.from('<svg><script/></svg>'))).toEqual([
      'application/octet-stream',
      'attachment',
    ])
    expect(await looks('a.html', Buffer.from('<script>1</script>'))).toEqual(['application/octet-stream', 'attachment'])
    expect(await looks('a.xml', Buffer.from('<?xml?><a/>'))).toEqual(['application/octet-stream', 'attachment'])
    expect(await looks('a.xhtml', Buffer.from('<html/>'))).toEqual(['application/octet-stream', 'attachment'])
  })

  it('comes in ranges, and not again when it is there already', async () => {
    const { regina, attachment } = await aSentFile()
    const part = await regina.get(attachment, { range: 'bytes=9-108' })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 9-108/${paper.length}`])
    expect(Buffer.from(await part.arrayBuffer()).equals(paper.subarray(9, 109))).toBe(true)
    expect((await regina.get(attachment, { range: `bytes=${paper.length}-` })).status).toBe(416)
    const etag = part.headers.get('etag') ?? ''
    expect((await regina.get(attachment, { 'if-none-match': etag })).status).toBe(304)
    const changed = await regina.get(attachment, { range: 'bytes=0-1', 'if-range': '"other"' })
    expect([changed.status, (await changed.arrayBuffer()).byteLength]).toEqual([200, paper.length])
  })

  it('is a picture in the page of the workspace, which sends the cookie and no Origin', async () => {
    const { hub, attachment } = await aSentFile(aPng(3, 3), 'a.png')
    const { token } = await hub.signIn('regina')
    const page = new Device(hub, { cookie: `${cookieName(hub.url)}=${token}` })
    expect((await page.get(attachment)).status).toBe(200)
    expect((await new Device(hub, {}).get(attachment)).status).toBe(401)
  })

  it('is not there for an observer without a part in it, and there with one', async () => {
    const { hub, attachment, conversation, socket } = await aSentFile(aPng(3, 3), 'a.png')
    const account = await hub.operator('observer', 'restricted')
    const observer = await aDevice(hub, 'observer')
    expect(await codeOf(await observer.get(attachment))).toEqual({ status: 404, code: 'NOT_FOUND' })
    const part = { conversationId: conversation.id, operatorId: account.id, part: 'observer' } as const
    expect(await socket.command({ kind: 'part.add', ...part })).toMatchObject({ ok: true })
    expect((await observer.get(attachment)).status).toBe(200)
    expect(await socket.command({ kind: 'part.remove', ...part })).toMatchObject({ ok: true })
    expect((await observer.get(attachment)).status).toBe(404)
  })
})

describe('a visitor of a site', () => {
  async function aSite() {
    const hub = await aRunningHub()
    await hub.operator('admin', 'administrator')
    const admin = await hub.device('admin')
    const made = await admin.command({
      ...{ kind: 'channel.connect', name: 'Сайт', receiver: null },
      form: { ...plainWebForm, allowedOrigins: ['https://shop.example'] },
    })
    if (!made.ok) throw new Error(made.refusal.code)
    const { token } = await aVisitor(hub.url, made.value.id)
    const headers = { authorization: `Visitor ${token}`, origin: 'https://shop.example' }
    return { hub, headers, page: new Device(hub, headers), admin: await aDevice(hub, 'admin') }
  }

  it('uploads and sees his file, and nobody else does', async () => {
    const { hub, page, admin } = await aSite()
    const attachment = await page.uploads('фото.png', aPng(3, 3))
    const seen = await page.get(attachment)
    expect([seen.status, seen.headers.get('access-control-allow-origin')]).toEqual([200, 'https://shop.example'])
    expect((await admin.get(attachment)).status).toBe(404)
    expect((await new Device(hub, {}).get(attachment)).status).toBe(401)
  })

  it('does so from the pages of his site only', async () => {
    const { hub, headers } = await aSite()
    const elsewhere = new Device(hub, { ...headers, origin: 'https://evil.example' })
    const refused = await elsewhere.begin('a.png', 10)
    expect(refused.headers.get('access-control-allow-origin')).toBeNull()
    expect(await codeOf(refused)).toEqual({ status: 403, code: 'ORIGIN' })
    const forged = new Device(hub, { ...headers, authorization: `${headers.authorization.slice(0, -2)}xx` })
    expect((await forged.begin('a.png', 10)).status).toBe(401)
  })

  it('may ask before he sends, as browsers do', async () => {
    const { page } = await aSite()
    const asked = await page.request('OPTIONS', '/files/uploads', {
      headers: { 'access-control-request-method': 'POST' },
    })
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, 'https://shop.example'])
  })

  it('cannot fill the disk from one address', async () => {
    const { page } = await aSite()
    const statuses: number[] = []
    for (let times = 0; times < 32; times++) statuses.push((await page.begin('a.png', 10)).status)
    expect(statuses.filter((status) => status === 201).length).toBeLessThanOrEqual(31)
    expect([400, 429]).toContain(statuses.at(-1))
  })
})
