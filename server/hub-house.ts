import type { Passwords } from './accounts/passwords'
import { SignInByPassword, type SignInTools } from './accounts/sign-in'
import type { Attachments } from './attachments/attachments'
import { PublicLinks } from './attachments/public-links'
import { takePicture } from './attachments/take-picture'
import type { ReadAttachment } from './channels/channel'
import { Buckets } from './channels/pace'
import { companySign } from './company-sign'
import { storeFile } from './data-folder'
import { clientAddress } from './gateway/client-address'
import { type FilePorts, mountFiles } from './gateway/file-routes'
import { mountHooks } from './gateway/hooks'
import { openHttp } from './gateway/http'
import { mountLinks } from './gateway/link-routes'
import { mountLogins } from './gateway/login-routes'
import { mountMedia } from './gateway/media-routes'
import { mountDemoPage, mountPages } from './gateway/pages'
import type { Company } from './gateway/ports'
import { RefusedCalls } from './gateway/refused-calls'
import type { SessionRules } from './gateway/session'
import { mountSignIn } from './gateway/sign-in-routes'
import { mountWidget, type WidgetPorts } from './gateway/widget-routes'
import { type HubChannels, openChannels } from './hub-channels'
import { accountNews, type HubDoors, openDoors, refusalOf } from './hub-doors'
import { openFiles } from './hub-files'
import { type HubAddress, listenProblem } from './listening'
import type { OpenHub } from './open-hub'
import type { Clock } from './platform'
import { RehearsalDesk } from './rehearsal/rehearsal-desk'
import type { Secrets } from './secrets'
import type { StartOptions } from './start-options'
import { accountStore } from './storage/account-store'
import { Housekeeping } from './storage/housekeeping'
import { readStore } from './storage/reads'

/** A search looks this long, then shows what it has found. */
const searchMs = 2_000
const lastAnswersMs = 1_000
/** Of files from visitors behind one address. */
const uploadPace = { perSecond: 0.5, burst: 30 }

/** Of visits by links, from behind one address. */
const visitPace = { perSecond: 0.5, burst: 20 }

/** Of steps of logins at messengers, from behind one address. */
const loginPace = { perSecond: 0.5, burst: 20 }

export interface HouseOptions extends StartOptions, HubAddress {
  readonly open: OpenHub
  readonly secrets: Secrets
  readonly passwords: Passwords
}

export interface Door {
  readonly hubUrl: string
  readonly tools: SignInTools
  stop(): Promise<void>
}

type App = Awaited<ReturnType<typeof openHttp>>

/** Doors and messengers over an open store: built, mounted, listening, distributing, in that order. */
export async function openHouse(options: HouseOptions): Promise<Door> {
  const { config, clock, random, log, open, passwords, hubUrl, timers, soon } = options
  const state = { isReady: false }
  const app = await openHttp({
    ...{ trustedProxy: config.trustedProxy, isSecure: hubUrl.startsWith('https:'), newRequestId: () => random.id() },
    ...{ log: log('http'), refusalOf, health: { isReady: () => state.isReady } },
  })
  const { reader, writer } = open
  const accounts = accountStore(reader, writer)
  const tools: SignInTools = {
    ...{ store: accounts, passwords, random, clock },
    news: accountNews({ open, accounts, log }, () => doors.link),
  }
  const company = companyOf(open, () => channels)
  const channels: HubChannels = channelsOf(
    options,
    () => doors,
    () => files,
    () => channels,
  )
  const rules = { reads: accounts.read, now: () => clock.now(), publicUrl: () => hubUrl }
  const searching = () => {
    const startedAt = clock.monotonic()
    return {
      now: () => clock.now(),
      isOver: () => clock.monotonic() - startedAt > searchMs,
      pause: () => new Promise<void>(soon),
    }
  }
  const rehearsals = new RehearsalDesk({
    ...{ clock, timers, newId: () => random.id(), run: options.rehearsing(storeFile(config)) },
  })
  const doors: HubDoors = openDoors({
    ...{ ...options, http: app.server, store: readStore(reader, writer, searching), accounts, company, rules },
    ...{ news: tools.news, channels: () => channels, rehearsals },
    takePicture: (bytes) => takePicture(files.files, random, bytes),
  })
  const files = openFiles({
    ...{ open, clock, timers, random, dataDir: config.dataDir, log: log('files') },
    channel: (id) => channels.registry.channel(id),
    ...(options.downloadFaults !== undefined && { faults: options.downloadFaults }),
  })
  mountSignIn(app, { tools, byPassword: new SignInByPassword(tools), rules })
  await mountFiles(app, filePortsOf(files, channels, company, rules, clock))
  const links = publicLinks(options)
  if (links !== null) mountMedia(app, { attachments: files, links })
  mountMessengers(options, app, channels)
  await mountPages(app, options.folders)
  mountForStrangers(options, app, channels)
  if (config.isDemo) await mountDemoPage(app, options.folders.demo, () => channels.list()[0]?.id ?? '')
  await begin(options, app, channels, doors, files)
  const housekeeping = new Housekeeping({
    ...{ writer, clock, timers },
    onError: (error) => log('housekeeping').error('failed', {}, error),
  })
  housekeeping.start()
  state.isReady = true
  doors.link.admit()
  return {
    ...{ hubUrl, tools },
    stop: async () => {
      state.isReady = false
      rehearsals.close()
      housekeeping.stop()
      await end(options, app, channels, doors, files)
    },
  }
}

/** The door that messengers call. */
function mountMessengers({ clock, timers, log }: HouseOptions, app: App, channels: HubChannels): void {
  const refusedCalls = new RefusedCalls({
    ...{ clock, log: log('hooks'), malformed: (channelId) => channels.registry.malformedCall(channelId) },
  })
  mountHooks(app, {
    ...{ clock, timers, receive: (...call) => channels.registry.webhook(...call) },
    onRefused: (call) => refusedCalls.take(call),
    onError: (error) => log('hooks').error('hook.failed', {}, error),
  })
}

/** The doors that people come through who have no session: customers, and administrators sent back by a messenger. */
function mountForStrangers({ clock, config }: HouseOptions, app: App, channels: HubChannels): void {
  mountWidget(app, widgetPortsOf(channels))
  mountLogins(app, {
    ...{ clock, desk: channels.logins, pace: new Buckets(loginPace), addressOf: clientAddress(config.trustedProxy) },
  })
  mountLinks(app, {
    ...{ clock, pace: new Buckets(visitPace), addressOf: clientAddress(config.trustedProxy) },
    follow: (code, from) => channels.links.follow(code, from),
  })
}

const widgetPortsOf = (channels: HubChannels): WidgetPorts => ({
  faceFor: (id, request) => channels.visitors.faceFor(id, request),
  isKnown: (id) => channels.list().some((channel) => channel.id === id && channel.isConnected),
})

/** Listens first: the grace after a restart counts from the moment connections are accepted. */
async function begin(
  { config, port, open }: HouseOptions,
  app: App,
  channels: HubChannels,
  doors: HubDoors,
  files: Attachments,
) {
  await files.start()
  channels.visitors.mount(doors.io)
  await doors.start()
  try {
    await app.listen({ host: config.host, port })
  } catch (error) {
    await app.close()
    throw listenProblem(error, port)
  }
  await open.distributor.start()
  await channels.registry.start()
  files.wake()
}

/** Nobody new, goodbye to who is there, then the messengers come to the end of what they send. */
async function end(
  { timers }: HouseOptions,
  app: App,
  channels: HubChannels,
  { link, io }: HubDoors,
  files: Attachments,
): Promise<void> {
  link.stop()
  io.disconnectSockets(true)
  // Closing waits for answers under way; a slow download would hold it up for ever.
  const cutOff = timers.after(lastAnswersMs, () => app.server.closeAllConnections())
  await io.close()
  cutOff()
  await app.close()
  await files.stop()
  channels.templateWatch.stop()
  await channels.pictures.stop()
  await channels.registry.stop()
}

function filePortsOf(
  attachments: Attachments,
  { visitors, visitorTokens }: HubChannels,
  company: Company,
  rules: SessionRules,
  clock: Clock,
): FilePorts {
  const perAddress = new Buckets(uploadPace)
  return {
    ...{ attachments, rules, actorOf: company.actor },
    visitorOf: (token) => {
      const said = visitorTokens.read(token)
      return said === null ? null : { kind: 'visitor', id: said.visitorId, channelId: said.channelId }
    },
    isOpenTo: ({ channelId }, { raw }) => visitors.isOpenTo(channelId, raw),
    visitorWaitMs: (address) => {
      const wait = perAddress.wait(address, clock.monotonic())
      if (wait === 0) perAddress.take(address, clock.monotonic())
      return wait
    },
  }
}

function companyOf({ screen }: OpenHub, channels: () => HubChannels): Company {
  return {
    actor: (id) => screen.actor(id),
    operator: (id) => screen.operator(id),
    operators: () => screen.operators(),
    groups: () => screen.groups(),
    channels: () => channels().list(),
    settings: () => {
      const { isOn, firstResponseTargetMs, reassignmentDelayMs, graceMs, ...rest } = screen.settings().value
      return {
        companyName: screen.companyName(),
        isDistributing: isOn,
        firstResponseTargetMs,
        reassignment: rest.reassignment,
        reassignmentDelayMs,
        graceMs,
        idleAfterMs: rest.idleAfterMs,
        busyWhenLocked: rest.busyWhenLocked,
      }
    },
  }
}

/** Messengers that fetch files by themselves can only do so where the hub can be reached. */
const publicLinks = ({ config, secrets, clock }: HouseOptions): PublicLinks | null =>
  config.publicUrl === null ? null : new PublicLinks(secrets.derive('public media'), config.publicUrl, clock)

function sendableFiles(files: () => Attachments, links: PublicLinks | null): ReadAttachment {
  return async (id) => {
    const place = await files().place(id)
    if (place === null || links === null) return place
    const { path, size, name } = place
    return { path, size, publicAddress: () => links.addressOf(id, name) }
  }
}

function channelsOf(
  options: HouseOptions,
  doors: () => HubDoors,
  files: () => Attachments,
  channels: () => HubChannels,
): HubChannels {
  const { open, config, log } = options
  const logger = log('channels')
  return openChannels({
    ...{ ...options, open, log: logger, publicUrl: config.publicUrl, addressOf: clientAddress(config.trustedProxy) },
    company: companySign(open.screen, open.news, options.clock),
    readAttachment: sendableFiles(files, publicLinks(options)),
    onContactTyping: (id) => {
      doors()
        .screens.contactTyping(id)
        .catch((error: unknown) => logger.error('typing.failed', { conversationId: id }, error))
    },
    onVisit: (id, visit) => doors().screens.visiting(id, visit),
    onLoginEnded: (operatorId, loginId) => doors().tell(operatorId, { kind: 'login.changed', loginId }),
    onHealth: (channelId, health) => {
      const reason = health.kind === 'green' ? null : health.reason
      logger.info('channel.health', { channelId, health: health.kind, reason })
      if (health.kind !== 'stopped') return
      const stopped = channels()
        .list()
        .find(({ id }) => id === channelId)
      const channel = { name: stopped?.name ?? '', reason: health.reason }
      open.news.announce([{ kind: 'alarm', alarm: 'channelStopped', conversationId: null, channel }])
    },
  })
}
