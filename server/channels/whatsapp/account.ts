import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { CheckedAccount } from '#protocol/channel'
import type { ConnectionForm } from '#protocol/connection'
import { accepted, type Outcome, type Refusal, refused } from '#protocol/errors'
import { type Outgoing, OutgoingFailed } from '../../outgoing'
import { MessengerRefused } from '../messenger-error'
import { GraphApi } from './api'

export type WhatsAppForm = Extract<ConnectionForm, { messenger: 'whatsapp' }>
type Checked = CheckedAccount & { readonly accountKey: string }

const PhoneNumber = z.object({ id: z.string(), display_phone_number: z.string(), verified_name: z.string().catch('') })
const Numbers = z.object({ data: z.array(z.object({ id: z.string() })) })
const Templates = z.object({ data: z.array(z.unknown()) })

const notFound = (detail: string | null) =>
  refused('BOT_NOT_FOUND', 'WhatsApp knows no such number, or not with this token', { facts: { detail } })

const invalid = (field: keyof WhatsAppForm, problem: string, detail: string | null): Outcome<never> => {
  const more: Partial<Refusal> = { fields: [{ field: `form.${field}`, problem }], facts: { detail } }
  return refused('INVALID', 'Meta does not take this', more)
}

/**
 * Asks Meta whose number it is, whether it is one of the account's, and whether templates may be read; the app secret is proved
 * with the token, for with a wrong one every call of the webhook would be turned away.
 */
export async function checkAccount(
  form: ConnectionForm,
  outgoing: Outgoing,
  publicUrl: string | null,
): Promise<Outcome<Checked>> {
  if (form.messenger !== 'whatsapp') return refused('BAD_REQUEST', 'not a number of WhatsApp')
  if (publicUrl === null) return refused('NEEDS_PUBLIC_ADDRESS', 'WhatsApp reaches the hub by a webhook alone')
  try {
    const api = new GraphApi(form, outgoing)
    try {
      return await ask(api, form)
    } finally {
      api.close()
    }
  } catch (error) {
    if (error instanceof OutgoingFailed) return invalid('baseUrl', 'notAllowed', null)
    if (error instanceof MessengerRefused && isAboutUs(error)) return notFound(error.words)
    const detail = error instanceof MessengerRefused ? error.words : null
    return refused('MESSENGER_UNREACHABLE', 'WhatsApp does not answer', { facts: { detail } })
  }
}

const isAboutUs = ({ reason }: MessengerRefused) => reason === 'auth' || reason === 'refused' || reason === 'not_found'

async function ask(api: GraphApi, form: WhatsAppForm): Promise<Outcome<Checked>> {
  const proof = createHmac('sha256', form.appSecret).update(form.token).digest('hex')
  const number = await api
    .call(PhoneNumber, {
      method: 'GET',
      path: `/${form.phoneNumberId}`,
      query: { fields: 'id,display_phone_number,verified_name', appsecret_proof: proof },
    })
    .catch((error: unknown) => {
      if (error instanceof MessengerRefused && /appsecret_proof/i.test(error.words)) return null
      throw error
    })
  if (number === null) return invalid('appSecret', 'wrong', null)
  const numbers = await api.call(Numbers, {
    method: 'GET',
    path: `/${form.accountId}/phone_numbers`,
    query: { fields: 'id', limit: '100' },
  })
  if (!numbers.data.some(({ id }) => id === form.phoneNumberId)) return invalid('accountId', 'anotherAccount', null)
  await api.call(Templates, { method: 'GET', path: `/${form.accountId}/message_templates`, query: { limit: '1' } })
  const digits = number.display_phone_number.replaceAll(/\D/g, '')
  return accepted({
    account: number.display_phone_number,
    name: number.verified_name === '' ? number.display_phone_number : number.verified_name,
    link: digits === '' ? null : `https://wa.me/${digits}`,
    picture: null,
    accountKey: form.phoneNumberId,
  })
}
