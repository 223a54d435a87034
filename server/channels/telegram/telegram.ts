import type { ChannelDetails } from '#protocol/channel'
import type { ConnectionForm } from '#protocol/connection'
import type { Outgoing } from '../../outgoing'
import type {
  Channel,
  ChannelKind,
  ChannelSink,
  ConnectedAccount,
  RawInbound,
  ReadAttachment,
  StoredConnection,
} from '../channel'
import type { LoopTools } from '../poll-loop'
import { receiveByPolling, receiveByWebhook } from '../receiver'
import { checkAccount } from './account'
import { TelegramApi } from './api'
import { deleteSent, editSent } from './change-sent'
import { pictureOf } from './faces'
import { interpretUpdate } from './inbound'
import { splitMessage } from './outbound'
import { UpdateSource } from './polling'
import { fetchFile } from './receive-file'
import { BotWebhook } from './registration'
import { sendPart } from './send'
import { officialAddress, pollWatchdogMs, telegramCapabilities, telegramPace, webhookCheckMs } from './settings'
import { Typing } from './typing'
import { checkWebhook } from './webhook'

export interface TelegramOptions extends LoopTools {
  readonly outgoing: Outgoing
  /** Address messengers reach the hub at; null = none, then only polling works. */
  readonly publicUrl: string | null
}

/** Telegram by its Bot API (channels.md section 3): a bot's private chats, received by polling or webhook. */
export function telegram(options: TelegramOptions): ChannelKind {
  return {
    messenger: 'telegram',
    capabilities: telegramCapabilities,
    pace: telegramPace,
    linkTo: { carries: 'number', addressOf: ({ link }, { payload }) => link && `${link}?start=${payload}` },
    check: (form) => checkAccount(form, options.outgoing, options.publicUrl),
    describe: describeBot,
    open: async (connection, sink, readAttachment) => openBot(connection, sink, readAttachment, options),
    split: splitMessage,
    interpret: interpretUpdate,
    webhook: ({ method, headers, body }, connection) =>
      method === 'POST' ? checkWebhook(headers, body, connection) : { kind: 'notHere' },
  }
}

/** Too old to be answered, or Telegram is away: the press itself is stored, only a little wheel turns on. */
function answerPresses(api: TelegramApi, raws: readonly RawInbound[]): void {
  for (const raw of raws.filter(mayBePress))
    for (const event of interpretUpdate(raw))
      if (event.kind === 'buttonPressed')
        void api.call((bot) => bot.answerCallbackQuery({ callback_query_id: event.callbackId })).catch(() => undefined)
}

/** Most updates are not, and understanding each a second time costs. */
const mayBePress = ({ parsed }: RawInbound) => parsed !== undefined && 'callback_query' in parsed

const shownOfToken = 4

function describeBot(form: ConnectionForm | null, account: ConnectedAccount): ChannelDetails['connection'] {
  if (form !== null && form.messenger !== 'telegram')
    throw new Error('a bot was described with the settings of another messenger')
  return {
    messenger: 'telegram',
    botName: account.name,
    botUsername: account.account,
    tokenEnd: form?.token.slice(-shownOfToken) ?? '',
    mode: form?.mode ?? 'polling',
    groups: form?.groups ?? false,
    baseUrl: form?.baseUrl ?? officialAddress,
  }
}

function openBot(
  connection: StoredConnection,
  sink: ChannelSink,
  readAttachment: ReadAttachment,
  options: TelegramOptions,
): Channel {
  const { id, form } = connection
  if (form.messenger !== 'telegram') throw new Error('a bot was opened with the settings of another messenger')
  const newApi = () => new TelegramApi(form.token, form.baseUrl, options.outgoing)
  const api = newApi()
  const { webhookUrl: url, webhookSecret: secret, pollPosition } = connection
  const webhook = url === null ? null : new BotWebhook(api, { url, secret }, options.clock)
  const receiver =
    form.mode === 'polling'
      ? receiveByPolling(new UpdateSource(newApi(), options.clock), sink, pollPosition, options, pollWatchdogMs)
      : receiveByWebhook(webhook, sink, options, webhookCheckMs)
  const typing = new Typing(api, options.clock)
  return {
    id,
    send: (part) => sendPart(api, part, readAttachment),
    typing: (externalChat) => typing.show(externalChat),
    received: (raws) => answerPresses(api, raws),
    editSent: (message, text) => editSent(api, message, text),
    deleteSent: (message) => deleteSent(api, message),
    fetch: (reference) => fetchFile(api, reference),
    pictureOf: (externalChat) => pictureOf(api, externalChat),
    close: async (reason) => {
      await receiver.stop()
      if (reason === 'disconnected') await receiver.leave()
      api.close()
    },
  }
}
