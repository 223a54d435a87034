import { createHmac, timingSafeEqual } from 'node:crypto'
import { ChannelId } from '#protocol/ids'

const form = /^v1\.([\w-]{1,64})\.([\w-]{8,32})\.([\w-]{43})$/

/**
 * A visitor's identity in the page: channel and visitor id under the hub's signature. It opens his own conversation and nothing
 * else, and does not expire: the same browser finds its conversation after a year.
 */
export class VisitorTokens {
  /** `key` is derived from the hub's secret for this purpose alone. */
  constructor(private readonly key: Uint8Array) {}

  sign(channelId: ChannelId, visitorId: string): string {
    const said = `v1.${channelId}.${visitorId}`
    return `${said}.${this.signature(said).toString('base64url')}`
  }

  /** The visitor's id, or null for a token that is not ours or belongs to another channel. */
  verify(channelId: ChannelId, token: string): string | null {
    const said = this.read(token)
    return said?.channelId === channelId ? said.visitorId : null
  }

  /** Whose token it is; null for one that is not ours. */
  read(token: string): { readonly channelId: ChannelId; readonly visitorId: string } | null {
    const [, channel, visitorId, signature] = form.exec(token) ?? []
    if (channel === undefined || visitorId === undefined || signature === undefined) return null
    const given = Buffer.from(signature, 'base64url')
    const wanted = this.signature(`v1.${channel}.${visitorId}`)
    const isOurs = given.length === wanted.length && timingSafeEqual(given, wanted)
    return isOurs ? { channelId: ChannelId.parse(channel), visitorId } : null
  }

  private signature(said: string): Buffer {
    return createHmac('sha256', this.key).update(said).digest()
  }
}
