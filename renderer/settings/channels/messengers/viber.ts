import type { AccountGuide, MessengerSetup } from './messenger'
import { addressInput, tokenInput } from './shared-inputs'

const guide: AccountGuide = {
  steps: [
    {
      title: (t) => t('messengers.viber.create'),
      text: (t) => t('messengers.viber.createText'),
      link: { words: (t) => t('messengers.viber.open'), url: 'https://partners.viber.com' },
    },
    {
      title: (t) => t('messengers.viber.copy'),
      text: (t) => t('messengers.viber.copyText'),
      drawing: {
        kind: 'screen',
        title: () => 'Edit info',
        rows: [
          { kind: 'field', label: () => 'Account name', value: 'sever-dom' },
          { kind: 'field', label: () => 'Your app key', value: '4f1c88ab…a91f', isMarked: true },
          { kind: 'button', label: () => 'Copy' },
        ],
      },
    },
    { title: (t) => t('messengers.viber.address'), text: (t) => t('messengers.viber.addressText') },
  ],
  pasteTitle: (t) => t('messengers.pasteToken'),
  inputs: [
    tokenInput(
      (t) => t('messengers.viber.token'),
      (t) => t('messengers.viber.tokenHint'),
    ),
  ],
  more: [addressInput('https://chatapi.viber.com')],
}

export const viber: MessengerSetup = {
  messenger: 'viber',
  purpose: (t) => t('messengers.viber.purpose'),
  price: (t) => t('messengers.viber.price'),
  who: (t) => t('messengers.viber.who'),
  guideUrl: 'https://developers.viber.com/docs/api/rest-bot-api/',
  needsPublicAddress: true,
  form: { kind: 'account', guide },
  // The address inside Viber itself: `viber://` opens in no browser, so the https form of it.
  chatUrl: (connection) =>
    connection.messenger === 'viber' && connection.botUri !== ''
      ? `https://chats.viber.com/${encodeURIComponent(connection.botUri)}`
      : null,
}
