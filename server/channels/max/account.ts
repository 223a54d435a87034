import { z } from 'zod'
import type { CheckedAccount } from '#protocol/channel'
import type { ConnectionForm } from '#protocol/connection'
import { accepted, type Outcome, refused } from '#protocol/errors'
import { type Outgoing, OutgoingFailed } from '../../outgoing'
import { accountPicture, pictureLimits } from '../account-picture'
import { MessengerRefused } from '../messenger-error'
import { MaxApi } from './api'
import { hasReason } from './refusals'
import { tokenForm } from './settings'
import { Id } from './update'

const Me = z.object({
  user_id: Id,
  first_name: z.string().catch(''),
  name: z.string().catch(''),
  username: z.string().nullish().catch(null),
  avatar_url: z.string().nullish().catch(null),
})

const notFound = () => refused('BOT_NOT_FOUND', 'MAX knows no bot with this token')

/** MAX calls https at port 443 alone. An administrator's own base URL is a stand-in, which may call anything. */
export const isReachable = (address: string | null, baseUrl: string | null): address is string =>
  address !== null && (baseUrl !== null || (address.startsWith('https://') && new URL(address).port === ''))

/** Asks MAX whose token it is; the picture is an ornament and its absence no failure. */
export async function checkAccount(
  form: ConnectionForm,
  outgoing: Outgoing,
  publicUrl: string | null,
): Promise<Outcome<CheckedAccount & { readonly accountKey: string }>> {
  if (form.messenger !== 'max') return refused('BAD_REQUEST', 'not a bot of MAX')
  if (form.mode === 'webhook' && !isReachable(publicUrl, form.baseUrl)) {
    const code = publicUrl === null ? 'NEEDS_PUBLIC_ADDRESS' : 'NEEDS_PORT_443'
    return refused(code, 'MAX calls the hub by https at port 443 alone', { field: 'form.mode' })
  }
  if (!tokenForm.test(form.token)) return notFound()
  try {
    const api = new MaxApi(form.token, form.baseUrl, outgoing)
    try {
      return accepted(await accountOf(api))
    } finally {
      api.close()
    }
  } catch (error) {
    if (hasReason(error, 'auth')) return notFound()
    if (error instanceof OutgoingFailed)
      return refused('INVALID', 'the base URL may not be used', { field: 'form.baseUrl' })
    const facts = error instanceof MessengerRefused ? { facts: { detail: error.words } } : {}
    return refused('MESSENGER_UNREACHABLE', 'MAX does not answer', facts)
  }
}

async function accountOf(api: MaxApi): Promise<CheckedAccount & { readonly accountKey: string }> {
  const me = await api.call(Me, { method: 'GET', path: '/me' })
  const { username, avatar_url: avatar } = me
  const name = me.first_name === '' ? me.name : me.first_name
  const isNamed = username !== undefined && username !== null && username !== ''
  return {
    account: isNamed ? `@${username}` : name,
    name,
    link: isNamed ? `https://max.ru/${encodeURIComponent(username)}` : null,
    picture: typeof avatar === 'string' ? await accountPicture(() => api.download(avatar, pictureLimits)) : null,
    accountKey: me.user_id,
  }
}
