import type { ChannelId, OperatorId } from '#protocol/ids'
import { ChannelSignature, defaultSignature, signatureLine } from '#protocol/signature'
import type { ReadableSql } from './sql'

export const signatureOf = (stored: string | null): ChannelSignature =>
  stored === null ? defaultSignature : ChannelSignature.parse(JSON.parse(stored))

/** The line that signs what an operator writes in a channel now; null = none. */
export async function signatureLineOf(
  sql: ReadableSql,
  channelId: ChannelId,
  operatorId: OperatorId,
): Promise<string | null> {
  const asked = `select account.name, channel.signature from account, channel where account.id = $1 and channel.id = $2`
  const found = await sql.get<{ name: string; signature: string | null }>(asked, [operatorId, channelId])
  return found === undefined ? null : signatureLine(signatureOf(found.signature), found.name)
}
