import type { ChannelDetails } from '#protocol/channel'
import type { ConnectionForm } from '#protocol/connection'
import type { Outgoing } from '../../outgoing'
import type { Channel, ChannelKind, ChannelSink, ConnectedAccount, ReadAttachment, StoredConnection } from '../channel'
import type { LoopTools } from '../poll-loop'
import { type Receiver, receiveByPolling, receiveByWebhook } from '../receiver'
import { checkAccount, isReachable } from './account'
import { MaxApi } from './api'
import { deleteMessage, editMessage } from './editing'
import { privateChatOf } from './frame'
import { interpretUpdate } from './inbound'
import { Notices } from './notices'
import { splitMessage } from './outbound'
import { MaxUpdates } from './polling'
import { fetchFile } from './receive-file'
import { sendPart } from './send'
import { maxCapabilities, maxPace, officialAddress, pollWatchdogMs, webhookCheckMs } from './settings'
import { MaxSubscription } from './subscriptions'
import { checkWebhook } from './webhook'

export interface MaxOptions extends LoopTools {
  readonly outgoing: Outgoing
  /** Address messengers reach the hub at; null = none, then only polling works. */
  readonly publicUrl: string | null
}

/** MAX by its bot API (channels.md section 7): a bot's dialogues and the comments of its channels, received by webhook or polling. */
export function max(options: MaxOptions): ChannelKind {
  return {
    messenger: 'max',
    capabilities: maxCapabilities,
    pace: maxPace,
    linkTo: { carries: 'number', addressOf: ({ link }, { payload }) => link && `${link}?start=${payload}` },
    check: (form) => checkAccount(form, options.outgoing, options.publicUrl),
    describe: describeBot,
    open: async (connection, sink, readAttachment) => openBot(connection, sink, readAttachment, options),
    split: splitMessage,
    interpret: interpretUpdate,
    webhook: checkWebhook,
    privateChat: privateChatOf,
  }
}

const shownOfToken = 4

function describeBot(form: ConnectionForm | null, account: ConnectedAccount): ChannelDetails['connection'] {
  if (form !== null && form.messenger !== 'max')
    throw new Error('a bot was described with the settings of another messenger')
  return {
    messenger: 'max',
    botName: account.name,
    botUsername: account.account,
    tokenEnd: form?.token.slice(-shownOfToken) ?? '',
    mode: form?.mode ?? 'polling',
    baseUrl: form?.baseUrl ?? officialAddress,
  }
}

function receiverOf(
  { id, form, webhookUrl, webhookSecret, pollPosition }: StoredConnection,
  newApi: () => MaxApi,
  api: MaxApi,
  sink: ChannelSink,
  options: MaxOptions,
): Receiver {
  if (form.messenger === 'max' && form.mode === 'polling')
    return receiveByPolling(new MaxUpdates(newApi(), id), sink, pollPosition, options, pollWatchdogMs)
  const isCallable = isReachable(webhookUrl, form.messenger === 'max' ? form.baseUrl : null)
  const subscription = isCallable ? new MaxSubscription(api, id, webhookUrl, webhookSecret) : null
  return receiveByWebhook(subscription, sink, options, webhookCheckMs)
}

function openBot(
  connection: StoredConnection,
  sink: ChannelSink,
  readAttachment: ReadAttachment,
  options: MaxOptions,
): Channel {
  const { id, form } = connection
  if (form.messenger !== 'max') throw new Error('a bot was opened with the settings of another messenger')
  const newApi = () => new MaxApi(form.token, form.baseUrl, options.outgoing)
  const api = newApi()
  const { random, timers, clock } = options
  const notices = new Notices(api, clock)
  const receiver = receiverOf(connection, newApi, api, sink, options)
  const lastComment = (chat: string) => notices.lastComment(chat)
  return {
    id,
    send: (part) => sendPart(part, { api, readAttachment, random, timers, lastComment }),
    typing: (externalChat) => notices.typing(externalChat),
    editSent: (message, text) => editMessage(api, message, text),
    deleteSent: (message) => deleteMessage(api, message),
    received: (raws) => notices.received(raws),
    fetch: (reference) => fetchFile(api, reference),
    close: async (reason) => {
      await receiver.stop()
      if (reason === 'disconnected') await receiver.leave()
      api.close()
    },
  }
}
