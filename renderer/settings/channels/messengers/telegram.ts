import type { AccountGuide, MessengerSetup } from './messenger'
import { addressInput, modeInput, tokenInput } from './shared-inputs'

const guide: AccountGuide = {
  steps: [
    {
      title: (t) => t('messengers.telegram.father'),
      text: (t) => t('messengers.telegram.fatherText'),
      link: { words: (t) => t('messengers.telegram.openFather'), url: 'https://t.me/BotFather' },
      drawing: {
        kind: 'chat',
        title: () => 'BotFather',
        lines: [
          { from: 'them', text: (t) => t('messengers.telegram.draw.can') },
          { from: 'button', text: () => 'START', isMarked: true },
        ],
      },
    },
    {
      title: (t) => t('messengers.telegram.create'),
      text: (t) => t('messengers.telegram.createText'),
      drawing: {
        kind: 'chat',
        title: () => 'BotFather',
        lines: [
          { from: 'me', text: () => '/newbot', isMarked: true },
          { from: 'them', text: () => 'How are we going to call it? Choose a name for your bot.' },
          { from: 'me', text: (t) => t('messengers.telegram.draw.name'), isMarked: true },
          { from: 'them', text: () => 'Now choose a username. It must end in bot.' },
          { from: 'me', text: () => 'sever_dom_bot', isMarked: true },
        ],
      },
    },
    {
      title: (t) => t('messengers.telegram.copy'),
      text: (t) => t('messengers.telegram.copyText'),
      drawing: {
        kind: 'chat',
        title: () => 'BotFather',
        lines: [
          { from: 'them', text: () => 'Done! Use this token to access the HTTP API:' },
          { from: 'them', text: () => '7000000001:AAHk3…xR9a91f', isMarked: true },
        ],
      },
    },
  ],
  pasteTitle: (t) => t('messengers.pasteToken'),
  inputs: [
    tokenInput(
      (t) => t('messengers.telegram.token'),
      (t) => t('messengers.telegram.tokenHint'),
    ),
    {
      kind: 'switch',
      name: 'groups',
      label: (t) => t('messengers.telegram.groups'),
      hint: (t) => t('messengers.telegram.groupsHint'),
      isOn: false,
    },
  ],
  more: [modeInput((t) => t('messengers.webhookHint')), addressInput('https://api.telegram.org')],
}

export const telegram: MessengerSetup = {
  messenger: 'telegram',
  purpose: (t) => t('messengers.telegram.purpose'),
  price: (t) => t('messengers.telegram.price'),
  who: (t) => t('messengers.telegram.who'),
  guideUrl: 'https://core.telegram.org/bots/features#botfather',
  needsPublicAddress: false,
  form: { kind: 'account', guide },
  chatUrl: (connection) =>
    connection.messenger === 'telegram' ? `https://t.me/${connection.botUsername.replace(/^@/u, '')}` : null,
}
