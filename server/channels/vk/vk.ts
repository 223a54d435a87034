import type { ChannelDetails } from '#protocol/channel'
import type { ConnectionForm } from '#protocol/connection'
import type { ChannelId } from '#protocol/ids'
import { downloadLimits, type Outgoing } from '../../outgoing'
import type {
  Channel,
  ChannelKind,
  ChannelPlace,
  ChannelSink,
  ConnectedAccount,
  RawInbound,
  ReadAttachment,
  StoredConnection,
} from '../channel'
import { HealthReporter } from '../health-reporter'
import { type LoopTools, PollLoop } from '../poll-loop'
import { openFile } from '../receive-file'
import { Upkeep } from '../upkeep'
import { checkAccount } from './account'
import { VkApi } from './api'
import { editMessage } from './editing'
import { isObject } from './event'
import { interpretEvent } from './inbound'
import { vkLogin } from './login'
import { LongPoll } from './long-poll'
import { Notices } from './notices'
import { splitMessage } from './outbound'
import { privateChatOf } from './pages'
import { Profiles } from './profiles'
import { Sending } from './sending'
import { CallbackServers } from './servers'
import { officialAddress, pollWatchdogMs, serverCheckMs, vkCapabilities, vkPace } from './settings'
import { Uploads } from './uploads'
import { checkCallback } from './webhook'

export interface VkOptions extends LoopTools {
  readonly outgoing: Outgoing
  /** Address messengers reach the hub at; null = none, then only polling works. */
  readonly publicUrl: string | null
  /** VK says that it has thrown away events nobody asked for in time. */
  readonly onLost: (channelId: ChannelId) => void
}

/** A community of VK (channels.md section 4): its messages and the comments under its pages, by Callback API or Long Poll. */
export function vk(options: VkOptions): ChannelKind {
  return {
    messenger: 'vk',
    capabilities: vkCapabilities,
    pace: vkPace,
    linkTo: {
      carries: 'number',
      addressOf: ({ account }, { payload }) => `https://vk.me/${account.replace('@', '')}?ref=${payload}`,
    },
    login: vkLogin(options.outgoing),
    check: (form) => checkAccount(form, options.outgoing, options.publicUrl),
    describe: describeCommunity,
    open: async (connection, sink, readAttachment) => openCommunity(connection, sink, readAttachment, options),
    split: splitMessage,
    interpret: interpretEvent,
    webhook: ({ method, body }, connection) =>
      method === 'POST' ? checkCallback(body, connection) : { kind: 'notHere' },
    privateChat: privateChatOf,
  }
}

const shownOfToken = 4

function describeCommunity(
  form: ConnectionForm | null,
  account: ConnectedAccount,
  { accountKey }: ChannelPlace,
): ChannelDetails['connection'] {
  if (form !== null && form.messenger !== 'vk')
    throw new Error('a community was described with the settings of another messenger')
  return {
    messenger: 'vk',
    botName: account.name,
    communityId: accountKey ?? '',
    tokenEnd: form?.token.slice(-shownOfToken) ?? '',
    mode: form?.mode ?? 'polling',
    comments: form?.comments ?? false,
    baseUrl: form?.baseUrl ?? officialAddress,
  }
}

interface Receiver {
  start(): void
  stop(): Promise<void>
}

const nothing: Receiver = { start: () => undefined, stop: async () => undefined }

function openCommunity(
  connection: StoredConnection,
  sink: ChannelSink,
  readAttachment: ReadAttachment,
  options: VkOptions,
): Channel {
  const { id, form, accountKey: groupId } = connection
  if (form.messenger !== 'vk' || groupId === null)
    throw new Error('a community was opened with the settings of another messenger')
  const api = new VkApi(form.token, form.baseUrl, options.outgoing)
  const servers = new CallbackServers(api, { ...connection, groupId }, form.comments, options.clock)
  const sending = new Sending(api, groupId, new Uploads(api, readAttachment, options.random), sink)
  const profiles = new Profiles(api, options.clock, options.timers)
  const notices = new Notices(api, options.clock)
  const poll = () =>
    new LongPoll(new VkApi(form.token, form.baseUrl, options.outgoing), {
      ...{ groupId, withComments: form.comments, sink, giveUpServers: () => servers.giveUp() },
      onLost: () => options.onLost(id),
    })
  const receiver =
    form.mode === 'polling'
      ? new PollLoop(poll(), sink, connection.pollPosition, options, pollWatchdogMs)
      : registered(servers, connection, sink, options)
  receiver.start()
  return {
    id,
    send: (part) => sending.send(part),
    typing: (externalChat) => notices.typing(externalChat),
    markRead: (externalChat, upTo) => notices.read(externalChat, upTo),
    editSent: (message, text) => editMessage(api, message, text),
    deleteSent: (message) => sending.take(message),
    complete: (raws) => profiles.add(raws.filter((raw) => !isOwnWord(raw, sending))),
    handshake: (isProven) => servers.confirmation(isProven).catch(() => null),
    mayWrite: (externalChat) => sending.mayWrite(externalChat),
    received: (raws) => notices.pressed(raws),
    fetch: (reference) => openFile(() => api.download(reference, downloadLimits)),
    close: async (reason) => {
      await receiver.stop()
      // Given back: VK has no use for a server that nobody answers at.
      if (reason === 'disconnected') await servers.giveUp().catch(() => undefined)
      api.close()
    },
  }
}

function registered(
  servers: CallbackServers,
  { webhookUrl }: StoredConnection,
  sink: ChannelSink,
  options: VkOptions,
): Receiver {
  if (webhookUrl !== null) return new Upkeep(servers, sink, options, serverCheckMs)
  new HealthReporter(sink).stopped('needsPublicAddress')
  return nothing
}

/** What we have sent comes back as news; it stands in the conversation already. */
function isOwnWord({ parsed }: RawInbound, sending: Sending): boolean {
  if (parsed?.type !== 'message_reply' || !isObject(parsed.object)) return false
  const { random_id: id } = parsed.object
  return typeof id === 'number' && sending.isOwn(id)
}
