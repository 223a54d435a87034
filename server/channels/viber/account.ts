import type { CheckedAccount } from '#protocol/channel'
import type { ConnectionForm } from '#protocol/connection'
import { accepted, type Outcome, refused } from '#protocol/errors'
import { type Outgoing, OutgoingFailed } from '../../outgoing'
import { accountPicture, pictureLimits } from '../account-picture'
import { MessengerRefused } from '../messenger-error'
import { ViberApi } from './api'
import { hasStatus, statusOf } from './refusals'
import { tokenForm } from './settings'
import { isReachable } from './webhook'

const notFound = () => refused('BOT_NOT_FOUND', 'Viber knows no bot with this token')

/** Asks Viber whose token it is. There is nothing to poll, so without an address that Viber can call nothing is connected. */
export async function checkAccount(
  form: ConnectionForm,
  outgoing: Outgoing,
  publicUrl: string | null,
): Promise<Outcome<CheckedAccount & { readonly accountKey: string }>> {
  if (form.messenger !== 'viber') return refused('BAD_REQUEST', 'not a bot of Viber')
  if (!isReachable(publicUrl, form.baseUrl))
    return refused('NEEDS_PUBLIC_ADDRESS', 'Viber calls the hub by https and cannot be asked for news')
  if (!tokenForm.test(form.token)) return notFound()
  try {
    const api = new ViberApi(form.token, form.baseUrl, outgoing)
    try {
      return accepted(await accountOf(api, publicUrl))
    } finally {
      api.close()
    }
  } catch (error) {
    if (hasStatus(error, statusOf.invalidToken)) return notFound()
    if (error instanceof OutgoingFailed)
      return refused('INVALID', 'the base URL may not be used', { field: 'form.baseUrl' })
    const facts = error instanceof MessengerRefused ? { facts: { detail: error.words } } : {}
    return refused('MESSENGER_UNREACHABLE', 'Viber does not answer', facts)
  }
}

async function accountOf(api: ViberApi, publicUrl: string): Promise<CheckedAccount & { readonly accountKey: string }> {
  const { id, name, uri, icon, webhook } = await api.account()
  // A bot has one webhook: ours ends that of whoever has it now (pitfall 11.1), which somebody should know before.
  const isOfAnother = webhook !== '' && !webhook.startsWith(`${publicUrl}/hooks/`)
  return {
    account: uri === '' ? name : uri,
    name: name === '' ? uri : name,
    link: uri === '' ? null : `https://chats.viber.com/${encodeURIComponent(uri)}`,
    picture: icon === '' ? null : await accountPicture(() => api.download(icon, pictureLimits)),
    accountKey: id,
    ...(isOfAnother && { notes: ['webhookOfAnother'] }),
  }
}
