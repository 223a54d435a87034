import type { OutgoingAnswer, OutgoingLimits } from '../outgoing'

/** As a data URL it is at most 64 kB (protocol/channel.ts, CheckedAccount). */
export const pictureLimits: OutgoingLimits = { maxBytes: 45 * 1024, headMs: 5000, idleMs: 5000, totalMs: 8000 }

const signs: readonly (readonly [mediaType: string, first: Buffer])[] = [
  ['image/jpeg', Buffer.of(0xff, 0xd8, 0xff)],
  ['image/png', Buffer.of(0x89, 0x50, 0x4e, 0x47)],
  ['image/webp', Buffer.from('RIFF')],
]

/** An account's picture as a data URL. It is an ornament: whatever goes wrong, there is none. */
export async function accountPicture(open: () => Promise<OutgoingAnswer>): Promise<string | null> {
  try {
    const { status, body } = await open()
    const pieces: Uint8Array[] = []
    for await (const piece of body) pieces.push(piece)
    const bytes = Buffer.concat(pieces)
    const type = signs.find(([, first]) => bytes.subarray(0, first.length).equals(first))?.[0]
    return status !== 200 || type === undefined ? null : `data:${type};base64,${bytes.toString('base64')}`
  } catch {
    return null
  }
}
