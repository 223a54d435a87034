import { type Capabilities, type Channel, type ChannelDetails, defaultRules, messengers } from '#protocol/channel'
import { ChannelId, ConversationId, DeviceId, GroupId, OperatorId, SessionId } from '#protocol/ids'
import {
  type Account,
  type AccountDetails,
  effectivePresence,
  type Group,
  type Operator,
  type Presence,
  type SessionInfo,
} from '#protocol/operator'
import type { SharedSettings } from '#protocol/settings'
import { defaultSignature } from '#protocol/signature'
import { plainSite } from '#protocol/web-site'

/** 19 November 2026, 14:26 in Moscow: the moment of the design pictures. */
export const demoNow = Date.parse('2026-11-19T14:26:31+03:00')
export const minutesAgo = (minutes: number): number => demoNow - minutes * 60_000

export const operatorId = (name: string): OperatorId => OperatorId.parse(`o-${name}`)
export const channelId = (messenger: string): ChannelId => ChannelId.parse(`ch-${messenger}`)
export const conversationId = (name: string): ConversationId => ConversationId.parse(`c-${name}`)
export const everybodyId = GroupId.parse('g-everybody')

export function aPresence(over: Partial<Presence> = {}): Presence {
  const chosen = over.chosen ?? 'online'
  const link = over.link ?? 'live'
  return {
    version: 1,
    since: minutesAgo(200),
    unavailableSince: chosen === 'online' ? null : minutesAgo(46),
    cause: 'operator',
    ...over,
    chosen,
    link,
    effective: effectivePresence(chosen, link),
  }
}

export function anOperator(name: string, over: Partial<Operator> = {}): Operator {
  return {
    id: operatorId(name),
    name,
    role: 'employee',
    isActive: true,
    takesPart: true,
    presence: aPresence(),
    load: 3,
    shared: 0,
    limit: 6,
    picture: null,
    ...over,
  }
}

export const demoOperators: readonly Operator[] = [
  anOperator('anna', { name: 'Анна Лебедева', role: 'administrator', load: 6, shared: 0, limit: 10 }),
  anOperator('regina', { name: 'Регина Сафина', load: 4 }),
  anOperator('ivan', { name: 'Иван Мельник', load: 6 }),
  anOperator('oleg', { name: 'Олег Зорин', load: 2, presence: aPresence({ chosen: 'busy' }) }),
  anOperator('darya', { name: 'Дарья Кузнецова-Белозёрская', load: 3, limit: 5 }),
  anOperator('timur', { name: 'Тимур Валеев', load: 1, presence: aPresence({ link: 'gone' }) }),
  anOperator('vera', {
    name: 'Вера Шаталова',
    role: 'restricted',
    load: 0,
    presence: aPresence({ chosen: 'offline' }),
  }),
]

export const demoAccount: Account = {
  id: operatorId('anna'),
  login: 'anna.lebedeva',
  name: 'Анна Лебедева',
  role: 'administrator',
  canSupervise: true,
  mayExceedLimit: false,
}

export const demoGroups: readonly Group[] = [
  {
    id: everybodyId,
    name: 'Все операторы',
    isEverybody: true,
    order: 'inTurn',
    members: demoOperators.filter((one) => one.takesPart).map((one) => one.id),
  },
]

const demoCapabilities: Capabilities = {
  textLimit: 4096,
  captionLimit: 1024,
  pictures: true,
  files: true,
  voice: true,
  fileBytes: 20 * 1024 * 1024,
  pictureBytes: 10 * 1024 * 1024,
  buttons: { kinds: ['press', 'link', 'sharePhone'], most: 10, label: 64 },
  typingToContact: true,
  typingFromContact: true,
  markAsRead: true,
  deliveredReceipt: true,
  readReceipt: true,
  idempotentSend: false,
  editOwn: true,
  deleteOwn: true,
  polling: true,
  webhook: true,
  groups: false,
  comments: false,
  templates: false,
  replyWindowMs: null,
  writesFirst: 'never',
}

const accounts = {
  web: 'sever-dom.example',
  telegram: '@sever_dom_bot',
  vk: 'Север Дом, текстиль',
  whatsapp: '+7 495 120-45-60',
  viber: 'Север Дом',
  max: 'Север Дом',
}

export const demoChannels: readonly Channel[] = messengers.map((messenger) => ({
  id: channelId(messenger),
  messenger,
  name: messenger === 'web' ? 'Сайт «Север Дом»' : 'Север Дом',
  account: accounts[messenger],
  isConnected: messenger !== 'viber',
  capabilities: demoCapabilities,
}))

export const demoSettings: SharedSettings = {
  companyName: 'Север Дом',
  isDistributing: true,
  reassignment: 'allUncompleted',
  firstResponseTargetMs: 600_000,
  reassignmentDelayMs: 30_000,
  graceMs: 10_000,
  idleAfterMs: null,
  busyWhenLocked: false,
}

export const demoChannelDetails: readonly ChannelDetails[] = demoChannels.flatMap((channel): ChannelDetails[] => {
  const common = {
    ...channel,
    version: 3,
    rules: defaultRules({ kind: 'group', groupId: everybodyId }),
    health: { kind: 'green' as const },
    lastInAt: minutesAgo(0.4),
    lastOutAt: minutesAgo(0.7),
    deadLetters: 0,
    signature: defaultSignature,
  }
  if (channel.messenger === 'web') {
    const snippet = '<script src="https://hub.sever-dom.example/widget.js" data-channel="ch-web" async></script>'
    const allowedOrigins = ['https://sever-dom.example', 'https://www.sever-dom.example']
    return [
      {
        ...common,
        connection: {
          ...{ messenger: 'web', allowedOrigins, greeting: 'Здравствуйте. Чем помочь?', snippet, site: plainSite },
          tryUrl: 'https://hub.sever-dom.example/widget/ch-web/try',
          ...{ identitySecretEnd: '', refusedOrigin: null },
        },
      },
    ]
  }
  if (channel.messenger !== 'telegram') return []
  const connection = {
    messenger: 'telegram' as const,
    botName: 'Север Дом',
    botUsername: 'sever_dom_bot',
    tokenEnd: 'a91f',
    mode: 'polling' as const,
    groups: false,
    baseUrl: 'https://api.telegram.org',
  }
  return [{ ...common, connection }]
})

export const demoAccountDetails: readonly AccountDetails[] = demoOperators.map((operator, place) => ({
  id: operator.id,
  login: operator.id.replace('o-', ''),
  name: operator.name,
  role: operator.role,
  canSupervise: place === 1,
  mayExceedLimit: false,
  version: 1,
  isActive: operator.id !== operatorId('timur'),
  takesPart: operator.takesPart,
  limit: operator.limit === 5 ? 5 : 'company',
  hasPassword: operator.id !== operatorId('vera'),
  invitationUntil: operator.id === operatorId('vera') ? demoNow + 70 * 3_600_000 : null,
  lastSeenAt: operator.id === operatorId('vera') ? null : minutesAgo(place * 37),
}))

export const demoInvitation = {
  account: demoAccountDetails[0],
  link: 'https://hub.sever-dom.example/#/join/k7Qm-P2xa-94Zt',
  until: demoNow + 72 * 3_600_000,
}

export const demoSessions: readonly SessionInfo[] = [
  aSession('1', { deviceName: 'Windows, рабочее место', isCurrent: true, isLive: true, lastSeenAt: demoNow }),
  aSession('2', { deviceName: 'Android, Chrome', lastSeenAt: minutesAgo(60 * 26) }),
]

function aSession(id: string, over: Partial<SessionInfo>): SessionInfo {
  return {
    id: SessionId.parse(`s-${id}`),
    operatorId: demoAccount.id,
    device: DeviceId.parse(`d-${id}`),
    deviceName: 'Windows',
    createdAt: minutesAgo(60 * 24 * 12),
    lastSeenAt: demoNow,
    isCurrent: false,
    isLive: false,
    ...over,
  }
}

/** Windows look at the counts made of them, never at these. */
export const demoTotals = {
  unassigned: 0,
  assigned: 0,
  closed: 0,
  unassignedWaitingSince: null,
  assignedWaitingSince: null,
}
