import { createHmac } from 'node:crypto'
import { chatOf, externalChatOf, textOf } from './mix'

/** The number the mix is written to, as both sides know it. */
export const signedNumber = {
  phoneNumberId: '110654035224299220001',
  appSecret: 'bench-app-secret-0123456789abcdef',
} as const

/** Header of a signed call, by the bytes of its body. */
export const signatureOf = (body: string): Readonly<Record<string, string>> => ({
  'x-hub-signature-256': `sha256=${createHmac('sha256', signedNumber.appSecret).update(body).digest('hex')}`,
})

/** The same mix as WhatsApp would send it: one message a call, signed. */
export function signedUpdateOf(index: number): string {
  const chat = chatOf(index)
  const phone = String(70_000_000_000 + externalChatOf(chat))
  const person = { user_id: `RU.${externalChatOf(chat)}`, wa_id: phone }
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '74950000001', phone_number_id: signedNumber.phoneNumberId },
    contacts: [{ profile: { name: `Customer ${chat}` }, ...person }],
    messages: [
      {
        ...{ from: phone, from_user_id: person.user_id, id: `wamid.${index}` },
        ...{ timestamp: String(1_790_000_000 + Math.floor(index / 100)), type: 'text', text: { body: textOf(index) } },
      },
    ],
  }
  return JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '220654035224299220001', changes: [{ field: 'messages', value }] }],
  })
}
