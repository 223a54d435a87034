import { type ConversationRow, type ReadMark, type Section, unreadCount } from '#protocol/conversation'
import type { ConversationId } from '#protocol/ids'
import type { Entry } from '#protocol/message'
import { can, relationTo } from '#protocol/permissions'
import type { Cache, CachedCompany } from './cache'
import type { Change } from './changes'
import type { ClientClock } from './clock'
import { badgeCount, type Concern, type DeskNotice, noticesBetween, type Watched } from './notify'

/** What happens within it is one burst: one notice for a conversation. */
const burstMs = 1000
/** Without a link for so long, what was missed is summed up. */
const absenceMs = 60_000
/** More than anybody has on his hands; beyond it badges stop counting. */
const watchedRows = 500

/** What calls for the operator outside the window: the host shows it natively. */
export interface AttentionCall {
  readonly notices: readonly DeskNotice[]
  readonly badge: number
}

export interface AttentionPorts {
  readonly cache: Cache
  readonly clock: ClientClock
  readonly company: () => CachedCompany | null
  readonly inSight: () => ReadonlySet<ConversationId>
  readonly call: (call: AttentionCall) => void
}

/** Watches what concerns this operator and says, burst by burst, what of the difference is worth his ear. */
export class Attention {
  readonly #ports: AttentionPorts
  readonly #watched = new Map<ConversationId, Watched>()
  readonly #marks = new Map<ConversationId, ReadMark>()
  #before: ReadonlyMap<ConversationId, Watched> | null = null
  #mentions: Set<ConversationId> = new Set()
  #ownActs: Set<ConversationId> = new Set<ConversationId>()
  #callOff: (() => void) | null = null
  #badge = -1
  /** Null while linked and caught up: bursts end by themselves. */
  #awaySince: number | null
  /** The state before the first snapshot is nothing: all of it would be news. */
  #isFirst = true

  constructor(ports: AttentionPorts) {
    this.#ports = ports
    this.#awaySince = ports.clock.now()
  }

  /** Starts from what the last run left. */
  async open(since: number | null): Promise<void> {
    this.#isFirst = since === null
    if (since !== null) this.#awaySince = since
    await this.#reload()
    this.#sayBadge()
  }

  lost(): void {
    this.#awaySince ??= this.#ports.clock.now()
    this.#begin()
  }

  /** Everything held is as of now: what changed meanwhile is announced. After a snapshot what is watched is read anew. */
  async caughtUp(isFresh: boolean): Promise<void> {
    this.#begin()
    if (isFresh) await this.#reload()
    const since = this.#awaySince
    this.#awaySince = null
    if (this.#isFirst) this.#before = new Map(this.#watched)
    if (isFresh) this.#mentions.clear()
    this.#isFirst = false
    this.#end(since !== null && this.#ports.clock.now() - since >= absenceMs)
  }

  /** The operator did it himself: he need not be told. */
  ownAct(id: ConversationId): void {
    this.#ownActs.add(id)
  }

  take(change: Change): void {
    if (change.kind === 'rows') this.#noteRows(change.rows)
    else if (change.kind === 'gone') for (const id of change.ids) this.#forget(id)
    else if (change.kind === 'marks') for (const mark of change.marks) this.#noteMark(mark)
    else if (change.kind === 'entries') this.#noteEntries(change.conversationId, change.entries)
    else if (change.kind === 'company') this.#sayBadge()
  }

  /** The screen shows something else, or has lost the focus. */
  looked(): void {
    this.#sayBadge()
  }

  close(): void {
    this.#callOff?.()
  }

  #noteRows(rows: readonly ConversationRow[]): void {
    this.#begin()
    for (const row of rows) this.#note(row)
  }

  #note(row: ConversationRow): void {
    const concern = this.#concernOf(row)
    if (concern === null) this.#watched.delete(row.id)
    else this.#watched.set(row.id, { row, concern, unread: unreadCount(row, this.#marks.get(row.id)) })
  }

  #concernOf(row: ConversationRow): Concern | null {
    const account = this.#ports.company()?.account
    if (account === undefined || !row.isOpen) return null
    const relation = relationTo(row, account.id)
    if (relation !== 'none') return relation
    return row.assignee === null && can({ ...account, isActive: true }, 'take', row) ? 'unassigned' : null
  }

  #noteMark(mark: ReadMark): void {
    const held = this.#marks.get(mark.conversationId)
    if (held !== undefined && held.seq > mark.seq) return
    this.#begin()
    this.#marks.set(mark.conversationId, mark)
    const watched = this.#watched.get(mark.conversationId)
    if (watched !== undefined) this.#note(watched.row)
  }

  #noteEntries(id: ConversationId, entries: readonly Entry[]): void {
    const me = this.#ports.company()?.account.id
    const isMine = (entry: Entry) => entry.kind === 'note' && me !== undefined && entry.mentions.includes(me)
    const isNew = (entry: Entry) => entry.changedSeq === entry.seq && entry.seq > (this.#marks.get(id)?.seq ?? 0)
    if (!entries.some((entry) => isMine(entry) && isNew(entry))) return
    this.#begin()
    this.#mentions.add(id)
  }

  #forget(id: ConversationId): void {
    this.#begin()
    this.#watched.delete(id)
    this.#marks.delete(id)
  }

  async #reload(): Promise<void> {
    const { cache } = this.#ports
    this.#watched.clear()
    const sections: readonly Section[] = ['mine', 'unassigned', 'others']
    for (const section of sections) {
      const rows = await cache.rows(section, null, watchedRows)
      for (const mark of await cache.marks(rows.map((row) => row.id))) this.#marks.set(mark.conversationId, mark)
      for (const row of rows) this.#note(row)
    }
  }

  #begin(): void {
    this.#before ??= new Map(this.#watched)
    if (this.#awaySince === null) this.#callOff ??= this.#ports.clock.after(burstMs, () => this.#end(false))
  }

  #end(wasAway: boolean): void {
    this.#callOff?.()
    this.#callOff = null
    const context = {
      status: this.#status(),
      inSight: this.#ports.inSight(),
      mentions: this.#mentions,
      ownActs: this.#ownActs,
      wasAway,
    }
    const notices = this.#before === null ? [] : noticesBetween(this.#before, this.#watched, context)
    this.#before = null
    this.#mentions = new Set()
    this.#ownActs = new Set()
    if (notices.length > 0) this.#say(notices)
    else this.#sayBadge()
  }

  #status(): 'online' | 'busy' | 'offline' | 'lost' {
    const company = this.#ports.company()
    const me = company?.operators.find((operator) => operator.id === company.account.id)
    return me?.presence.effective ?? 'offline'
  }

  #sayBadge(): void {
    if (badgeCount(this.#watched, this.#status()) !== this.#badge) this.#say([])
  }

  #say(notices: readonly DeskNotice[]): void {
    this.#badge = badgeCount(this.#watched, this.#status())
    this.#ports.call({ notices, badge: this.#badge })
  }
}
