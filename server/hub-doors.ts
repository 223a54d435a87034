import { createHmac } from 'node:crypto'
import type { Server as HttpServer } from 'node:http'
import { commands } from '#protocol/commands'
import { type Outcome, type Refusal, refusal } from '#protocol/errors'
import type { Notice } from '#protocol/events'
import type { CommandId, OperatorId, SessionId } from '#protocol/ids'
import type { Passwords } from './accounts/passwords'
import type { AccountNews, AccountStore } from './accounts/ports'
import { accountOf } from './accounts/presenters'
import { isExpired } from './accounts/sessions'
import type { TakenPicture } from './attachments/take-picture'
import { answerPrivately } from './conversations/answer-privately'
import { changeSent } from './conversations/change-sent'
import { executeCommand } from './conversations/execute-command'
import { commandHandlers } from './gateway/command-handlers'
import { Commands } from './gateway/commands'
import { Devices } from './gateway/devices'
import type { Execute } from './gateway/execute'
import { Feed } from './gateway/feed'
import { Newsroom } from './gateway/newsroom'
import { onceOf } from './gateway/once'
import type { Company, ReadStore, Viewer } from './gateway/ports'
import { Queries } from './gateway/queries'
import { queryHandlers } from './gateway/query-handlers'
import { Screens } from './gateway/screens'
import type { SessionRules } from './gateway/session'
import { rooms } from './gateway/sight'
import { SnapshotGate } from './gateway/snapshot-gate'
import { broadcastOf, openSockets } from './gateway/sockets'
import { Totals } from './gateway/totals'
import { WorkspaceLink } from './gateway/workspace-link'
import type { HubChannels } from './hub-channels'
import type { Log } from './log'
import type { OpenHub } from './open-hub'
import { companyChanged } from './operators/company'
import type { Clock, Random, Timers } from './platform'
import type { RehearsalDesk } from './rehearsal/rehearsal-desk'
import type { Secrets } from './secrets'
import { findCommand } from './storage/command-store'
import { StoreUnavailable } from './storage/sql'

/** More waiting jobs than this, and new ones are refused instead of queued. */
const longestBacklog = 5_000

/** What an exception of the outside world is to whoever asked. */
export const refusalOf = (error: unknown): Refusal | undefined =>
  error instanceof StoreUnavailable
    ? refusal('STORE_UNAVAILABLE', 'the store cannot be written', { retryAfterMs: 5_000 })
    : undefined

export interface HubDoorsOptions {
  readonly open: OpenHub
  readonly http: HttpServer
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly secrets: Secrets
  readonly log: (name: string) => Log
  readonly store: ReadStore
  readonly accounts: AccountStore
  readonly passwords: Passwords
  readonly news: AccountNews
  readonly company: Company
  readonly channels: () => HubChannels
  readonly rules: SessionRules
  readonly hubUrl: string
  readonly hubVersion: string
  readonly rehearsals: RehearsalDesk
  readonly takePicture: (bytes: Uint8Array) => Promise<Outcome<TakenPicture>>
}

export interface HubDoors {
  readonly io: ReturnType<typeof openSockets>
  readonly link: WorkspaceLink
  readonly feed: Feed
  readonly totals: Totals
  readonly screens: Screens
  /** Tells all devices of somebody. */
  tell(to: OperatorId, notice: Notice): void
  /** Begins to tell what happens; the company and its channels are known by now. */
  start(): Promise<void>
}

/** Rights decide what is seen, so they are part of what a cache may call its own. */
const epochFor = (epoch: string) => (viewer: Viewer) => `${epoch}.${viewer.seesAll ? 'all' : 'own'}`

/** The operators' sockets, wired. */
export function openDoors(options: HubDoorsOptions): HubDoors {
  const { open, http, timers, store, clock, company, rules, log } = options
  const io = openSockets(http)
  const broadcast = broadcastOf(io)
  const totals = new Totals()
  const devices = new Devices()
  const screens = new Screens(broadcast, store, clock, (id) => options.channels().visitOf(id))
  const feed = new Feed({ broadcast, company, totals, store, timers, log: log('feed') })
  const link: WorkspaceLink = new WorkspaceLink({
    ...{ io, devices, rules, feed, screens, company, store, clock, timers, log: log('link') },
    links: {
      connected: (operatorId, lease) => void open.attendance.connected(operatorId, lease),
      lost: (operatorId, lease) => void open.attendance.lost(operatorId, lease),
      left: (operatorId, lease) => void open.attendance.left(operatorId, lease),
    },
    commands: commandsOf(options),
    queries: queriesOf(options, totals, screens, (sessionId) => link.isLive(sessionId)),
    epochOf: epochFor(open.epoch),
    hubVersion: options.hubVersion,
    newRequestId: () => options.random.id(),
    touch: (sessions) => touch(options, sessions),
    onTyping: (operatorId, conversationId) =>
      options.channels().registry.operatorTyping(conversationId, company.operator(operatorId)?.name ?? ''),
  })
  link.open()
  return {
    ...{ io, link, feed, totals, screens },
    tell: (to, notice) => broadcast.notice([rooms.operator(to)], notice),
    start: () => startTelling(options, { broadcast, feed, totals, link }),
  }
}

async function startTelling(
  { open, store, company, channels, log }: HubDoorsOptions,
  {
    broadcast,
    feed,
    totals,
    link,
  }: Pick<HubDoors, 'feed' | 'totals' | 'link'> & { broadcast: ReturnType<typeof broadcastOf> },
): Promise<void> {
  const { rows, total } = await store.snapshot((reads) => reads.open())
  totals.load(rows, total)
  await channels().refresh()
  const newsroom = new Newsroom({
    ...{ broadcast, feed, company, store, log: log('news') },
    refreshChannels: () => channels().refresh(),
    restricted: () => link.restricted(),
    onRead: (conversationId, seq) => channels().registry.companyRead(conversationId, seq),
  })
  open.changes.subscribe((changes) => feed.changed(changes))
  open.news.subscribe((news) => newsroom.tell(news))
}

/** Notes that sessions are used, and ends those that have lasted as long as a session may, however busy. */
function touch({ accounts, clock, news, log }: HubDoorsOptions, sessions: readonly SessionId[]): void {
  accounts
    .write(async (writes) => {
      const now = clock.now()
      const over: SessionId[] = []
      for (const id of sessions) {
        const session = await writes.session(id)
        if (session === undefined || session.endedAt !== null) continue
        if (isExpired(session, now) && (await writes.endSession(id, now, 'expired'))) over.push(id)
        else await writes.touchSession(id, now)
        await writes.touchAccount(session.accountId, now)
      }
      if (over.length > 0) writes.afterCommit(() => news.sessionsEnded(over, 'expired'))
    })
    .catch((error: unknown) => log('link').error('session.notTouched', {}, error))
}

const auditOf =
  ({ accounts, clock, log }: HubDoorsOptions) =>
  (...[actor, action, code]: Parameters<ConstructorParameters<typeof Commands>[0]['audit']>): void => {
    const entry = { at: clock.now(), actor, action: 'refused', subject: action, facts: { code } }
    accounts
      .write((writes) => writes.audit(entry))
      .catch((error: unknown) => log('audit').error('audit.notWritten', { action, code }, error))
  }

function commandsOf(options: HubDoorsOptions): Commands {
  const { open, clock, random, secrets, log, accounts, passwords, news, company, channels, hubUrl } = options
  const hashKey = secrets.derive('hash of commands')
  const codeKey = secrets.derive('codes of links')
  const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest('base64url')
  const execute: Execute = ({ device, commandId, hash }, readAnswer, run) =>
    executeCommand(open.hub, { operatorId: device.operatorId, commandId, hash }, readAnswer, run)
  const actorOf = company.actor
  const answered = (operatorId: OperatorId, id: CommandId) => findCommand(open.reader, operatorId, id)
  const once = onceOf({ position: () => open.writer.position(), answered })
  return new Commands({
    ...{ clock, refusalOf, audit: auditOf(options), log: log('commands'), newRequestId: () => random.id() },
    hashOf: (command) => hmac(hashKey, command),
    isOverloaded: () => open.writer.backlog() > longestBacklog,
    handlers: commandHandlers({
      messengers: {
        changeSent: (by, change) => changeSent(open.hub, channels().registry, by, change),
        answerPrivately: (by, command) =>
          answerPrivately(open.hub, channels().registry, by, command, (stored) =>
            commands['conversation.answerPrivately'].answer.parse(stored),
          ),
      },
      ...{ execute, once, attendance: open.attendance, roster: open.roster, position: () => open.writer.position() },
      accounts: {
        ...{ execute, reads: accounts.read, passwords, random, news, actorOf },
        takePicture: options.takePicture,
        codeFor: (operatorId, id) => hmac(codeKey, `${operatorId} ${id}`),
        linkOf: (code) => `${hubUrl}/#/join/${code}`,
        companyChanged: (work) => companyChanged(work, open.roster, open.attendance),
      },
      channels: { desk: channels().desk, letters: channels().letters, actorOf, once },
      templates: { hub: open.hub, messenger: channels().templates, actorOf },
      logins: { desk: channels().logins, actorOf, position: () => open.writer.position() },
    }),
  })
}

function queriesOf(
  options: HubDoorsOptions,
  totals: Totals,
  screens: Screens,
  isLive: (sessionId: SessionId) => boolean,
): Queries {
  const { open, store, company, clock, timers, random, log, accounts, channels } = options
  return new Queries({
    ...{ clock, refusalOf, audit: auditOf(options), log: log('queries'), newRequestId: () => random.id() },
    actorOf: company.actor,
    handlers: queryHandlers({
      sources: { store, company, totals, epochOf: epochFor(open.epoch), now: () => clock.now() },
      gate: new SnapshotGate(timers, () => random.number()),
      ...{ screens, accounts: accounts.read, desk: channels().desk, isLive, roster: open.roster },
      ...{ rehearsals: options.rehearsals, hub: open.hub, letters: channels().letters },
      linksOf: (id) => channels().links.ofChannel(id),
      logins: channels().logins,
    }),
  })
}

/** Sockets and screens follow what happens to accounts; told after the commit. */
export const accountNews = (
  { open, accounts, log }: Pick<HubDoorsOptions, 'open' | 'accounts' | 'log'>,
  link: () => WorkspaceLink,
): AccountNews => ({
  sessionsEnded: (ids, reason) => link().sessionsEnded(ids, reason),
  accountChanged: (id) => {
    open.hub
      .write((work) => companyChanged(work, open.roster, open.attendance))
      .then(() => accounts.read.account(id))
      .then((account) => account !== undefined && link().accountChanged(id, accountOf(account)))
      .catch((error: unknown) => log('accounts').error('account.notTold', { operatorId: id }, error))
  },
})
