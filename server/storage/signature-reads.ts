import type { ChannelId, OperatorId } from '#protocol/ids'
import { ChannelSignature, defaultSignature, signed } from '#protocol/signature'
import type { ReadableSql } from './sql'

export const signatureOf = (stored: string | null): ChannelSignature =>
  stored === null ? defaultSignature : ChannelSignature.parse(JSON.parse(stored))

/** What the contact is sent for a text of an operator; `operatorId` null = nobody wrote it. */
export async function textAsSent(
  sql: ReadableSql,
  channelId: ChannelId,
  operatorId: OperatorId | null,
  text: string,
): Promise<{ readonly text: string; readonly operatorName: string | null }> {
  if (operatorId === null) return { text, operatorName: null }
  const asked = `select account.name, channel.signature from account, channel where account.id = $1 and channel.id = $2`
  const found = await sql.get<{ name: string; signature: string | null }>(asked, [operatorId, channelId])
  const operatorName = found?.name ?? null
  return { text: signed(text, signatureOf(found?.signature ?? null), operatorName), operatorName }
}
