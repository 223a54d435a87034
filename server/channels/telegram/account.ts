import type { CheckedAccount } from '#protocol/channel'
import type { ConnectionForm } from '#protocol/connection'
import { accepted, type Outcome, refused } from '#protocol/errors'
import { type Outgoing, OutgoingFailed } from '../../outgoing'
import { MessengerRefused } from '../messenger-error'
import { TelegramApi } from './api'
import { tokenForm } from './settings'

/** As a data URL it is at most 64 kB. */
const picture = { maxBytes: 45 * 1024, headMs: 5000, idleMs: 5000, totalMs: 8000 }

const notFound = () => refused('BOT_NOT_FOUND', 'Telegram knows no bot with this token')

/** Asks Telegram whose token it is; the picture is an ornament and its absence no failure. */
export async function checkAccount(
  form: ConnectionForm,
  outgoing: Outgoing,
  publicUrl: string | null,
): Promise<Outcome<CheckedAccount & { readonly accountKey: string }>> {
  if (form.messenger !== 'telegram') return refused('BAD_REQUEST', 'not a bot of Telegram')
  if (form.mode === 'webhook' && publicUrl === null)
    return refused('NEEDS_PUBLIC_ADDRESS', 'a webhook needs a public address of the hub', { field: 'form.mode' })
  if (!tokenForm.test(form.token)) return notFound()
  try {
    const api = new TelegramApi(form.token, form.baseUrl, outgoing)
    try {
      return accepted(await accountOf(api))
    } finally {
      api.close()
    }
  } catch (error) {
    const refusal = error instanceof MessengerRefused ? error : null
    if (refusal?.reason === 'auth') return notFound()
    if (error instanceof OutgoingFailed)
      return refused('INVALID', 'the base URL may not be used', { field: 'form.baseUrl' })
    const facts = refusal === null ? {} : { facts: { detail: refusal.words } }
    return refused('MESSENGER_UNREACHABLE', 'Telegram does not answer', facts)
  }
}

async function accountOf(api: TelegramApi): Promise<CheckedAccount & { readonly accountKey: string }> {
  const { id, first_name: name, username } = await api.call((raw) => raw.getMe())
  return {
    account: username === undefined ? name : `@${username}`,
    name,
    link: username === undefined ? null : `https://t.me/${username}`,
    picture: await pictureOf(api, id).catch(() => null),
    accountKey: String(id),
  }
}

/** The smallest size of the newest profile photo; Telegram gives JPEG. */
async function pictureOf(api: TelegramApi, userId: number): Promise<string | null> {
  const { photos } = await api.call((raw) => raw.getUserProfilePhotos({ user_id: userId, limit: 1 }))
  const smallest = photos[0]?.toSorted((a, b) => a.width - b.width)[0]
  if (smallest === undefined) return null
  const { file_path: path } = await api.call((raw) => raw.getFile({ file_id: smallest.file_id }))
  if (path === undefined) return null
  const { status, body } = await api.download(path, picture)
  const pieces: Uint8Array[] = []
  for await (const piece of body) pieces.push(piece)
  const bytes = Buffer.concat(pieces)
  const isJpeg = bytes.subarray(0, 3).equals(Buffer.of(0xff, 0xd8, 0xff))
  return status === 200 && isJpeg ? `data:image/jpeg;base64,${bytes.toString('base64')}` : null
}
