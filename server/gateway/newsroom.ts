import type { Channel } from '#protocol/channel'
import type { Contact } from '#protocol/contact'
import type { Notice } from '#protocol/events'
import type { ConversationId, OperatorId } from '#protocol/ids'
import type { Operator } from '#protocol/operator'
import type { News } from '../conversations/announcer'
import type { Broadcast, Feed } from './feed'
import type { Company, GatewayLog, ReadStore } from './ports'
import { operatorFor, partsOf, rooms } from './sight'

export interface NewsroomPorts {
  readonly broadcast: Broadcast
  readonly feed: Feed
  readonly company: Company
  readonly store: ReadStore
  readonly log: GatewayLog
  /** Reads the channels again; their names and states are kept for screens. */
  readonly refreshChannels: () => Promise<readonly Channel[]>
  /** Restricted operators with a device. */
  readonly restricted: () => readonly OperatorId[]
  /** The company has read up to there. */
  readonly onRead: (conversationId: ConversationId, seq: number) => void
}

/** News that belong to no conversation's stream, each to whom it concerns. */
export class Newsroom {
  readonly #ports: NewsroomPorts
  readonly #told = new Map<Notice['kind'], string>()

  constructor(ports: NewsroomPorts) {
    this.#ports = ports
    for (const notice of this.#company({ operatorId: null })) this.#told.set(notice.kind, shape(notice))
  }

  tell(news: readonly News[]): void {
    for (const one of news) this.#tell(one)
  }

  /** Settings, groups, accounts or channels changed: what reads otherwise than last told is told again. */
  async companyChanged(): Promise<void> {
    const { refreshChannels, log } = this.#ports
    try {
      await refreshChannels()
    } catch (error) {
      log.error('news.channelsNotRead', {}, error)
    }
    const changed = this.#company({ operatorId: null }).filter(
      (notice) => this.#told.get(notice.kind) !== shape(notice),
    )
    for (const notice of changed) {
      this.#told.set(notice.kind, shape(notice))
      this.#toAll(notice.kind)
    }
    this.#ports.feed.operatorsChanged(this.#ports.company.operators().map((operator) => operator.id))
  }

  #tell(news: News): void {
    const { broadcast, feed, onRead } = this.#ports
    switch (news.kind) {
      case 'mark':
        broadcast.notice([rooms.operator(news.operatorId)], { kind: 'mark.changed', mark: news.mark })
        onRead(news.mark.conversationId, news.mark.seq)
        return
      case 'operators':
        feed.operatorsChanged(news.operators)
        return
      case 'company':
        void this.companyChanged()
        return
      case 'contact':
        void this.#contact(news.contact, news.conversations)
        return
      case 'alarm':
        void this.#alarm(news)
        return
      // Screens know the schedules and look at the clock by themselves.
      case 'hours':
        return
    }
  }

  #toAll(kind: Notice['kind']): void {
    const { broadcast, restricted } = this.#ports
    const send = (to: readonly string[], operatorId: OperatorId | null) => {
      const notice = this.#company({ operatorId }).find((one) => one.kind === kind)
      if (notice !== undefined) broadcast.notice(to, notice)
    }
    send([rooms.staff], null)
    for (const operatorId of restricted()) send([rooms.operator(operatorId)], operatorId)
  }

  #company({ operatorId }: { readonly operatorId: OperatorId | null }): readonly Notice[] {
    const { company } = this.#ports
    const operators = company
      .operators()
      .map((operator) => (operatorId === null ? operator : operatorFor({ operatorId, seesAll: false }, operator)))
    return [
      { kind: 'operators.changed', operators, groups: [...company.groups()] },
      { kind: 'channels.changed', channels: [...company.channels()] },
      { kind: 'settings.changed', settings: company.settings() },
    ]
  }

  /** To those near one of his conversations; a restricted one hears of the conversations he sees, and of no other channel. */
  async #contact(contact: Contact, conversations: readonly ConversationId[]): Promise<void> {
    const { broadcast, company, store, log } = this.#ports
    try {
      const rows = await store.snapshot((reads) => reads.rows(conversations))
      const staff = new Set<string>(rows.map((row) => rooms.opened(row.id)))
      for (const id of new Set(rows.flatMap((row) => partsOf(row)))) {
        const actor = company.actor(id)
        if (actor?.role !== 'restricted') staff.add(rooms.operator(id))
      }
      broadcast.noticeToStaff([...staff], { kind: 'contact.changed', contact, conversations: [...conversations] })
      for (const id of this.#ports.restricted()) {
        const own = rows.filter((row) => partsOf(row).includes(id))
        const first = own[0]
        if (first === undefined) continue
        const seen = await store.snapshot((reads) => reads.contact({ operatorId: id, seesAll: false }, first))
        const ids = own.map((row) => row.id)
        if (seen !== undefined)
          broadcast.notice([rooms.operator(id)], { kind: 'contact.changed', contact: seen, conversations: ids })
      }
    } catch (error) {
      log.error('news.contactNotTold', { contactId: contact.id }, error)
    }
  }

  async #alarm(alarm: Extract<News, { kind: 'alarm' }>): Promise<void> {
    const { broadcast, store, log } = this.#ports
    const { conversationId } = alarm
    if (conversationId === null) return broadcast.notice([rooms.administrators], alarm)
    try {
      const row = await store.snapshot((reads) => reads.row(conversationId))
      if (row !== undefined) broadcast.notice([rooms.staff, ...partsOf(row).map(rooms.operator)], alarm)
    } catch (error) {
      log.error('news.alarmNotTold', { conversationId }, error)
    }
  }
}

/** What of a notice is worth telling again: presence and load travel in the feed. */
function shape(notice: Notice): string {
  if (notice.kind !== 'operators.changed') return JSON.stringify(notice)
  const lasting = ({ id, name, role, isActive, takesPart, limit }: Operator) => ({
    ...{ id, name, role, isActive, takesPart, limit },
  })
  return JSON.stringify({ ...notice, operators: notice.operators.map(lasting) })
}
