import { describe, expect, it } from 'vitest'
import { AttachmentId } from '#protocol/ids'
import { VirtualTime } from '#test/support/virtual-time'
import type { DoorAnswer, FileDoor, PageFile, Progress } from './files'
import { Uploads, uploadLimits } from './uploads'

const aFile = (size: number, name = 'чек.pdf'): PageFile => ({
  ...{ name, size, type: 'application/pdf' },
  slice: (from, to) => new Blob([new Uint8Array(to - from)]),
})

/** A door that takes bytes in order, as the hub does; `mishaps` happen to the next pieces. */
class Door implements FileDoor {
  received = 0
  readonly mishaps: ('lost' | 'answerLost' | DoorAnswer<Progress>)[] = []
  readonly offsets: number[] = []

  constructor(private readonly size: number) {}

  begin = async () => ({ ok: true, value: { uploadId: 'up' } }) as const
  offset = async () => ({ ok: true, value: { offset: this.received } }) as const
  read = async () => null

  async append(_id: string, offset: number, bytes: Blob): Promise<DoorAnswer<Progress>> {
    this.offsets.push(offset)
    const mishap = this.mishaps.shift()
    if (mishap === 'lost') return null
    if (mishap !== undefined && mishap !== 'answerLost') return mishap
    if (offset !== this.received) return { ok: false, code: 'CONFLICT', retryAfterMs: null }
    this.received += bytes.size
    if (mishap === 'answerLost') return null
    const attachment = {
      ...{ id: AttachmentId.parse('a'), kind: 'file' as const, name: 'чек.pdf', mediaType: 'application/pdf' },
      ...{ size: this.size, width: null, height: null, durationMs: null, state: { kind: 'stored' as const } },
    }
    return { ok: true, value: { offset: this.received, attachment: this.received === this.size ? attachment : null } }
  }
}

function aTray(door: FileDoor) {
  const time = new VirtualTime()
  let count = 0
  const uuid = () => {
    count += 1
    return `file-${count}`
  }
  const uploads = new Uploads({ world: { after: (ms, work) => time.after(ms, work), uuid }, door, changed: () => {} })
  const kinds = () => uploads.all().map(({ state }) => state.kind)
  return { time, uploads, kinds }
}

const big = uploadLimits.pieceBytes * 2 + 10

describe('a file on its way', () => {
  it('travels in pieces and is there with the last', async () => {
    const door = new Door(big)
    const { time, uploads, kinds } = aTray(door)
    uploads.add([aFile(big)])
    expect([kinds(), uploads.isBusy]).toEqual([['sending'], true])
    await time.advance(10)
    expect(kinds()).toEqual(['done'])
    expect(door.offsets).toEqual([0, uploadLimits.pieceBytes, uploadLimits.pieceBytes * 2])
    expect(uploads.take()).toMatchObject([{ name: 'чек.pdf' }])
    expect(uploads.all()).toEqual([])
  })

  it.each([
    ['a piece is lost', 'lost', [0, 0, 1, 2]],
    ['the answer to a piece is lost', 'answerLost', [0, 1, 2]],
  ] as const)('goes on from where the hub has got to when %s', async (_what, mishap, pieces) => {
    const door = new Door(big)
    door.mishaps.push(mishap)
    const { time, uploads, kinds } = aTray(door)
    uploads.add([aFile(big)])
    await time.advance(5000)
    expect(kinds()).toEqual(['done'])
    expect(door.offsets).toEqual(pieces.map((piece) => piece * uploadLimits.pieceBytes))
  })

  it('waits when the hub asks to', async () => {
    const door = new Door(10)
    door.mishaps.push({ ok: false, code: 'RATE_LIMITED', retryAfterMs: 3000 })
    const { time, uploads, kinds } = aTray(door)
    uploads.add([aFile(10)])
    await time.advance(2000)
    expect(kinds()).toEqual(['sending'])
    await time.advance(2000)
    expect(kinds()).toEqual(['done'])
  })

  it('ends with the reason when the hub does not take it', async () => {
    const door = new Door(10)
    door.mishaps.push({ ok: false, code: 'FILE_CONTENT', retryAfterMs: null })
    const { time, uploads } = aTray(door)
    uploads.add([aFile(10)])
    await time.advance(10)
    expect(uploads.all()[0]?.state).toEqual({ kind: 'failed', code: 'FILE_CONTENT', canRetry: false })
    expect(uploads.take()).toEqual([])
  })

  it('is no more once it was taken back', async () => {
    const door = new Door(big)
    door.mishaps.push('lost')
    const { time, uploads } = aTray(door)
    uploads.add([aFile(big)])
    await time.advance(10)
    uploads.cancel('file-1')
    await time.advance(60_000)
    expect([uploads.all(), door.received, uploads.isBusy]).toEqual([[], 0, false])
  })

  it.each([
    ['empty', 0, 'FILE_EMPTY'],
    ['too big', uploadLimits.bytes + 1, 'FILE_TOO_BIG'],
  ])('is refused before a byte has travelled when it is %s', (_what, size, code) => {
    const door = new Door(size)
    const { uploads } = aTray(door)
    uploads.add([aFile(size)])
    expect(uploads.all()[0]?.state).toMatchObject({ kind: 'failed', code })
    expect(door.offsets).toEqual([])
  })

  it('is one of ten at most', async () => {
    const { time, uploads, kinds } = aTray(new Door(1))
    uploads.add(Array.from({ length: 12 }, () => aFile(1)))
    await time.advance(10)
    expect(kinds().filter((kind) => kind === 'failed').length).toBeGreaterThanOrEqual(2)
    expect(uploads.all().at(-1)?.state).toMatchObject({ code: 'FILE_COUNT' })
  })
})
