import type { IncomingMessage } from 'node:http'
import type { Capabilities, Channel, ChannelHealth, Messenger } from '#protocol/channel'
import { refused } from '#protocol/errors'
import type { ChannelId, ConversationId, OperatorId } from '#protocol/ids'
import type { LoginId } from '#protocol/messenger-login'
import type { VisitorSite } from '#protocol/visitor'
import { ChannelAdministration } from './channels/administration'
import type { ChannelKind, ReadAttachment } from './channels/channel'
import { Delivery } from './channels/delivery'
import type { SendFaults } from './channels/lane'
import { LinkDesk } from './channels/link-desk'
import { LoginDesk } from './channels/login-desk'
import { type PictureAsker, PictureWatch } from './channels/picture-watch'
import type { ChannelRecord, CompanySign, Inbox } from './channels/ports'
import { Registry } from './channels/registry'
import { TemplateDesk, TemplateWatch } from './channels/template-desk'
import { webCapabilities } from './channels/web/settings'
import { VisitorTokens } from './channels/web/visitor-token'
import { Visitors } from './channels/web/visitors'
import type { Visit } from './channels/web/visits'
import { webChat } from './channels/web/web'
import { discardLetter, retryLetter } from './conversations/dead-letters'
import type { Interpret } from './conversations/inbound'
import { pictureEveryMs } from './conversations/learn'
import { takePictures } from './conversations/look-for-pictures'
import { receive, retryHeld } from './conversations/receive'
import { recordSend } from './conversations/record-receipt'
import { areReviewed, syncTemplates } from './conversations/sync-templates'
import type { LetterDesk } from './gateway/channel-commands'
import type { Log } from './log'
import type { OpenHub } from './open-hub'
import { companyChanged } from './operators/company'
import type { Clock, Random, Timers } from './platform'
import type { Secrets } from './secrets'
import { SqlChannelStore } from './storage/channel-store'
import { SqlDeadLetters } from './storage/dead-letters'
import { SqlOutbox } from './storage/delivery-store'
import { heldChats } from './storage/inbound-log'
import { SqlLoginAppStore } from './storage/login-app-store'
import { picturesWanted } from './storage/picture-reads'
import type { Transaction } from './storage/sql'
import { SqlVisitorCustomers } from './storage/visitor-customers'
import { SqlVisitorReads } from './storage/visitor-reads'

export interface HubChannelsOptions {
  readonly open: OpenHub
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly secrets: Secrets
  readonly log: Log
  readonly company: CompanySign
  /** Address in script tags, and that of the hub's own pages. */
  readonly hubUrl: string
  /** Where messengers can reach the hub; null = they cannot. */
  readonly publicUrl: string | null
  readonly addressOf: (request: IncomingMessage) => string
  /** Messengers besides our own web chat. */
  readonly kinds: readonly ChannelKind[]
  readonly readAttachment: ReadAttachment
  readonly onContactTyping: (id: ConversationId) => void
  /** The contact of this conversation has come to the company's pages, left them, or gone to another. */
  readonly onVisit: (id: ConversationId, visit: Visit) => void
  readonly onHealth: (id: ChannelId, health: ChannelHealth) => void
  /** An administrator's login at a messenger has come to its end. */
  readonly onLoginEnded: (operatorId: OperatorId, loginId: LoginId) => void
  readonly faults?: SendFaults
}

export interface HubChannels {
  readonly registry: Registry
  readonly desk: ChannelAdministration
  readonly templates: TemplateDesk
  readonly templateWatch: TemplateWatch
  readonly pictures: PictureWatch
  readonly letters: LetterDesk
  readonly links: LinkDesk
  readonly logins: LoginDesk
  readonly visitors: Visitors
  readonly visitorTokens: VisitorTokens
  /** Where the contact of a conversation is on the company's pages; null where nobody can tell. */
  visitOf(id: ConversationId): Promise<Visit | null>
  /** Channels as everybody may know them, as of the last `refresh`. */
  list(): readonly Channel[]
  refresh(): Promise<readonly Channel[]>
}

/** Says what raw events of a channel mean. Its messenger never changes, so it is looked up once. */
type Interpreters = (channelId: ChannelId) => Promise<Interpret | null>

function interpretersOf(registry: () => Registry, store: SqlChannelStore): Interpreters {
  const messengers = new Map<ChannelId, Messenger>()
  return async (channelId) => {
    const messenger = messengers.get(channelId) ?? (await store.get(channelId))?.messenger
    if (messenger !== undefined) messengers.set(channelId, messenger)
    const kind = messenger === undefined ? undefined : registry().kind(messenger)
    if (kind === undefined) return null
    const form = registry().formOf(channelId)
    return (raw) => kind.interpret(raw, form)
  }
}

/** Raw events to the use-case that knows what they mean. */
function inboxOf({ hub, reader }: OpenHub, interpreters: Interpreters): Inbox {
  async function interpreterOf(channelId: ChannelId): Promise<Interpret> {
    const interpret = await interpreters(channelId)
    if (interpret === null) throw new Error(`no messenger for channel ${channelId}`)
    return interpret
  }
  return {
    receive: async (channelId, raw, interpret) => {
      const received = await receive(hub, channelId, raw, interpret)
      return received === 'done' || received === 'repeated' ? 'settled' : 'held'
    },
    retry: async (channelId, externalChat) =>
      void (await retryHeld(hub, channelId, externalChat, await interpreterOf(channelId))),
    held: () => heldChats(reader),
  }
}

/** What could not be processed. Rights are checked by who calls. */
function lettersOf({ hub, reader }: OpenHub, interpreters: Interpreters): LetterDesk {
  const letters = new SqlDeadLetters(reader)
  return {
    page: (channelId, before, limit) => letters.page(channelId, before, limit),
    retry: async (act) => {
      const interpret = await interpreters(act.channelId)
      return interpret === null ? refused('NOT_FOUND', 'no such channel') : retryLetter(hub, act, interpret)
    },
    discard: (act) => discardLetter(hub, act),
  }
}

function deliveryOf(options: HubChannelsOptions, registry: () => Registry): Delivery {
  const { open, clock, timers, random, log, faults } = options
  return new Delivery({
    ...{ clock, timers, random, ...(faults !== undefined && { faults }) },
    outbox: new SqlOutbox(open.reader, open.writer),
    record: (_channelId, place, report) => open.hub.write((work) => recordSend(work, place, report)),
    onAuthFailed: (id) => registry().authFailed(id),
    onSent: (id) => registry().sent(id),
    onError: (channelId, error) => log.error('delivery.failed', { channelId }, error),
  })
}

/** What each of these messengers can do, and our own web chat. */
export const capabilitiesOf = (kinds: readonly ChannelKind[]): ReadonlyMap<Messenger, Capabilities> =>
  new Map([['web', webCapabilities], ...kinds.map((kind) => [kind.messenger, kind.capabilities] as const)])

function loginsOf(options: HubChannelsOptions, registry: Registry): LoginDesk {
  const { open, clock, random, secrets, hubUrl, log, onLoginEnded } = options
  return new LoginDesk({
    ...{ clock, random, hubUrl, kind: (messenger) => registry.kind(messenger), onEnded: onLoginEnded },
    onError: (error) => log.error('login.broke', {}, error),
    store: new SqlLoginAppStore(open.reader, open.writer, secrets, () => clock.now()),
  })
}

/** The messengers' side of the hub, wired: what comes in, what goes out, who is connected. */
export function openChannels(options: HubChannelsOptions): HubChannels {
  const { open, clock, timers, random, secrets, log, company, hubUrl, publicUrl, addressOf } = options
  const { reader, writer, roster, hub, attendance } = open
  // A channel is known to the roster before it opens: what comes in at once has its receiver.
  const onChanged = (transaction: Transaction) =>
    hub.within(transaction, (work) => companyChanged(work, roster, attendance))
  const store = new SqlChannelStore({ reader, writer, seal: secrets, onChanged })
  const visitorTokens = new VisitorTokens(secrets.derive('visitor token'))
  const now = () => clock.now()
  let links: VisitorSite['messengers'] = []
  const visitors: Visitors = new Visitors({
    ...{ clock, timers, random, company, addressOf, reads: new SqlVisitorReads(reader, now) },
    customers: new SqlVisitorCustomers({ reader, writer, now, newId: () => random.id() }),
    ...{ tokens: visitorTokens, ownOrigin: new URL(hubUrl).origin, messengers: () => links },
    onVisit: (channelId, visitorId, visit) => {
      store
        .conversationOf(channelId, visitorId)
        .then((id) => (id === undefined ? undefined : options.onVisit(id, visit)))
        .catch((error: unknown) => log.error('channel.chatNotRead', { channelId }, error))
    },
  })
  const interpreters = interpretersOf(() => registry, store)
  const inbox = inboxOf(open, interpreters)
  const registry: Registry = new Registry({
    ...{ clock, timers, store, publicUrl },
    kinds: [webChat(visitors), ...options.kinds],
    inbox,
    delivery: deliveryOf(options, () => registry),
    readAttachment: options.readAttachment,
    onContactTyping: options.onContactTyping,
    onHealth: options.onHealth,
    onTemplates: (id) => templateWatch.changed(id),
    onError: (event, channelId, error) => log.error(event, { channelId }, error),
  })
  const templates = new TemplateDesk((id) => registry.channel(id)?.templates)
  const templateWatch: TemplateWatch = templateWatchOf(options, registry, templates)
  const pictures = pictureWatchOf(options, () => registry.withPictures())
  const logins = loginsOf(options, registry)
  const desk = new ChannelAdministration({
    ...{ clock, random, store, registry, hubUrl, tokenOf: (typed, baseUrl) => logins.tokenOf(typed, baseUrl) },
    everybody: { kind: 'group', groupId: everybodyOf(open) },
    isReceiver: (receiver) => {
      const people = receiver.kind === 'bot' ? receiver.reserve : receiver
      return people.kind === 'group' ? roster.groups.has(people.groupId) : roster.members.has(people.operatorId)
    },
  })
  open.changes.subscribe((changes) => registry.changed(changes))
  let known: readonly Channel[] = []
  return {
    links: new LinkDesk({ hub, store, registry, random, hubUrl }),
    letters: lettersOf(open, interpreters),
    ...{ registry, desk, logins, templates, templateWatch, pictures, visitors, visitorTokens },
    list: () => known,
    visitOf: async (id) => {
      const chat = await store.chatOf(id)
      return chat === undefined ? null : visitors.visitOf(chat.channelId, chat.externalChat)
    },
    refresh: async () => {
      links = linksOf(await store.all())
      known = (await desk.details()).map(({ id, messenger, name, account, isConnected, capabilities }) => ({
        ...{ id, messenger, name, account, isConnected, capabilities },
      }))
      return known
    },
  }
}

function templateWatchOf({ open, timers, log }: HubChannelsOptions, registry: Registry, templates: TemplateDesk) {
  const watch = new TemplateWatch({
    timers,
    channels: () => registry.withTemplates(),
    sync: (id) => syncTemplates(open.hub, templates, id),
    isReviewed: (id) => areReviewed(open.hub, id),
    onError: (channelId, error) => log.error('templates.notSynced', { channelId }, error),
  })
  watch.start()
  return watch
}

function pictureWatchOf({ open, clock, timers, log }: HubChannelsOptions, askers: () => readonly PictureAsker[]) {
  const watch = new PictureWatch({
    ...{ clock, timers, askers },
    wanted: (id, limit) => picturesWanted(open.reader, id, clock.now() - pictureEveryMs, limit),
    take: (id, found) => open.hub.write((work) => takePictures(work, id, found)),
    onError: (channelId, error) => log.error('pictures.notFound', { channelId }, error),
  })
  watch.start()
  return watch
}

/** Where people can write to the company besides its sites. */
const linksOf = (records: readonly ChannelRecord[]): VisitorSite['messengers'] =>
  records.flatMap(({ messenger, isConnected, account }) =>
    isConnected && messenger !== 'web' && account.link !== null ? [{ messenger, url: account.link }] : [],
  )

function everybodyOf({ roster }: OpenHub) {
  const group = roster.groupFacts.find((one) => one.isEverybody)
  if (group === undefined) throw new Error('the built-in group is not in the store')
  return group.id
}
