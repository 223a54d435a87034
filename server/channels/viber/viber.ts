import type { ChannelDetails } from '#protocol/channel'
import type { ConnectionForm } from '#protocol/connection'
import { downloadLimits, type Outgoing } from '../../outgoing'
import type {
  Channel,
  ChannelKind,
  ChannelSink,
  ConnectedAccount,
  Passenger,
  ReadAttachment,
  StoredConnection,
} from '../channel'
import type { LoopTools } from '../poll-loop'
import { openFile } from '../receive-file'
import { receiveByWebhook } from '../receiver'
import { checkAccount } from './account'
import { ViberApi } from './api'
import { interpretCallback } from './inbound'
import { splitMessage } from './outbound'
import { ViberRegistration } from './registration'
import { sendPart } from './send'
import { officialAddress, viberCapabilities, viberPace, webhookCheckMs } from './settings'
import { checkWebhook, isReachable } from './webhook'

export interface ViberOptions extends LoopTools {
  readonly outgoing: Outgoing
  /** Address messengers reach the hub at; null = none, and then there is no Viber. */
  readonly publicUrl: string | null
}

/** Viber by its bot API (channels.md section 6): a bot's chats, received by webhook alone. */
export function viber(options: ViberOptions): ChannelKind {
  return {
    messenger: 'viber',
    capabilities: viberCapabilities,
    pace: viberPace,
    linkTo: { carries: 'number', addressOf: linkOf },
    check: (form) => checkAccount(form, options.outgoing, options.publicUrl),
    describe: describeBot,
    open: async (connection, sink, readAttachment) => openBot(connection, sink, readAttachment, options),
    split: splitMessage,
    interpret: interpretCallback,
    webhook: checkWebhook,
  }
}

/** Without a name of its own a bot has no address. */
const linkOf = ({ account, link }: ConnectedAccount, { payload }: Passenger): string | null =>
  link === null ? null : `viber://pa?chatURI=${encodeURIComponent(account)}&context=${payload}`

const shownOfToken = 4

function describeBot(form: ConnectionForm | null, account: ConnectedAccount): ChannelDetails['connection'] {
  if (form !== null && form.messenger !== 'viber')
    throw new Error('a bot was described with the settings of another messenger')
  return {
    messenger: 'viber',
    botName: account.name,
    botUri: account.account,
    tokenEnd: form?.token.slice(-shownOfToken) ?? '',
    baseUrl: form?.baseUrl ?? officialAddress,
  }
}

/** Only automatic texts need it, once; a bot without its name is better than a text that is not sent. */
function nameOf(api: ViberApi): () => Promise<string> {
  let known: string | null = null
  return async () => {
    known ??= await api.account().then(
      ({ name }) => name,
      () => null,
    )
    return known === null || known === '' ? 'Viber' : known
  }
}

function openBot(
  { id, form, webhookUrl }: StoredConnection,
  sink: ChannelSink,
  readAttachment: ReadAttachment,
  options: ViberOptions,
): Channel {
  if (form.messenger !== 'viber') throw new Error('a bot was opened with the settings of another messenger')
  const api = new ViberApi(form.token, form.baseUrl, options.outgoing)
  const registration = isReachable(webhookUrl, form.baseUrl) ? new ViberRegistration(api, webhookUrl) : null
  const receiver = receiveByWebhook(registration, sink, options, webhookCheckMs)
  const tools = {
    ...{ api, readAttachment, botName: nameOf(api) },
    mendWebhook: async () => registration !== null && (await registration.mend().catch(() => false)),
  }
  return {
    id,
    send: (part) => sendPart(part, tools),
    // Viber has no place for it.
    typing: () => {},
    fetch: (reference) => openFile(() => api.download(reference, downloadLimits)),
    close: async (reason) => {
      await receiver.stop()
      if (reason === 'disconnected') await receiver.leave()
      api.close()
    },
  }
}
