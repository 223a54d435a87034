/** What is read of the end of a file to find its last page; a page of Ogg is at most 65 kB long. */
export const lastPageBytes = 66 * 1024

const opusHead = Buffer.from('OpusHead')
const pageMark = Buffer.from('OggS')
/** Positions count samples at this rate, whatever the sound was recorded at (RFC 7845 section 4). */
const samplesPerMs = 48
const granuleAt = 6
const preSkipAt = 10

/**
 * Length of a sound in Ogg with Opus, the one format that every messenger plays as a voice message; null for anything else.
 * `head` and `tail`: the first and the last bytes of the file.
 */
export function opusLengthMs(head: Buffer, tail: Buffer): number | null {
  if (!head.subarray(0, pageMark.length).equals(pageMark)) return null
  const opus = head.subarray(0, 300).indexOf(opusHead)
  const last = tail.lastIndexOf(pageMark)
  if (opus === -1 || last === -1 || head.length < opus + preSkipAt + 2 || tail.length < last + granuleAt + 8)
    return null
  const samples = Number(tail.readBigInt64LE(last + granuleAt)) - head.readUInt16LE(opus + preSkipAt)
  return Math.max(0, Math.round(samples / samplesPerMs))
}
