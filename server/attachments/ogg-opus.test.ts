import { describe, expect, it } from 'vitest'
import { opusLengthMs } from './ogg-opus'

/** Pages as Ogg has them, without what nobody here looks at. */
function page(granule: bigint, body: string | Buffer): Buffer {
  const head = Buffer.alloc(28)
  head.write('OggS')
  head.writeBigInt64LE(granule, 6)
  return Buffer.concat([head, Buffer.from(body)])
}
const opusHead = (preSkip: number) => {
  const head = Buffer.alloc(19)
  head.write('OpusHead')
  head.writeUInt16LE(preSkip, 10)
  return head
}
const voice = (ms: number) =>
  Buffer.concat([page(0n, opusHead(312)), page(0n, 'OpusTags'), page(BigInt(ms * 48 + 312), 'sound')])

describe('a voice in Ogg with Opus', () => {
  it('tells its length by its last page', () => {
    expect(opusLengthMs(voice(7_340), voice(7_340))).toBe(7_340)
  })

  it.each([
    ['Vorbis in Ogg', page(48_000n, '\u0001vorbis')],
    ['no Ogg at all', Buffer.from('RIFF....WAVE')],
    ['a head that breaks off', page(0n, 'OpusHead').subarray(0, 36)],
    ['nothing', Buffer.alloc(0)],
  ])('is not found in %s', (_what, bytes) => {
    expect(opusLengthMs(bytes, bytes)).toBeNull()
  })
})
