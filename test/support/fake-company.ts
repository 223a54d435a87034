import type { BootState, WorkspaceChange } from '#preload/contract'
import type { ChannelDetails } from '#protocol/channel'
import type { Command, CommandAnswer } from '#protocol/commands'
import { type ConversationRow, type ReadMark, sectionOf } from '#protocol/conversation'
import type { DeadLetter } from '#protocol/dead-letter'
import { AttachmentId, assertNever, type ConversationId, type OperatorId } from '#protocol/ids'
import type { ChannelLinks } from '#protocol/links'
import type { AssigneeRef, Entry } from '#protocol/message'
import type { LoginPlace, LoginState } from '#protocol/messenger-login'
import type { Operator } from '#protocol/operator'
import type { LogLine, Query, QueryAnswer, QueryKind } from '#protocol/queries'
import type { RehearsalState } from '#protocol/rehearsal'
import type { Template } from '#protocol/templates'
import { demoMarks, demoRows } from './demo-conversations'
import {
  demoAccount,
  demoAccountDetails,
  demoChannelDetails,
  demoChannels,
  demoGroups,
  demoInvitation,
  demoNow,
  demoOperators,
  demoSessions,
  demoSettings,
  demoTotals,
} from './demo-people'
import { demoRehearsal } from './demo-rehearsal'
import { demoHours, demoLog, demoQueue, demoRules, rulesAfter } from './demo-rules'
import { demoContact, demoEntries, demoExplanation } from './demo-stream'

type Company = NonNullable<BootState['company']>

export interface FakeCompanyOptions {
  readonly rows?: readonly ConversationRow[]
  readonly marks?: readonly ReadMark[]
  readonly company?: Partial<Company>
}

/** The hub behind a workspace in memory: its conversations, what it answers to queries, what its commands change. */
export class FakeCompany {
  readonly rows = new Map<ConversationId, ConversationRow>()
  readonly marks = new Map<ConversationId, ReadMark>()
  readonly entries = new Map<ConversationId, Entry[]>()
  readonly company: Company
  channelDetails: readonly ChannelDetails[] = demoChannelDetails
  publicUrl: string | null = 'https://hub.sever-dom.example'
  templates: readonly Template[] = []
  loginPlace: LoginPlace = { app: null, returnUrl: 'https://hub.sever-dom.example/login/vk' }
  login: LoginState = { kind: 'waiting' }
  links: ChannelLinks = { carries: 'question', inquiries: 0, links: [] }
  letters: DeadLetter[] = []
  /** Whether a dead letter that is tried again can be processed. */
  retried = true
  explanation = demoExplanation
  queue = demoQueue
  log: readonly LogLine[] = demoLog
  /** So many lines the hub gives at once, if not fewer are asked for. */
  logPage = 50
  /** What the next handover does not pass on. */
  handOverRefused: CommandAnswer<'conversation.handOver'>['refused'] = []
  rules = demoRules
  /** How far back the hub has searched; null = everything. */
  searchedTo: number | null = null

  rehearsal: RehearsalState = { kind: 'done', result: demoRehearsal }
  readonly #listeners = new Set<(changes: readonly WorkspaceChange[]) => void>()

  constructor(options: FakeCompanyOptions) {
    const rows = options.rows ?? demoRows()
    for (const row of rows) this.rows.set(row.id, row)
    for (const mark of options.marks ?? demoMarks(rows)) this.marks.set(mark.conversationId, mark)
    const account = options.company?.account ?? demoAccount
    this.company = {
      account,
      operators: demoOperators,
      groups: demoGroups,
      channels: demoChannels,
      settings: demoSettings,
      totals: demoTotals,
      counts: countsOf([...this.rows.values()], account.id),
      ...options.company,
    }
  }

  subscribe(listener: (changes: readonly WorkspaceChange[]) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** News, as the hub would send them. */
  push(...changes: readonly WorkspaceChange[]): void {
    for (const listener of this.#listeners) listener(changes)
  }

  pushRow(row: ConversationRow): void {
    const next = { ...row, version: (this.rows.get(row.id)?.version ?? 0) + 1 }
    this.rows.set(row.id, next)
    this.push({ kind: 'rows', rows: [next] }, { kind: 'company', company: { ...this.company, counts: this.counts() } })
  }

  protected entriesOf(row: ConversationRow): Entry[] {
    const held = this.entries.get(row.id)
    if (held !== undefined) return held
    const made = [...demoEntries(row)]
    this.entries.set(row.id, made)
    return made
  }

  protected counts(): Company['counts'] {
    return countsOf([...this.rows.values()], this.company.account.id)
  }

  #change(id: ConversationId, change: Partial<ConversationRow>): void {
    const row = this.rows.get(id)
    if (row !== undefined) this.pushRow({ ...row, ...change, assignVersion: row.assignVersion + 1 })
  }

  protected carryOut(command: Command): unknown {
    const self: AssigneeRef = { kind: 'operator', id: this.company.account.id }
    switch (command.kind) {
      case 'conversation.take':
        this.#change(command.conversationId, { assignee: self })
        return {}
      case 'conversation.release':
        this.#change(command.conversationId, { assignee: null })
        return {}
      case 'conversation.transfer':
        if (command.to.kind === 'operator')
          this.#change(command.conversationId, { assignee: { kind: 'operator', id: command.to.operatorId } })
        return {}
      case 'conversation.handOver': {
        const refused = [...this.handOverRefused]
        const named = new Set(refused.map((one) => one.conversationId))
        const done = command.items.map((one) => one.conversationId).filter((id) => !named.has(id))
        const assignee =
          command.to.kind === 'operator' ? { kind: 'operator' as const, id: command.to.operatorId } : null
        for (const id of done) this.#change(id, { assignee })
        return { done, refused }
      }
      case 'conversation.prioritize':
        this.#change(command.conversationId, { priority: command.priority })
        return {}
      case 'conversation.close':
        this.#change(command.conversationId, { isOpen: false, closedAt: demoNow, unansweredSince: null })
        return {}
      case 'conversation.reopen':
        this.#change(command.conversationId, { isOpen: true, closedAt: null })
        return {}
      case 'presence.set': {
        const { status } = command
        this.#changeOperator(this.company.account.id, ({ presence }) => ({
          presence: { ...presence, chosen: status, effective: status },
        }))
        return {}
      }
      case 'operator.picture': {
        const picture = command.picture === null ? null : AttachmentId.parse('picture')
        this.#changeOperator(command.operatorId, () => ({ picture }))
        return { picture }
      }
      case 'channel.check':
        return { account: '@sever_dom_bot', name: 'Север Дом', link: 'https://t.me/sever_dom_bot', picture: null }
      case 'channel.connect':
      case 'channel.edit':
      case 'channel.sign':
        return demoChannelDetails[0]
      case 'login.setApp': {
        const { appId, secret, baseUrl } = command.form
        const app = { appId, secretEnd: secret?.slice(-4) ?? '', baseUrl }
        this.loginPlace = { ...this.loginPlace, app }
        return this.loginPlace
      }
      case 'login.begin':
        return { loginId: 'login-1', address: 'https://id.vk.com/authorize?state=x' }
      case 'letter.retry':
        return { isDone: this.retried }
      case 'operator.invite':
        return demoInvitation
      case 'operator.edit':
        return demoAccountDetails.find((one) => one.id === command.operatorId)
      case 'operator.reset':
        return { link: 'https://hub.sever-dom.example/#/join/h2Lw-V8ce-31Bn', until: demoNow + 72 * 3_600_000 }
      default: {
        const { rules, answer } = rulesAfter(this.rules, command)
        this.rules = rules
        return answer
      }
    }
  }

  #changeOperator(id: OperatorId, change: (one: Operator) => Partial<Operator>): void {
    const operators = this.company.operators.map((one) => (one.id === id ? { ...one, ...change(one) } : one))
    Object.assign(this.company, { operators })
    this.push({ kind: 'company', company: { ...this.company, counts: this.counts() } })
  }

  private pageOfLog({ before, limit }: Query<'distribution.log'>): QueryAnswer<'distribution.log'> {
    const isLast = (line: LogLine) =>
      line.decisionId === before?.decisionId && line.conversationId === before.conversationId
    const rest = this.log.slice(this.log.findIndex(isLast) + 1)
    const lines = rest.slice(0, Math.min(limit, this.logPage))
    const last = lines.length < rest.length ? lines.at(-1) : undefined
    const next = last === undefined ? null : { decisionId: last.decisionId, conversationId: last.conversationId }
    return { lines, next }
  }

  protected answer(query: Query): QueryAnswer<QueryKind> {
    switch (query.kind) {
      case 'conversation.explain':
        return this.explanation(query.conversationId)
      case 'contact.get': {
        const row = this.rows.get(query.conversationId)
        if (row === undefined) throw new Error('no such conversation')
        const closed = [...this.rows.values()].filter((one) => !one.isOpen)
        return { contact: demoContact(row), earlier: closed.slice(0, 3) }
      }
      case 'channels.details':
        return [...this.channelDetails]
      case 'channels.place':
        return { publicUrl: this.publicUrl }
      case 'accounts.details':
        return [...demoAccountDetails]
      case 'sessions.list':
        return [...demoSessions]
      case 'distribution.rules':
        return this.rules
      case 'hours.preview':
        return demoHours(query.at)
      case 'distribution.log':
        return this.pageOfLog(query)
      case 'queue.list':
        return this.queue
      case 'rehearsal.state':
        return this.rehearsal
      case 'rehearsal.start':
      case 'rehearsal.cancel':
        return { id: 'rehearsal' }
      case 'templates.list':
        return this.templates.filter((one) => one.channelId === query.channelId)
      case 'links.list':
        return this.links
      case 'login.place':
        return this.loginPlace
      case 'login.state':
        return this.login
      case 'channel.deadLetters':
        return { letters: this.letters, next: null }
      case 'feed.snapshot':
      case 'feed.resume':
      case 'feed.compare':
      case 'conversations.list':
      case 'conversation.open':
      case 'conversation.leave':
      case 'conversation.history':
      case 'conversation.catchUp':
      case 'search':
        throw new Error(`a window asks ${query.kind} through the bridge`)
      default:
        return assertNever(query)
    }
  }
}

function countsOf(all: readonly ConversationRow[], me: OperatorId): Company['counts'] {
  const rows = all.map((row) => ({ row, section: sectionOf(row, me) }))
  const of = (section: string) => rows.filter((one) => one.section === section)
  const oldest = (section: string) => {
    const waits = of(section).flatMap((one) => one.row.unansweredSince ?? [])
    return waits.length === 0 ? null : Math.min(...waits)
  }
  return {
    mine: of('mine').length,
    unassigned: of('unassigned').length,
    others: of('others').length,
    closed: of('closed').length,
    unassignedWaitingSince: oldest('unassigned'),
    othersWaitingSince: oldest('others'),
  }
}
