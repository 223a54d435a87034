import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AttachmentId, type OperatorId, UploadId } from '#protocol/ids'
import { sendReply } from '#server/conversations/send-reply'
import { aPng } from '#test/support/a-png'
import { type SomeFiles, someFiles } from '#test/support/some-files'
import type { FileOwner } from './ports'

const MiB = 1024 * 1024
const paper = Buffer.concat([Buffer.from('%PDF-1.7 '), Buffer.alloc(250_000, 'договор')])
const owned = (id: OperatorId): FileOwner => ({ kind: 'operator', id })

async function aDesk() {
  const files = await someFiles()
  const regina = await files.hub.operator('regina')
  return { files, uploads: files.attachments.uploads, regina, owner: owned(regina) }
}

const replyWith = (files: SomeFiles, by: OperatorId, attachments: AttachmentId[]) =>
  files.hub.command<'message.send'>(by, async (work, actor, id) => {
    const draft = await work.draftOfChat(files.hub.channelId, 'anna')
    if (draft === undefined) throw new Error('Anna has not written')
    const message = { conversationId: draft.id, text: '', attachments, replyToSeq: null }
    return sendReply(work, actor, id, { kind: 'message.send', ...message })
  })

describe('an upload', () => {
  it('becomes an attachment with the last of its pieces', async () => {
    const { files, owner } = await aDesk()
    expect(await files.uploads(owner, 'Договор.pdf', paper)).toMatchObject({
      ok: true,
      value: {
        offset: paper.length,
        attachment: { kind: 'file', name: 'Договор.pdf', mediaType: 'application/pdf', state: { kind: 'stored' } },
      },
    })
    expect(files.onDisk().incoming).toEqual([])
  })

  it('tells the sides of a picture', async () => {
    const { files, owner } = await aDesk()
    expect(await files.uploads(owner, 'скриншот.png', aPng(40, 30))).toMatchObject({
      value: { attachment: { kind: 'picture', width: 40, height: 30 } },
    })
  })

  it('goes on from where the hub has got to, also after its restart', async () => {
    const { files, owner } = await aDesk()
    const begun = await files.attachments.uploads.begin(owner, { name: 'a.pdf', mediaType: '', size: paper.length })
    const id = begun.ok ? begun.value.uploadId : UploadId.parse('-')
    await files.attachments.uploads.append(owner, id, 0, paper.subarray(0, 1000))
    await files.restart()
    const { uploads } = files.attachments
    expect(await uploads.offset(owner, id)).toEqual({ ok: true, value: { offset: 1000, size: paper.length } })
    expect(await uploads.append(owner, id, 0, paper.subarray(0, 1000))).toMatchObject({
      refusal: { code: 'CONFLICT', facts: { offset: 1000 } },
    })
    expect(await uploads.append(owner, id, 1000, paper.subarray(1000))).toMatchObject({
      value: { attachment: { size: paper.length } },
    })
  })

  it('keeps every byte in its place, however it is cut', async () => {
    const { files, owner } = await aDesk()
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        fc.integer({ min: 1, max: 90 }),
        async (bytes, piece) => {
          const content = Buffer.concat([Buffer.from('text '), Buffer.from(bytes)])
          const sent = await files.uploads(owner, 'a.xyz', content, piece)
          const id = sent.ok && 'attachment' in sent.value ? sent.value.attachment?.id : undefined
          const place = id === undefined ? null : await files.attachments.place(id)
          expect(readFileSync(place?.path ?? '').equals(content)).toBe(true)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('is known to nobody but who began it', async () => {
    const { uploads, owner } = await aDesk()
    const begun = await uploads.begin(owner, { name: 'a.pdf', mediaType: '', size: 10 })
    const id = begun.ok ? begun.value.uploadId : UploadId.parse('-')
    for (const other of [owned('ivan' as OperatorId), { kind: 'visitor', id: 'regina', channelId: 'c' } as FileOwner]) {
      expect(await uploads.offset(other, id)).toMatchObject({ refusal: { code: 'UPLOAD_UNKNOWN' } })
      expect(await uploads.append(other, id, 0, paper)).toMatchObject({ refusal: { code: 'UPLOAD_UNKNOWN' } })
    }
  })

  it('is forgotten when nobody goes on with it for an hour', async () => {
    const { files, uploads, owner } = await aDesk()
    const begin = async () => {
      const begun = await uploads.begin(owner, { name: 'a.pdf', mediaType: '', size: 100 })
      return begun.ok ? begun.value.uploadId : UploadId.parse('-')
    }
    const [left, kept] = [await begin(), await begin()]
    files.hub.time.jump(40 * 60_000)
    await uploads.append(owner, kept, 0, Buffer.from('%PDF-'))
    files.hub.time.jump(25 * 60_000)
    await files.attachments.sweep()
    expect(await uploads.offset(owner, left)).toMatchObject({ refusal: { code: 'UPLOAD_UNKNOWN' } })
    expect(await uploads.offset(owner, kept)).toMatchObject({ value: { offset: 5 } })
    expect(files.onDisk().incoming).toEqual([kept])
  })
})

describe('before a byte travels', () => {
  it.each([
    ['an empty file', { name: 'a.pdf', size: 0 }, 'FILE_EMPTY'],
    ['a file above the limit', { name: 'a.pdf', size: 25 * MiB + 1 }, 'FILE_TOO_BIG'],
    ['a program', { name: 'setup.exe', size: 10 }, 'FILE_TYPE'],
  ])('%s is refused', async (_case, file, code) => {
    const { uploads, owner } = await aDesk()
    expect(await uploads.begin(owner, { mediaType: '', ...file })).toMatchObject({ refusal: { code } })
  })

  it('a file beyond the room there is is refused', async () => {
    const files = await someFiles({ quota: { totalBytes: 300_000, channelBytes: 300_000 } })
    const owner = owned(await files.hub.operator('regina'))
    expect(await files.uploads(owner, 'a.pdf', paper)).toMatchObject({ ok: true })
    expect(await files.uploads(owner, 'b.pdf', paper)).toMatchObject({ refusal: { code: 'FILE_QUOTA' } })
    await files.restart()
    expect(await files.uploads(owner, 'b.pdf', paper)).toMatchObject({ refusal: { code: 'FILE_QUOTA' } })
  })

  it('one person cannot begin without end', async () => {
    const { uploads, owner } = await aDesk()
    const begin = () => uploads.begin(owner, { name: 'a.pdf', mediaType: '', size: 10 })
    for (let times = 0; times < 30; times++) expect(await begin()).toMatchObject({ ok: true })
    expect(await begin()).toMatchObject({ refusal: { code: 'FILE_COUNT' } })
  })
})

describe('bytes that are not what was announced', () => {
  it.each([
    ['a page called a picture', 'a.png', Buffer.from('<html><script>alert(1)</script>'), 'FILE_CONTENT'],
    ['a program called a paper', 'a.pdf', Buffer.from('MZ program'), 'FILE_TYPE'],
    ['a bomb of pixels', 'a.png', aPng(1, 1, { width: 60_000, height: 60_000 }), 'FILE_CONTENT'],
  ])('are refused: %s', async (_case, name, bytes, code) => {
    const { files, owner } = await aDesk()
    expect(await files.uploads(owner, name, bytes)).toMatchObject({ refusal: { code } })
    expect(files.onDisk()).toEqual({ incoming: [], stored: [] })
  })

  it('are refused when there are more of them', async () => {
    const { uploads, owner } = await aDesk()
    const begun = await uploads.begin(owner, { name: 'a.txt', mediaType: '', size: 4 })
    const id = begun.ok ? begun.value.uploadId : UploadId.parse('-')
    expect(await uploads.append(owner, id, 0, Buffer.from('12345'))).toMatchObject({
      refusal: { code: 'FILE_TOO_BIG' },
    })
    expect(await uploads.append(owner, id, 0, Buffer.alloc(0))).toMatchObject({ refusal: { code: 'BAD_REQUEST' } })
  })
})

describe('a reply with files', () => {
  async function anUpload() {
    const desk = await aDesk()
    await desk.files.hub.writes('anna')
    const sent = await desk.files.uploads(desk.owner, 'a.pdf', paper)
    const attachment = sent.ok && 'attachment' in sent.value ? sent.value.attachment : undefined
    if (attachment === undefined) throw new Error('not uploaded')
    return { ...desk, hub: desk.files.hub, id: attachment.id }
  }
  it('takes an upload of its writer, once', async () => {
    const { files, hub, regina, id } = await anUpload()
    expect(await replyWith(files, regina, [id])).toMatchObject({ ok: true })
    expect(await files.last()).toMatchObject({ id, name: 'a.pdf', state: { kind: 'stored' } })
    expect(await replyWith(files, regina, [id])).toMatchObject({ refusal: { code: 'FILE_NOT_RECEIVED' } })
    await hub.mirror.check()
  })

  it('is refused whole where the messenger takes no files, and the upload stays with its writer', async () => {
    const { files, hub, regina, id } = await anUpload()
    const becomes = async (messenger: string) => {
      await hub.sql('update channel set messenger = $1', [messenger])
      await hub.changed()
    }
    await becomes('viber')
    expect(await replyWith(files, regina, [id])).toMatchObject({ refusal: { code: 'FILE_TYPE', field: 'attachments' } })
    expect(await hub.open.reader.all('select 1 from delivery')).toEqual([])
    await becomes('telegram')
    expect(await replyWith(files, regina, [id])).toMatchObject({ ok: true })
    await hub.mirror.check()
  })

  it('takes nothing of others, nothing unknown, nothing twice', async () => {
    const { files, hub, id, regina } = await anUpload()
    const ivan = await hub.operator('ivan')
    expect(await replyWith(files, ivan, [id])).toMatchObject({ refusal: { code: 'FILE_NOT_RECEIVED' } })
    const unknown = AttachmentId.parse('unknown')
    expect(await replyWith(files, regina, [unknown])).toMatchObject({ refusal: { code: 'FILE_NOT_RECEIVED' } })
    expect(await replyWith(files, regina, [id, id])).toMatchObject({ refusal: { code: 'FILE_COUNT' } })
  })

  it('is read by who sees the conversation, before that by who brought it', async () => {
    const { files, hub, regina, id } = await anUpload()
    const restricted = await hub.operator('observer', { role: 'restricted' })
    const ivan = await hub.operator('ivan')
    const may = async (who: OperatorId) => {
      const actor = await hub.write(async (work) => work.people.actor(who))
      if (actor === undefined) throw new Error('nobody')
      return (await files.attachments.read({ kind: 'operator', actor }, id)).ok
    }
    const visitorMay = async (visitor: string, channelId = hub.channelId) =>
      (await files.attachments.read({ kind: 'visitor', id: visitor, channelId }, id)).ok
    expect([await may(regina), await may(ivan), await may(restricted)]).toEqual([true, false, false])
    await replyWith(files, regina, [id])
    expect([await may(regina), await may(ivan), await may(restricted)]).toEqual([true, true, false])
    expect([await visitorMay('anna'), await visitorMay('oleg')]).toEqual([true, false])
    expect(await visitorMay('anna', 'other' as typeof hub.channelId)).toBe(false)
    await hub.addPart(regina, 'anna', restricted, 'observer')
    expect(await may(restricted)).toBe(true)
  })

  it('that is never written lets its uploads go after a day', async () => {
    const { files, hub, id } = await anUpload()
    hub.time.jump(25 * 3600_000)
    await files.attachments.sweep()
    await files.attachments.sweep()
    expect(await files.attachments.place(id)).toBeNull()
    expect(files.onDisk().stored).toEqual([])
  })
})
