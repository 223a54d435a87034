import type { AccountGuide, MessengerSetup, ScreenRow, Words } from './messenger'
import { addressInput, modeInput, tokenInput } from './shared-inputs'

const right = (label: Words): ScreenRow => ({ kind: 'check', label, isMarked: true })

const guide: AccountGuide = {
  login: {
    text: (t) => t('messengers.vk.loginText'),
    noApp: (t) => t('messengers.vk.noApp'),
    appText: (t) => t('messengers.vk.appText'),
    appAct: (t) => t('messengers.vk.appAct'),
    appUrl: 'https://id.vk.com/about/business/go',
  },
  steps: [
    {
      title: (t) => t('messengers.vk.switches'),
      text: (t) => t('messengers.vk.switchesText'),
      drawing: {
        kind: 'screen',
        title: (t) => t('messengers.vk.draw.messages'),
        rows: [
          { kind: 'switch', label: (t) => t('messengers.vk.draw.communityMessages'), isMarked: true },
          { kind: 'switch', label: (t) => t('messengers.vk.draw.botFeatures'), isMarked: true },
        ],
      },
    },
    {
      title: (t) => t('messengers.vk.key'),
      text: (t) => t('messengers.vk.keyText'),
      drawing: {
        kind: 'screen',
        title: (t) => t('messengers.vk.draw.newKey'),
        rows: [
          right((t) => t('messengers.vk.draw.manage')),
          right((t) => t('messengers.vk.draw.rightMessages')),
          right((t) => t('messengers.vk.draw.photos')),
          right((t) => t('messengers.vk.draw.files')),
          right((t) => t('messengers.vk.draw.wall')),
          { kind: 'button', label: (t) => t('messengers.vk.draw.create') },
        ],
      },
    },
    {
      title: (t) => t('messengers.vk.copy'),
      text: (t) => t('messengers.vk.copyText'),
      drawing: {
        kind: 'screen',
        title: (t) => t('messengers.vk.draw.keys'),
        rows: [
          { kind: 'field', label: (t) => t('messengers.vk.draw.keyField'), value: 'vk1.a.Qm7…a91f', isMarked: true },
        ],
      },
    },
  ],
  pasteTitle: (t) => t('messengers.vk.paste'),
  inputs: [
    tokenInput(
      (t) => t('messengers.vk.token'),
      (t) => t('messengers.vk.tokenHint'),
    ),
    {
      kind: 'switch',
      name: 'comments',
      label: (t) => t('messengers.vk.comments'),
      hint: (t) => t('messengers.vk.commentsHint'),
      isOn: true,
    },
  ],
  more: [modeInput((t) => t('messengers.webhookHint')), addressInput('https://api.vk.ru')],
}

export const vk: MessengerSetup = {
  messenger: 'vk',
  purpose: (t) => t('messengers.vk.purpose'),
  price: (t) => t('messengers.vk.price'),
  who: (t) => t('messengers.vk.who'),
  guideUrl: 'https://dev.vk.com/ru/api/bots/getting-started',
  needsPublicAddress: false,
  form: { kind: 'account', guide },
  chatUrl: (connection) => (connection.messenger === 'vk' ? `https://vk.com/im?sel=-${connection.communityId}` : null),
}
