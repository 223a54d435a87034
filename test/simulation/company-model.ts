import { type ChannelRules, defaultRules, type OutsideReceiver } from '#protocol/channel'
import type { ChannelId, GroupId, OperatorId } from '#protocol/ids'
import type { OrderOfChoosing } from '#protocol/operator'
import type { Schedule } from '#protocol/schedules'
import { type DistributionSettings, defaultDistribution } from '#protocol/settings'
import type { TestHub } from '#test/support/a-hub'
import { everybody } from '#test/support/company-hub'
import { naiveHours } from '#test/support/naive-hours'

export interface GroupModel {
  readonly id: GroupId
  readonly order: OrderOfChoosing
  readonly members: readonly OperatorId[]
  readonly limit: number | null
  readonly answerTimeMs: number | null
  readonly schedule: Schedule | null
}

/** A way a conversation comes to people: which of them, through which group. */
export interface Road {
  readonly group: GroupModel | null
  readonly people: readonly OperatorId[]
  /** They have duty while the others are not at work. */
  readonly isOutside: boolean
}

const emptyGroup = { order: 'inTurn' as const, members: [], limit: null, answerTimeMs: null, schedule: null }

/** The company as the simulation has set it up, and what product.md sections 3 and 5 make of it; the roster and the engine are not asked. */
export class CompanyModel {
  settings: DistributionSettings = defaultDistribution
  schedule: Schedule | null = null
  readonly groups = new Map<GroupId, GroupModel>([[everybody, { id: everybody, ...emptyGroup }]])
  readonly channels = new Map<ChannelId, ChannelRules>()
  readonly limits = new Map<OperatorId, number | null>()
  /** Everybody, in the order of their hiring; administrators are hired last and take no part. */
  readonly operators: OperatorId[] = []
  readonly administrators: OperatorId[] = []
  readonly #hours = new Map<Schedule, (at: number) => boolean>()

  constructor(private readonly hub: () => TestHub) {}

  async change(settings: Partial<DistributionSettings>): Promise<void> {
    this.settings = { ...this.settings, ...settings }
    await this.hub().settings(settings)
  }

  async setGroup(id: GroupId, change: Partial<GroupModel>): Promise<void> {
    this.groups.set(id, { ...emptyGroup, ...this.groups.get(id), ...change, id })
    await this.hub().group(id, change)
  }

  async setSchedule(schedule: Schedule | null): Promise<void> {
    this.schedule = schedule
    await this.hub().schedule(schedule)
  }

  async setRules(id: ChannelId, change: Partial<ChannelRules>): Promise<void> {
    const rules = this.channels.get(id) ?? defaultRules({ kind: 'group', groupId: everybody })
    this.channels.set(id, { ...rules, ...change })
    await this.hub().rules(change, id)
  }

  limitOf(id: OperatorId): number | null {
    const own = this.limits.get(id)
    return own === undefined ? this.settings.conversationLimit : own
  }

  membersOf({ id, members }: GroupModel): readonly OperatorId[] {
    return id === everybody ? [...this.operators, ...this.administrators] : members
  }

  /** Is he at work then: the company's hours or those of a group of his? */
  worksAt(id: OperatorId, at: number): boolean {
    if (this.#isOpen(this.schedule, at)) return true
    return [...this.groups.values()].some(
      (group) => group.schedule !== null && group.members.includes(id) && this.#isOpen(group.schedule, at),
    )
  }

  /** Whose conversation it is at this moment; null = nobody's before opening. */
  roadAt(channelId: ChannelId, groupId: GroupId | null, at: number): Road | null {
    const { receiver, outside, onlyInHours } = this.#rules(channelId)
    const isAtWork = (group: GroupModel | null) => !onlyInHours || this.#isOpen(group?.schedule ?? this.schedule, at)
    if (groupId !== null) {
      const group = this.#group(groupId)
      return isAtWork(group) ? this.#throughGroup(group, false) : null
    }
    const inside = this.#road(receiver, false)
    if (inside !== null && isAtWork(inside.group)) return inside
    const duty = this.#road(outside, true)
    const sleeps = duty?.group?.schedule != null && !this.#isOpen(duty.group.schedule, at)
    return duty === null || sleeps ? null : duty
  }

  /** The group it is counted for when a person gives it to somebody at this moment. */
  groupAt(channelId: ChannelId, groupId: GroupId | null, at: number): GroupId | null {
    if (groupId !== null) return groupId
    const { receiver, outside, onlyInHours } = this.#rules(channelId)
    const inside = this.#road(receiver, false)?.group ?? null
    const isAtWork = !onlyInHours || this.#isOpen(inside?.schedule ?? this.schedule, at)
    const asked = isAtWork || outside.kind === 'nobody' ? inside : (this.#road(outside, true)?.group ?? null)
    return asked?.id ?? null
  }

  /** Where it may go as well when it has waited for too long. */
  overflowAt(channelId: ChannelId, road: Road, waitingSince: number | null, at: number): Road | null {
    const { overflowGroupId, waitAlarmMs } = this.settings
    if (overflowGroupId === null || waitingSince === null) return null
    // What lies ahead came before the clock was set back: that is long enough.
    if (waitingSince <= at && at - waitingSince < waitAlarmMs) return null
    const group = this.#group(overflowGroupId)
    if (group.order === 'byHand' || road.group?.id === group.id) return null
    const isAtWork = !this.#rules(channelId).onlyInHours || this.#isOpen(group.schedule ?? this.schedule, at)
    return isAtWork ? this.#throughGroup(group, false) : null
  }

  isInPool(channelId: ChannelId, id: OperatorId): boolean {
    return this.#rules(channelId).pool?.includes(id) ?? true
  }

  #rules(id: ChannelId): ChannelRules {
    const rules = this.channels.get(id)
    if (rules === undefined) throw new Error(`no channel ${id}`)
    return rules
  }

  #group(id: GroupId): GroupModel {
    const group = this.groups.get(id)
    if (group === undefined) throw new Error(`no group ${id}`)
    return group
  }

  #throughGroup(group: GroupModel, isOutside: boolean): Road {
    return { group, people: this.membersOf(group), isOutside }
  }

  #road(receiver: OutsideReceiver, isOutside: boolean): Road | null {
    const people = receiver.kind === 'bot' ? receiver.reserve : receiver
    if (people.kind === 'nobody') return null
    if (people.kind === 'operator') return { group: null, people: [people.operatorId], isOutside }
    return this.#throughGroup(this.#group(people.groupId), isOutside)
  }

  #isOpen(schedule: Schedule | null, at: number): boolean {
    if (schedule === null) return true
    let hours = this.#hours.get(schedule)
    if (hours === undefined) {
      hours = naiveHours(schedule)
      this.#hours.set(schedule, hours)
    }
    return hours(at)
  }
}
