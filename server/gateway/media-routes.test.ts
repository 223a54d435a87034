import { describe, expect, it } from 'vitest'

import { AttachmentId, CommandId } from '#protocol/ids'
import { PublicLinks } from '#server/attachments/public-links'
import { systemClock, systemRandom } from '#server/platform'
import { Secrets } from '#server/secrets'
import { aFreePort } from '#test/support/a-free-port'
import { aRunningHub } from '#test/support/a-running-hub'
import { anUpload } from '#test/support/an-upload'

const key = Buffer.alloc(32, 9)
const paper = Buffer.concat([Buffer.from('%PDF-1.7 '), Buffer.alloc(10_000, 'договор')])
const hour = 3600_000

/** A hub that can be reached, and the same addresses as it gives to messengers; `hours` on from now. */
async function aHub() {
  const port = await aFreePort()
  const publicUrl = `http://127.0.0.1:${port}`
  const hub = await aRunningHub({ config: { secretKey: key, publicUrl, port } })
  await hub.operator('regina')
  await hub.channel('channel-1', 'telegram')
  await hub.writes('anna')
  const linksAt = (hours: number) => {
    const clock = { ...systemClock, now: () => systemClock.now() + hours * hour }
    return new PublicLinks(new Secrets(key, systemRandom).derive('public media'), publicUrl, clock)
  }
  return { hub, linksAt, addressOf: (id: AttachmentId, name: string) => linksAt(0).addressOf(id, name) }
}

async function aSentFile(bytes: Buffer = paper, name = 'Договор № 7.pdf') {
  const stand = await aHub()
  const { hub } = stand
  const attachment = await anUpload(hub, 'regina', name, bytes)
  const socket = await hub.device('regina')
  const { rows } = await socket.ask({ kind: 'conversations.list', section: 'unassigned', after: null, limit: 10 })
  const [conversation] = rows
  if (conversation === undefined) throw new Error('no conversation')
  const message = { conversationId: conversation.id, text: '', attachments: [attachment.id], replyToSeq: null }
  const sent = await socket.command({ kind: 'message.send', ...message }, { id: CommandId.parse(systemRandom.uuid()) })
  expect(sent).toMatchObject({ ok: true })
  return { ...stand, id: attachment.id, address: stand.addressOf(attachment.id, name) }
}

const statusOf = async (address: string) => (await fetch(address)).status

describe('the public address of a file that is being sent', () => {
  it('gives the file to whoever has it, under its own type and name', async () => {
    const { address } = await aSentFile()
    expect(address).toMatch(/\/media\/[\w.-]+\/file\.pdf$/)
    const response = await fetch(address)
    expect(Buffer.from(await response.arrayBuffer()).equals(paper)).toBe(true)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      ...{ 'content-type': 'application/pdf', 'content-length': String(paper.length) },
      ...{ 'x-content-type-options': 'nosniff', 'x-robots-tag': 'noindex' },
      'content-disposition': expect.stringMatching(/^attachment; .*%D0%94/),
    })
    const head = await fetch(address, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(paper.length)])
  })

  it('gives a part of it', async () => {
    const { address } = await aSentFile()
    const part = await fetch(address, { headers: { range: 'bytes=0-7' } })
    expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([
      ...[206, '%PDF-1.7', `bytes 0-7/${paper.length}`],
    ])
    expect((await fetch(address, { headers: { range: 'bytes=99999-' } })).status).toBe(416)
  })

  it('is good for a day', async () => {
    const { linksAt, id } = await aSentFile()
    expect(await statusOf(linksAt(-23).addressOf(id, 'a.pdf'))).toBe(200)
    expect(await statusOf(linksAt(-25).addressOf(id, 'a.pdf'))).toBe(404)
  })

  it('cannot be bent: to another file, a later moment, another ending, another signature', async () => {
    const { address, id } = await aSentFile()
    const [, signed = ''] = /\/media\/([^/]+)\//.exec(address) ?? []
    const [, until = '', signature = ''] = signed.split('.')
    const bent = [
      signed.replace(
        id,
        id.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
      ),
      signed.replace(until, (Number.parseInt(until, 36) + 1).toString(36)),
      signed.replace(
        signature,
        signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
      ),
      signed.replace(signature, ''),
      signed.replace(`.${signature}`, ''),
      `${signed}A`,
      'x',
      '..%2f..%2fpult.sqlite',
    ]
    for (const one of bent) expect(await statusOf(address.replace(signed, one))).toBe(404)
    for (const last of ['file.html', 'file', 'file.pdf.html', '..%2ffile.pdf'])
      expect(await statusOf(address.replace(/file\.pdf$/, last))).toBe(404)
  })

  it('was signed with this hub’s key, or is nothing', async () => {
    const { hub, id } = await aSentFile()
    const other = new PublicLinks(Buffer.alloc(32, 1), hub.url, systemClock)
    expect(await statusOf(other.addressOf(id, 'a.pdf'))).toBe(404)
  })

  it('opens nothing that nobody has sent', async () => {
    const { hub, addressOf } = await aHub()
    const { id } = await anUpload(hub, 'regina', 'a.pdf', paper)
    expect(await statusOf(addressOf(id, 'a.pdf'))).toBe(404)
  })

  it.each([
    ['page.html', '<html><script>alert(1)</script></html>'],
    ['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['data.xml', '<?xml version="1.0"?><x/>'],
  ])('runs nothing: %s is saved, never shown', async (name, text) => {
    const { address } = await aSentFile(Buffer.from(text), name)
    const { headers, status } = await fetch(address)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('application/octet-stream')
    expect(headers.get('content-disposition')).toMatch(/^attachment;/)
    expect(headers.get('content-security-policy')).toContain('sandbox')
  })

  it('does not exist on a hub that nobody can reach', async () => {
    const hub = await aRunningHub()
    const links = new PublicLinks(new Secrets(key, systemRandom).derive('public media'), hub.url, systemClock)
    expect(await statusOf(links.addressOf(AttachmentId.parse(systemRandom.id()), 'a.pdf'))).toBe(404)
  })
})
