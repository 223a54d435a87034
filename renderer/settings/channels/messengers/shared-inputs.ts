import type { Input, Words } from './messenger'

export const tokenInput = (label: Words, hint: Words): Input => ({ kind: 'secret', name: 'token', label, hint })

export const modeInput = (webhook: Words): Input => ({
  kind: 'mode',
  name: 'mode',
  label: (t) => t('messengers.mode'),
  hint: (t) => t('messengers.modeHint'),
  polling: (t) => t('messengers.pollingHint'),
  webhook,
})

export const addressInput = (official: string): Input => ({
  kind: 'address',
  name: 'baseUrl',
  label: (t) => t('messengers.address'),
  hint: (t) => t('messengers.addressHint', { official }),
  official,
})
