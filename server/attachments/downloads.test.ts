import { describe, expect, it, onTestFinished } from 'vitest'
import { aPng } from '#test/support/a-png'
import { someFiles } from '#test/support/some-files'
import { FetchFailed } from './ports'

const paper = Buffer.concat([Buffer.from('%PDF-1.7 '), Buffer.alloc(25_000, 'договор')])

const failing = (reason: FetchFailed['reason'], canRetry: boolean) => async () => {
  throw new FetchFailed(reason, canRetry)
}

const breakingOff = (bytes: Buffer) => async () => ({
  size: bytes.length,
  body: (async function* () {
    yield bytes.subarray(0, 100)
    throw new FetchFailed('truncated', true)
  })(),
})

const hour = 3600_000

describe('a file a contact sends', () => {
  it('is seen at once, and read once its bytes are here', async () => {
    const files = await someFiles()
    files.host.gives('paper', paper)
    expect(await files.receives('paper')).toMatchObject({ name: 'file.pdf', state: { kind: 'pending' } })
    const stored = await files.settled('stored')
    expect(stored).toMatchObject({ kind: 'file', mediaType: 'application/pdf', size: paper.length })
    const place = await files.attachments.place(stored.id)
    expect(place?.size).toBe(paper.length)
    expect(files.onDisk()).toMatchObject({ incoming: [], stored: [expect.stringMatching(/^[0-9a-f]{64}$/)] })
    await files.hub.mirror.check()
  })

  it('tells the sides of a picture and its true type', async () => {
    const files = await someFiles()
    files.host.gives('picture', aPng(30, 20))
    await files.receives('picture', { kind: 'sticker', name: 'sticker.webp', mediaType: 'image/webp' })
    expect(await files.settled('stored')).toMatchObject({
      ...{ kind: 'sticker', name: 'sticker.png', mediaType: 'image/png', width: 30, height: 20 },
    })
  })

  it('is kept once however often it comes', async () => {
    const files = await someFiles()
    files.host.gives('paper', paper)
    for (let times = 0; times < 3; times++) {
      await files.receives('paper')
      await files.settled('stored')
    }
    expect(files.onDisk().stored).toHaveLength(1)
  })

  it('has a safe name whatever it was called', async () => {
    const files = await someFiles()
    files.host.gives('paper', paper)
    await files.receives('paper', { name: '../../../etc/cron.d/\u202efdp.pdf' })
    expect(await files.settled('stored')).toMatchObject({ name: '_fdp.pdf' })
  })

  it.each([
    ['is a page called a picture', 'a.png', Buffer.from('<html><script>alert(1)</script>'), 'disagrees'],
    ['is a program', 'a.pdf', Buffer.from('MZ\x90\x00 program'), 'program'],
    ['is empty', 'a.pdf', Buffer.alloc(0), 'empty'],
    ['is a bomb of pixels', 'a.png', aPng(1, 1, { width: 60_000, height: 60_000 }), 'pixels'],
    ['is a damaged picture', 'a.png', aPng(1, 1).subarray(0, 12), 'damaged'],
  ])('that %s is refused for good', async (_case, name, bytes, reason) => {
    const files = await someFiles()
    files.host.gives('x', bytes)
    await files.receives('x', { name })
    expect((await files.settled('failed')).state).toEqual({ kind: 'failed', reason, canRetry: false })
    expect(files.onDisk()).toEqual({ incoming: [], stored: [] })
  })

  it('that is told to be too big is not fetched at all', async () => {
    const files = await someFiles()
    const big = await files.receives('x', { size: 26 * 1024 * 1024 })
    expect(big.state).toEqual({ kind: 'failed', reason: 'tooBig', canRetry: false })
    expect(files.host.asked).toEqual([])
  })

  it('that goes on without end is cut off', async () => {
    const files = await someFiles()
    const piece = Buffer.alloc(1024 * 1024, 1)
    files.host.answers('x', async () => ({
      size: null,
      body: (async function* () {
        for (;;) yield piece
      })(),
    }))
    await files.receives('x')
    expect((await files.settled('failed')).state).toMatchObject({ reason: 'tooBig' })
    expect(files.onDisk()).toEqual({ incoming: [], stored: [] })
  })

  it('may be a page or a drawing: kept, never shown', async () => {
    const files = await someFiles()
    files.host.gives('x', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'))
    await files.receives('x', { name: 'logo.svg', kind: 'picture', mediaType: 'image/png' })
    expect(await files.settled('stored')).toMatchObject({ kind: 'file', mediaType: 'image/svg+xml' })
  })
})

describe('a file that cannot be fetched', () => {
  it('is asked for again, with pauses, for a day', async () => {
    const files = await someFiles()
    files.host.answers('x', failing('network', true))
    await files.receives('x')
    await files.until(() => files.host.asked.length === 1)
    for (let hours = 0; hours < 26; hours++) await files.hub.time.advance(hour)
    expect((await files.settled('failed')).state).toEqual({ kind: 'failed', reason: 'network', canRetry: true })
    expect(files.host.asked.length).toBeGreaterThan(20)
    expect(files.host.asked.length).toBeLessThan(1000)
  }, 60_000)

  it('arrives when the messenger is back', async () => {
    const files = await someFiles()
    files.host.answers('paper', breakingOff(paper))
    await files.receives('paper')
    await files.until(() => files.host.asked.length === 1)
    files.host.gives('paper', paper, paper.length + 5)
    await files.until(async () => {
      await files.hub.time.advance(1000)
      return files.host.asked.length === 2
    })
    files.host.gives('paper', paper)
    await files.until(async () => {
      await files.hub.time.advance(10_000)
      return (await files.last()).state.kind === 'stored'
    })
  })

  it('for good says why, and is not asked for again', async () => {
    const files = await someFiles()
    files.host.answers('x', failing('notFound', false))
    await files.receives('x')
    expect((await files.settled('failed')).state).toEqual({ kind: 'failed', reason: 'notFound', canRetry: false })
    await files.hub.time.advance(hour)
    expect(files.host.asked).toHaveLength(1)
  })

  it('is fetched again when somebody who sees it asks, and by nobody else', async () => {
    const files = await someFiles()
    const regina = await files.hub.operator('regina')
    const stranger = await files.hub.operator('stranger', { role: 'restricted' })
    files.host.answers('paper', failing('network', true))
    const { id } = await files.receives('paper')
    files.hub.time.jump(25 * hour)
    await files.until(async () => {
      await files.hub.time.advance(10_000)
      return (await files.last()).state.kind === 'failed'
    })
    files.host.gives('paper', paper)
    expect(await files.retry(stranger, id)).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
    expect(await files.retry(regina, id)).toMatchObject({ ok: true })
    await files.settled('stored')
    expect(await files.retry(regina, id)).toMatchObject({ refusal: { code: 'FILE_NOT_RECEIVED' } })
  })

  it('does not hurry while the store is away', async () => {
    const files = await someFiles()
    files.host.gives('paper', paper)
    const { repair } = files.hub.breakStore()
    repair()
    await files.receives('paper')
    const broken = files.hub.breakStore()
    await files.until(() => files.errors.length > 0 || files.host.asked.length > 0)
    await files.hub.time.advance(12_000)
    expect(files.host.asked.length).toBeLessThan(6)
    broken.repair()
    await files.until(async () => {
      await files.hub.time.advance(6000)
      return (await files.last()).state.kind === 'stored'
    })
  })
})

describe('a hub that dies in the middle of a download', () => {
  it('leaves nothing behind and fetches the file after its start', async () => {
    let deaths = 0
    const dies = () =>
      new Promise<void>((_resolve, reject) => onTestFinished(() => reject(new Error('dead since long'))))
    const files = await someFiles({
      faults: { midDownload: () => (deaths++ === 0 ? dies() : Promise.resolve()) },
    })
    files.host.gives('paper', paper)
    await files.receives('paper')
    await files.until(() => deaths === 1)
    expect(files.onDisk().incoming).toHaveLength(1)
    await files.restartAfterKill()
    expect(await files.settled('stored')).toMatchObject({ size: paper.length })
    expect(files.onDisk()).toMatchObject({ incoming: [], stored: [expect.anything()] })
  })

  it('removes bytes that no row knows, but not at once', async () => {
    const files = await someFiles()
    files.host.gives('paper', paper)
    await files.receives('paper')
    await files.settled('stored')
    await files.hub.sql('delete from attachment')
    await files.attachments.sweep()
    expect(files.onDisk().stored).toHaveLength(1)
    await files.attachments.sweep()
    expect(files.onDisk().stored).toEqual([])
  })

  it('keeps bytes that a row knows, however often one looks', async () => {
    const files = await someFiles()
    files.host.gives('paper', paper)
    await files.receives('paper')
    await files.settled('stored')
    for (let rounds = 0; rounds < 4; rounds++) await files.attachments.sweep()
    expect(files.onDisk().stored).toHaveLength(1)
  })
})
