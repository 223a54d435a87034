import { accepted, type Outcome, type Refusal, refusal } from '#protocol/errors'
import type { ConversationView } from '#protocol/events'
import type { ChannelId, ConversationId, DeviceId, OperatorId, SessionId } from '#protocol/ids'
import type { ChannelLinks } from '#protocol/links'
import { listKey } from '#protocol/list-order'
import type { AccountDetails, SessionInfo } from '#protocol/operator'
import { mayManage } from '#protocol/permissions'
import { pageLimit, queries } from '#protocol/queries'
import type { AccountReads } from '../accounts/ports'
import { accountDetailsOf } from '../accounts/presenters'
import type { Hub } from '../conversations/ports'
import type { Roster } from '../operators/roster'
import type { RehearsalDesk } from '../rehearsal/rehearsal-desk'
import type { ChannelDesk, LetterDesk } from './channel-commands'
import { distributionQueries } from './distribution-queries'
import { linkQueries } from './link-commands'
import { type LoginPorts, loginQueries } from './login-commands'
import { needs } from './needs'
import { mayView } from './ports'
import { type QueryContext, type QueryHandlers, question } from './queries'
import { rehearsalQueries } from './rehearsal-queries'
import { resume } from './resume'
import type { Screens } from './screens'
import { rooms } from './sight'
import { type SnapshotSources, takeSnapshot } from './snapshot'
import type { SnapshotGate } from './snapshot-gate'
import { templateQueries } from './template-commands'
import { viewOf } from './views'

export interface QueryHandlerPorts {
  readonly sources: SnapshotSources
  readonly gate: SnapshotGate
  readonly screens: Screens
  readonly accounts: AccountReads
  readonly desk: ChannelDesk
  readonly letters: LetterDesk
  readonly isLive: (sessionId: SessionId) => boolean
  readonly roster: Roster
  readonly rehearsals: RehearsalDesk
  readonly hub: Hub
  readonly linksOf: (id: ChannelId) => Promise<ChannelLinks>
  readonly logins: LoginPorts
}

const nothingHere = (): { readonly ok: false; readonly refusal: Refusal } => ({
  ok: false,
  refusal: refusal('NOT_FOUND', 'no such conversation, or not visible to you'),
})

/** Everything one may look up, by kind. */
export const queryHandlers = (ports: QueryHandlerPorts): QueryHandlers => ({
  ...feedQueries(ports),
  ...conversationQueries(ports),
  ...companyQueries(ports),
  ...distributionQueries({ store: ports.sources.store, roster: ports.roster, now: ports.sources.now }),
  ...rehearsalQueries(ports.rehearsals),
  ...templateQueries(ports.hub),
  ...linkQueries(ports.linksOf),
  ...loginQueries(ports.logins),
})

function feedQueries(ports: QueryHandlerPorts) {
  const { sources, gate, accounts } = ports
  const { store } = sources
  return {
    'feed.snapshot': question(queries['feed.snapshot'], async (_query, { actor, viewer }) => {
      const account = await accounts.account(actor.id)
      if (account === undefined) return { ok: false, refusal: refusal('SESSION_ENDED', 'the account is gone') }
      return gate.enter(() => takeSnapshot(sources, viewer, account))
    }),
    'feed.resume': question(queries['feed.resume'], async (query, context) => {
      const account = await accounts.account(context.actor.id)
      if (account === undefined) return { ok: false, refusal: refusal('SESSION_ENDED', 'the account is gone') }
      for (const id of query.open) await enter(ports, context, id)
      return gate.enter(() => resume(sources, context.viewer, account, query))
    }),
    'feed.compare': question(queries['feed.compare'], async ({ position, rows }, { viewer }) => {
      const held = new Map(rows.map((row) => [row.id, row.version]))
      const isEqual = await store.snapshot(async (reads) => {
        const known = await reads.rows([...held.keys()])
        // What changed after the position asked about is on its way.
        const same = known.filter(
          (row) => mayView(viewer, row) && (row.position > position || row.version === held.get(row.id)),
        )
        return same.length === held.size
      })
      return accepted({ isEqual })
    }),
  }
}

/** Makes a conversation near for the device when it may be seen. Checked before joining: no event slips in between. */
async function enter(
  { sources, screens }: QueryHandlerPorts,
  { device, viewer }: QueryContext,
  id: ConversationId,
): Promise<boolean> {
  const row = await sources.store.snapshot((reads) => reads.row(id))
  if (row === undefined || !mayView(viewer, row)) return false
  await device.socket.join(rooms.opened(id))
  screens.opened(device, id)
  return true
}

async function leave({ screens }: QueryHandlerPorts, { device }: QueryContext, id: ConversationId): Promise<void> {
  await device.socket.leave(rooms.opened(id))
  screens.left(device, id)
}

async function open(
  ports: QueryHandlerPorts,
  context: QueryContext,
  id: ConversationId,
): Promise<Outcome<ConversationView>> {
  if (!(await enter(ports, context, id))) return nothingHere()
  const view = await ports.sources.store.snapshot((reads) => viewOf(reads, context.viewer, id))
  if (view !== undefined) return accepted(view)
  await leave(ports, context, id)
  return nothingHere()
}

function conversationQueries(ports: QueryHandlerPorts) {
  const { store } = ports.sources
  return {
    'conversations.list': question(queries['conversations.list'], ({ section, after, limit }, { viewer }) =>
      store.snapshot(async (reads) => {
        const rows = await reads.section(viewer, section, after, limit)
        const last = rows.length < limit ? undefined : rows.at(-1)
        const marks = await reads.marks(
          viewer.operatorId,
          rows.map((row) => row.id),
        )
        return accepted({ rows: [...rows], marks: [...marks], next: last === undefined ? null : listKey(last) })
      }),
    ),
    'conversation.open': question(queries['conversation.open'], ({ conversationId }, context) =>
      open(ports, context, conversationId),
    ),
    'conversation.leave': question(queries['conversation.leave'], async ({ conversationId }, context) => {
      await leave(ports, context, conversationId)
      return accepted({})
    }),
    ...streamQueries(ports),
    search: question(queries.search, async ({ text, limit }, { viewer }) => {
      const { conversations, messages, searchedTo } = await store.search(viewer, text, limit)
      return accepted({ conversations: [...conversations], messages: [...messages], searchedTo })
    }),
  }
}

function streamQueries({ sources: { store } }: QueryHandlerPorts) {
  return {
    'conversation.history': question(queries['conversation.history'], ({ conversationId, before, limit }, { viewer }) =>
      store.snapshot(async (reads) => {
        const row = await reads.row(conversationId)
        if (row === undefined || !mayView(viewer, row)) return nothingHere()
        const { entries, hasOlder } = await reads.entries(conversationId, before, limit)
        return accepted({ entries: [...entries], hasOlder })
      }),
    ),
    'conversation.catchUp': question(queries['conversation.catchUp'], ({ conversationId, after }, { viewer }) =>
      store.snapshot(async (reads) => {
        const row = await reads.row(conversationId)
        if (row === undefined || !mayView(viewer, row)) return nothingHere()
        const items = await reads.items(row, after, pageLimit + 1)
        if (after > 0 && items.length <= pageLimit) return accepted({ kind: 'items' as const, items: [...items] })
        const view = await viewOf(reads, viewer, conversationId)
        return view === undefined ? nothingHere() : accepted({ kind: 'view' as const, view })
      }),
    ),
    'conversation.explain': question(queries['conversation.explain'], ({ conversationId, decisionId }, { viewer }) =>
      store.snapshot(async (reads) => {
        const row = await reads.row(conversationId)
        const explanation =
          row === undefined || !mayView(viewer, row) ? undefined : await reads.explanation(conversationId, decisionId)
        return explanation === undefined ? nothingHere() : accepted(explanation)
      }),
    ),
    'contact.get': question(queries['contact.get'], ({ conversationId }, { viewer }) =>
      store.snapshot(async (reads) => {
        const row = await reads.row(conversationId)
        const contact = row === undefined || !mayView(viewer, row) ? undefined : await reads.contact(viewer, row)
        if (row === undefined || contact === undefined) return nothingHere()
        return accepted({ contact, earlier: [...(await reads.earlier(viewer, row))] })
      }),
    ),
  }
}

function companyQueries({ accounts, desk, letters, isLive, sources }: QueryHandlerPorts) {
  return {
    'channels.details': question(queries['channels.details'], async (_query, context) => {
      return needs(context, 'manageChannels') ?? accepted([...(await desk.details())])
    }),
    'channel.deadLetters': question(queries['channel.deadLetters'], async (query, context) => {
      const refused = needs(context, 'seeDeadLetters')
      if (refused !== null) return refused
      const { letters: page, next } = await letters.page(query.channelId, query.before, query.limit)
      return accepted({ letters: [...page], next })
    }),
    'channels.place': question(queries['channels.place'], async (_query, context) => {
      return needs(context, 'manageChannels') ?? accepted({ publicUrl: desk.publicUrl })
    }),
    'accounts.details': question(queries['accounts.details'], async (_query, context) => {
      return needs(context, 'manageAccounts') ?? accepted(await accountsOf(accounts, sources.now()))
    }),
    'sessions.list': question(queries['sessions.list'], async (_query, { actor, device }) => {
      const whose = mayManage(actor, 'manageAccounts') ? null : actor.id
      const sessions = await accounts.openSessions(whose)
      return accepted(sessions.map((session) => sessionInfoOf(session, device.sessionId, isLive(session.id))))
    }),
  }
}

async function accountsOf(accounts: AccountReads, now: number): Promise<AccountDetails[]> {
  const codes = await accounts.openCodes(['invitation', 'reset'], now)
  const until = new Map<OperatorId | null, number>(codes.map((code) => [code.accountId, code.expiresAt]))
  return (await accounts.accounts()).map((account) => accountDetailsOf(account, until.get(account.id) ?? null))
}

interface Listed {
  readonly id: SessionId
  readonly accountId: OperatorId
  readonly device: DeviceId
  readonly deviceName: string
  readonly createdAt: number
  readonly lastSeenAt: number
}

const sessionInfoOf = (session: Listed, current: SessionId, isLive: boolean): SessionInfo => ({
  id: session.id,
  operatorId: session.accountId,
  device: session.device,
  deviceName: session.deviceName,
  createdAt: session.createdAt,
  lastSeenAt: session.lastSeenAt,
  isCurrent: session.id === current,
  isLive,
})
