import type { AccountGuide, MessengerSetup } from './messenger'
import { addressInput, modeInput, tokenInput } from './shared-inputs'

const guide: AccountGuide = {
  steps: [
    {
      title: (t) => t('messengers.max.create'),
      text: (t) => t('messengers.max.createText'),
      link: { words: (t) => t('messengers.max.open'), url: 'https://business.max.ru' },
      drawing: {
        kind: 'screen',
        title: () => 'business.max.ru',
        rows: [
          { kind: 'field', label: (t) => t('messengers.max.draw.organisation'), value: '••••••••' },
          { kind: 'field', label: (t) => t('messengers.max.draw.name'), value: 'sever_dom_bot' },
          { kind: 'button', label: (t) => t('messengers.max.draw.create'), isMarked: true },
        ],
      },
    },
    {
      title: (t) => t('messengers.max.copy'),
      text: (t) => t('messengers.max.copyText'),
      drawing: {
        kind: 'screen',
        title: (t) => t('messengers.max.draw.integration'),
        rows: [
          { kind: 'field', label: (t) => t('messengers.max.draw.status'), value: '✓' },
          { kind: 'field', label: (t) => t('messengers.max.draw.token'), value: 'f9LHodD0cO…a91f', isMarked: true },
        ],
      },
    },
    { title: (t) => t('messengers.max.address'), text: (t) => t('messengers.max.addressText') },
  ],
  pasteTitle: (t) => t('messengers.pasteToken'),
  inputs: [
    tokenInput(
      (t) => t('messengers.max.token'),
      (t) => t('messengers.max.tokenHint'),
    ),
  ],
  more: [modeInput((t) => t('messengers.max.webhookHint')), addressInput('https://platform-api2.max.ru')],
}

export const max: MessengerSetup = {
  messenger: 'max',
  purpose: (t) => t('messengers.max.purpose'),
  price: (t) => t('messengers.max.price'),
  who: (t) => t('messengers.max.who'),
  guideUrl: 'https://dev.max.ru/docs/chatbots/bots-create',
  needsPublicAddress: false,
  form: { kind: 'account', guide },
  chatUrl: (connection) =>
    connection.messenger === 'max' ? `https://max.ru/${connection.botUsername.replace(/^@/u, '')}` : null,
}
