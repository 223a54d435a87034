import type { ChannelNote } from '#protocol/channel'
import type { ConnectionDetails, ConnectionForm } from '#protocol/connection'
import type { Outgoing } from '../../outgoing'
import type { Clock, Random } from '../../platform'
import type {
  Channel,
  ChannelKind,
  ChannelPlace,
  ChannelSink,
  ConnectedAccount,
  ReadAttachment,
  StoredConnection,
} from '../channel'
import type { LoopTools } from '../poll-loop'
import { Upkeep } from '../upkeep'
import { checkAccount } from './account'
import { GraphApi } from './api'
import { interpretEvent } from './inbound'
import { isFailure, tellTrouble } from './late-failures'
import { splitMessage } from './outbound'
import { Reading } from './reading'
import { fetchFile } from './receive-file'
import { Subscription } from './registration'
import { sendPart } from './send'
import { officialAddress, webhookCheckMs, whatsAppCapabilities, whatsAppPace } from './settings'
import { GraphTemplates, tellsOfTemplates } from './templates'
import { checkWebhook } from './webhook'

export interface WhatsAppOptions extends LoopTools {
  readonly clock: Clock
  readonly random: Random
  readonly outgoing: Outgoing
  /** Address messengers reach the hub at; without one nothing of WhatsApp arrives. */
  readonly publicUrl: string | null
}

/** WhatsApp by Meta's Cloud API (channels.md section 5): one phone number of a business account, received by webhook alone. */
export function whatsApp(options: WhatsAppOptions): ChannelKind {
  return {
    messenger: 'whatsapp',
    capabilities: whatsAppCapabilities,
    pace: whatsAppPace,
    linkTo: {
      carries: 'question',
      addressOf: ({ link }, { question }) => link && `${link}?text=${encodeURIComponent(question)}`,
    },
    check: (form) => checkAccount(form, options.outgoing, options.publicUrl),
    describe: describeNumber,
    open: async (connection, sink, readAttachment) => openNumber(connection, sink, readAttachment, options),
    split: splitMessage,
    interpret: interpretEvent,
    webhook: checkWebhook,
  }
}

const shownOfSecret = 4

function describeNumber(
  form: ConnectionForm | null,
  account: ConnectedAccount,
  { webhookUrl, webhookSecret }: ChannelPlace,
): ConnectionDetails {
  if (form !== null && form.messenger !== 'whatsapp')
    throw new Error('a number was described with the settings of another messenger')
  return {
    messenger: 'whatsapp',
    botName: account.name,
    phone: account.account,
    phoneNumberId: form?.phoneNumberId ?? '',
    accountId: form?.accountId ?? '',
    tokenEnd: form?.token.slice(-shownOfSecret) ?? '',
    appSecretEnd: form?.appSecret.slice(-shownOfSecret) ?? '',
    apiVersion: form?.apiVersion ?? '',
    baseUrl: form?.baseUrl ?? officialAddress,
    webhookUrl,
    verifyToken: webhookSecret,
  }
}

function openNumber(
  connection: StoredConnection,
  sink: ChannelSink,
  readAttachment: ReadAttachment,
  options: WhatsAppOptions,
): Channel {
  const { id, form, webhookUrl } = connection
  if (form.messenger !== 'whatsapp') throw new Error('a number was opened with the settings of another messenger')
  const api = new GraphApi(form, options.outgoing)
  const { phoneNumberId } = form
  const reading = new Reading(api, phoneNumberId, options.clock)
  const onStaleTemplate = () => sink.templatesChanged?.()
  const onTrouble = (trouble: ChannelNote, words: string) => sink.noted?.(trouble, words)
  const sender = { api, phoneNumberId, readAttachment, random: options.random, onStaleTemplate, onTrouble }
  const subscription = webhookUrl === null ? null : new Subscription(api, form, webhookUrl, connection)
  const upkeep = subscription && new Upkeep(subscription, sink, options, webhookCheckMs)
  if (upkeep === null) sink.health({ kind: 'stopped', reason: 'needsPublicAddress', detail: null })
  else upkeep.start()
  return {
    id,
    send: (part) => sendPart(sender, part),
    typing: (externalChat) => reading.typing(externalChat),
    markRead: (externalChat, { externalMessageId }) => {
      if (externalMessageId !== null) reading.read(externalChat, externalMessageId)
    },
    templates: new GraphTemplates(api, form.accountId, (count) =>
      sink.noted?.('templatesUnread', `message_templates: ${count}`),
    ),
    received: (raws) => {
      reading.heard(raws)
      if (raws.some(tellsOfTemplates)) sink.templatesChanged?.()
      for (const raw of raws) if (isFailure(raw)) tellTrouble(raw, onTrouble)
    },
    fetch: (reference) => fetchFile(api, reference),
    close: async (reason) => {
      await upkeep?.stop()
      // Given back: whoever connects the number next finds no callback of ours.
      if (reason === 'disconnected') await subscription?.end().catch(() => undefined)
      api.close()
    },
  }
}
