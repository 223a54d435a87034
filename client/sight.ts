import { unreadCount } from '#protocol/conversation'
import type { ConversationId } from '#protocol/ids'
import { relationTo } from '#protocol/permissions'
import type { Cache, CachedCompany } from './cache'
import type { Session } from './session'
import type { Sync } from './sync'

export interface SightPorts {
  readonly cache: Cache
  readonly session: Pick<Session, 'command' | 'isLive'>
  readonly sync: Pick<Sync, 'takeMark'>
  readonly company: () => CachedCompany | null
  readonly newId: () => Parameters<Session['command']>[1]
}

/** What a window shows. */
export interface Shown {
  readonly conversationId: ConversationId | null
  readonly isFocused: boolean
  /** The newest entries are in sight, not scrolled away. */
  readonly isAtEnd: boolean
}

/**
 * What is on the screens. Read is what was in front of somebody: the window has the focus and the newest entries are in sight;
 * then the hub is told, once for what is new.
 */
export class Sight {
  readonly #ports: SightPorts
  readonly #windows = new Map<string, Shown>()
  readonly #telling = new Set<ConversationId>()

  constructor(ports: SightPorts) {
    this.#ports = ports
  }

  show(window: string, shown: Shown): void {
    this.#windows.set(window, shown)
    this.look()
  }

  /** The window is gone. */
  hide(window: string): void {
    this.#windows.delete(window)
  }

  /** In front of somebody: what comes in it calls nobody. */
  get inSight(): ReadonlySet<ConversationId> {
    return this.#shown(() => true)
  }

  get #read(): ReadonlySet<ConversationId> {
    return this.#shown(({ isAtEnd }) => isAtEnd)
  }

  #shown(isMeant: (shown: Shown) => boolean): ReadonlySet<ConversationId> {
    const ids = new Set<ConversationId>()
    for (const shown of this.#windows.values())
      if (shown.isFocused && shown.conversationId !== null && isMeant(shown)) ids.add(shown.conversationId)
    return ids
  }

  /** Something may have become read: the focus moved, one scrolled down, an entry came, the link is back. */
  look(): void {
    if (!this.#ports.session.isLive) return
    for (const id of this.#read) if (!this.#telling.has(id)) void this.#tell(id)
  }

  async #tell(id: ConversationId): Promise<void> {
    this.#telling.add(id)
    try {
      for (let seq = await this.#unreadUpTo(id); seq !== null && this.#read.has(id); seq = await this.#unreadUpTo(id)) {
        const command = { kind: 'conversation.read', conversationId: id, seq } as const
        const reply = await this.#ports.session.command(command, this.#ports.newId())
        if (!reply.ok) break
        const row = await this.#ports.cache.row(id)
        // Another message may have come: its total belongs to a later mark, which the loop sends.
        const contactMessages = row !== null && row.seq <= seq ? row.contactMessages : 0
        if (contactMessages === 0) break
        await this.#ports.sync.takeMark({ conversationId: id, seq, contactMessages })
      }
    } finally {
      this.#telling.delete(id)
    }
  }

  /** Highest event held of a conversation with unread messages; read positions are kept where one has a part, and of unassigned ones. */
  async #unreadUpTo(id: ConversationId): Promise<number | null> {
    const { cache, company } = this.#ports
    const me = company()?.account.id
    const [row, known, marks] = [await cache.row(id), await cache.known(id), await cache.marks([id])]
    if (me === undefined || row === null || known === null) return null
    if (row.assignee !== null && relationTo(row, me) === 'none') return null
    return unreadCount(row, marks[0]) > 0 && known.seq > (marks[0]?.seq ?? 0) ? known.seq : null
  }
}
