import type { GroupId, OperatorId } from '#protocol/ids'
import { type Basis, type BasisConversation, fromRuns, standings } from './basis'
import { decide } from './decide'
import type { Decision } from './decision'
import { type ConversationState, pointerKey, type RosterEntry, type Snapshot } from './snapshot'

/**
 * Decides again from what was kept: the same about every conversation and pointer, forever.
 * Explanations rest on it, and a rehearsal finds by it how things stood.
 */
export const replay = (basis: Basis): readonly Decision[] => decide(snapshotOf(basis), basis.trigger)

/** The snapshot a basis stands for: equal to the one it was made of in everything that mattered. */
export function snapshotOf(basis: Basis): Snapshot {
  const entries = roster(basis)
  const pick = (places: readonly number[]) => places.flatMap((place) => entries[place] ?? [])
  const { groups, channels } = basis
  return {
    now: basis.at,
    settings: basis.settings,
    isPaused: false,
    isOpen: basis.isOpen,
    roster: new Map(entries.map((entry) => [entry.id, entry])),
    groups: new Map(
      groups.map(({ id, order, members, open, limit, answer }) => [
        id,
        {
          id,
          order,
          members: pick(fromRuns(members)),
          isOpen: open ?? null,
          limit: limit ?? null,
          answerTimeMs: answer ?? null,
        },
      ]),
    ),
    channels: new Map(
      channels.map(({ id, receiver, outside, always, pool }) => [
        id,
        {
          id,
          receiver,
          outside: outside ?? { kind: 'nobody' },
          onlyInHours: always !== 1,
          pool: pool === null ? null : new Set(pick(fromRuns(pool)).map((entry) => entry.id)),
        },
      ]),
    ),
    pointers: new Map(
      basis.pointers.flatMap(([group, channel, operator]) => {
        const ids = [groups[group]?.id, channels[channel]?.id, basis.operators[operator]] as const
        const [groupId, channelId, operatorId] = ids
        return groupId && channelId && operatorId ? [[pointerKey(groupId, channelId), operatorId] as const] : []
      }),
    ),
    conversations: basis.conversations.flatMap((conversation) => conversationOf(basis, conversation) ?? []),
  }
}

function roster(basis: Basis): readonly RosterEntry[] {
  const { at } = basis
  const limits = new Map(basis.otherLimits)
  const absences = new Map(basis.absences)
  const groupLoads = basis.operators.map(() => new Map<GroupId, number>())
  for (const [group, operator, load] of basis.groupLoads) {
    const id = basis.groups[group]?.id
    if (id !== undefined) groupLoads[operator]?.set(id, load)
  }
  return basis.operators.map((id, place) => {
    const letter = basis.standings[place]
    const absence = absences.get(place)
    const age = basis.ages[place] ?? null
    const moment = age === null ? null : at - age
    const limit = limits.get(place)
    return {
      id,
      isActive: letter !== standings.disabled,
      takesPart: letter !== standings.takesNoPart,
      effective: effective(letter, absence !== undefined),
      link: letter === standings.connectionLost ? 'shaky' : 'live',
      presenceSince: moment ?? at,
      unavailableSince: absence === undefined ? null : at - absence,
      load: basis.loads[place] ?? 0,
      limit: limit === undefined ? basis.limit : limit,
      lastAssignedAt: letter === standings.ready ? moment : null,
      groupLoads: groupLoads[place] ?? new Map(),
    }
  })
}

/** What stands against him first hides what would come after; that he is away is told apart. */
function effective(letter: string | undefined, isAbsent: boolean): RosterEntry['effective'] {
  if (letter === standings.offline) return 'offline'
  if (letter === standings.lost) return 'lost'
  if (letter === standings.busy) return 'busy'
  return isAbsent ? 'busy' : 'online'
}

function conversationOf(basis: Basis, kept: BasisConversation): ConversationState | null {
  const { at, operators } = basis
  const channel = basis.channels[kept.c]
  if (channel === undefined) return null
  const moment = (age: number | undefined) => (age === undefined ? null : at - age)
  const operator = (place: number | undefined): OperatorId | null => operators[place ?? -1] ?? null
  const groupId: GroupId | null = basis.groups[kept.g ?? -1]?.id ?? null
  const assignee = operator(kept.a)
  return {
    id: kept.id,
    channelId: channel.id,
    isOpen: true,
    priority: kept.h === 1 ? 'high' : 'normal',
    assignee: assignee === null ? null : { kind: 'operator', id: assignee },
    assignedAt: moment(kept.as),
    assignVersion: kept.v,
    ofGroup: basis.groups[kept.og ?? -1]?.id ?? null,
    groupId,
    returnsTo: operator(kept.r),
    releasedBy: operator(kept.b),
    openedBy: kept.ours === 1 ? 'operator' : 'contact',
    openedAt: at - kept.o,
    unansweredSince: moment(kept.u),
    waitingSince: moment(kept.w),
    isAnswered: kept.n === 1,
    moves: (kept.m ?? []).map((age) => at - age),
    restsUntil: null,
    answerBy: moment(kept.by),
    lapsed: (kept.s ?? []).flatMap((place) => operator(place) ?? []),
  }
}
