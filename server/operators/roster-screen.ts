import type { At, ChannelId, OperatorId } from '#protocol/ids'
import type { Group, Operator } from '#protocol/operator'
import type { Actor } from '#protocol/permissions'
import type { DistributionSettings } from '#protocol/settings'
import type { Announcer, News } from '../conversations/announcer'
import { receivingOf } from '../distribution/receiving'
import type { Tallies } from './ports'
import { operatorOf, type Roster } from './roster'

/** The roster as screens may see it: what is committed, never what an open transaction has tried. */
export class RosterScreen {
  readonly #roster: Roster
  readonly #news: Announcer<News>
  #operators = new Map<OperatorId, Operator>()
  #tallies: Tallies

  constructor(roster: Roster, news: Announcer<News>) {
    this.#roster = roster
    this.#news = news
    this.#tallies = roster.tallies
  }

  operators(): readonly Operator[] {
    return [...this.#operators.values()]
  }

  operator(id: OperatorId): Operator | undefined {
    return this.#operators.get(id)
  }

  /** Rights as they stand now. */
  actor(id: OperatorId): Actor | undefined {
    return this.#roster.members.get(id)?.actor
  }

  companyName(): string {
    return this.#roster.rows.name
  }

  /** Nobody answers in this channel before working hours begin: neither those who do inside them, nor anybody on duty. */
  isClosed(channelId: ChannelId, at: At): boolean {
    this.#roster.atMoment(at)
    return receivingOf(this.#roster, { channelId, groupId: null })?.kind === 'closed'
  }

  settings(): { readonly version: number; readonly value: DistributionSettings } {
    return { version: this.#roster.settingsVersion, value: this.#roster.settings }
  }

  /** Conversations of the whole company: what counts on screens are made of. */
  tallies(): Tallies {
    return this.#tallies
  }

  groups(): readonly Group[] {
    return this.#roster.groupFacts.map((group) => ({
      id: group.id,
      name: group.name,
      isEverybody: group.isEverybody,
      order: group.order,
      members: [...this.#roster.membersOf(group)],
    }))
  }

  /** Everything anew: at the start and after the model was read from the rows. */
  reset(): void {
    this.#operators = new Map([...this.#roster.members].map(([id, member]) => [id, operatorOf(member)]))
    this.#tallies = this.#roster.tallies
  }

  setTallies(tallies: Tallies): void {
    this.#tallies = tallies
  }

  show(ids: readonly OperatorId[]): void {
    for (const id of ids) {
      const member = this.#roster.members.get(id)
      if (member !== undefined) this.#operators.set(id, operatorOf(member))
    }
    this.#news.announce([{ kind: 'operators', operators: ids }])
  }
}
