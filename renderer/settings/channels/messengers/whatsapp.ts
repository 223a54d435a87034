import type { ConnectionDetails } from '#protocol/connection'
import type { AccountGuide, Handover, Input, MessengerSetup, Words } from './messenger'
import { addressInput, tokenInput } from './shared-inputs'

const idInput = (name: string, label: Words, hint: Words): Input => ({
  ...{ kind: 'text', name, label, hint },
  wrong: (t) => t('messengers.whatsapp.idWrong'),
})

/** What Meta calls its fields is the same in every language of its pages' documents. */
const handover = (connection: ConnectionDetails): Handover | null =>
  connection.messenger === 'whatsapp'
    ? {
        title: (t) => t('messengers.whatsapp.handover'),
        text: (t) => t('messengers.whatsapp.handoverText'),
        rows: [
          { label: () => 'Callback URL', value: connection.webhookUrl },
          { label: () => 'Verify token', value: connection.verifyToken },
        ],
      }
    : null

const guide: AccountGuide = {
  steps: [
    {
      title: (t) => t('messengers.whatsapp.app'),
      text: (t) => t('messengers.whatsapp.appText'),
      link: { words: (t) => t('messengers.whatsapp.open'), url: 'https://developers.facebook.com/apps' },
      drawing: {
        kind: 'screen',
        title: () => 'Meta for Developers',
        rows: [
          { kind: 'button', label: () => 'Create app' },
          { kind: 'check', label: () => 'Connect with customers through WhatsApp', isMarked: true },
        ],
      },
    },
    {
      title: (t) => t('messengers.whatsapp.ids'),
      text: (t) => t('messengers.whatsapp.idsText'),
      drawing: {
        kind: 'screen',
        title: () => 'WhatsApp › API Setup',
        rows: [
          { kind: 'field', label: () => 'Phone number ID', value: '106540352242922', isMarked: true },
          { kind: 'field', label: () => 'WhatsApp Business Account ID', value: '102290129340398', isMarked: true },
        ],
      },
    },
    {
      title: (t) => t('messengers.whatsapp.permanent'),
      text: (t) => t('messengers.whatsapp.permanentText'),
      drawing: {
        kind: 'screen',
        title: () => 'Business settings › System users',
        rows: [
          { kind: 'check', label: () => 'whatsapp_business_messaging', isMarked: true },
          { kind: 'check', label: () => 'whatsapp_business_management', isMarked: true },
          { kind: 'field', label: () => 'Token expiration', value: 'Never', isMarked: true },
          { kind: 'button', label: () => 'Generate token' },
        ],
      },
    },
    {
      title: (t) => t('messengers.whatsapp.secret'),
      text: (t) => t('messengers.whatsapp.secretText'),
      drawing: {
        kind: 'screen',
        title: () => 'App settings › Basic',
        rows: [{ kind: 'field', label: () => 'App secret', value: '••••••••', isMarked: true }],
      },
    },
  ],
  pasteTitle: (t) => t('messengers.whatsapp.paste'),
  inputs: [
    idInput(
      'phoneNumberId',
      () => 'Phone number ID',
      (t) => t('messengers.whatsapp.phoneHint'),
    ),
    idInput(
      'accountId',
      () => 'WhatsApp Business Account ID',
      (t) => t('messengers.whatsapp.accountHint'),
    ),
    tokenInput(
      (t) => t('messengers.whatsapp.token'),
      (t) => t('messengers.whatsapp.tokenHint'),
    ),
    {
      kind: 'secret',
      name: 'appSecret',
      label: () => 'App secret',
      hint: (t) => t('messengers.whatsapp.appSecretHint'),
    },
  ],
  more: [
    {
      kind: 'text',
      name: 'apiVersion',
      label: (t) => t('messengers.whatsapp.version'),
      hint: (t) => t('messengers.whatsapp.versionHint'),
      wrong: (t) => t('messengers.whatsapp.versionWrong'),
      initial: 'v23.0',
    },
    addressInput('https://graph.facebook.com'),
  ],
  handover,
}

export const whatsapp: MessengerSetup = {
  messenger: 'whatsapp',
  purpose: (t) => t('messengers.whatsapp.purpose'),
  price: (t) => t('messengers.whatsapp.price'),
  who: (t) => t('messengers.whatsapp.who'),
  guideUrl: 'https://developers.facebook.com/docs/whatsapp/cloud-api/get-started',
  needsPublicAddress: true,
  form: { kind: 'account', guide },
  chatUrl: (connection) =>
    connection.messenger === 'whatsapp' && /\d/u.test(connection.phone)
      ? `https://wa.me/${connection.phone.replace(/\D/gu, '')}`
      : null,
}
