import { PeopleReceiver } from '#protocol/channel'
import type { Command } from '#protocol/commands'
import { accepted, type Outcome, refused } from '#protocol/errors'
import type { GroupDetails } from '#protocol/group'
import { GroupId } from '#protocol/ids'
import { type Actor, mayManage } from '#protocol/permissions'
import type { Attendance } from './attendance'
import { companyChanged } from './company'
import type { GroupFacts, OperatorsWork, StoredGroup } from './ports'
import type { Roster } from './roster'

/** Makes a group or changes one. Of the built-in one name, being there and hours are not to be changed: only order, answer time and limit. */
export async function saveGroup(
  work: OperatorsWork,
  roster: Roster,
  attendance: Attendance,
  actor: Actor,
  { groupId, version, form }: Command<'group.save'>,
): Promise<Outcome<GroupDetails>> {
  if (!mayManage(actor, 'manageDistribution')) return refused('FORBIDDEN', 'You may not change groups.')
  const before = groupId === null ? null : roster.groupFacts.find((group) => group.id === groupId)
  if (before === undefined) return refused('NOT_FOUND', 'No such group.', { field: 'groupId' })
  const problem = problemOf(roster, before, form)
  if (problem !== null) return refused('INVALID', 'The group cannot be saved so.', { fields: [problem] })
  const group: StoredGroup = {
    ...form,
    ...(before?.isEverybody === true && { name: before.name, schedule: null }),
    id: before?.id ?? GroupId.parse(work.newId()),
    version: before === null ? 0 : version,
  }
  if (!(await work.company.saveGroup(group, before === null, work.now, actor.id)))
    return refused('CONFLICT', 'Somebody else has changed the group meanwhile.', {
      facts: { version: before?.version ?? 0 },
    })
  await companyChanged(work, roster, attendance)
  const saved = roster.groupFacts.find(({ id }) => id === group.id)
  return saved === undefined ? refused('NOT_FOUND', 'No such group.') : accepted(groupDetailsOf(roster, saved))
}

function problemOf(roster: Roster, before: GroupFacts | null, { name, members }: Command<'group.save'>['form']) {
  const isTaken = roster.groupFacts.some(
    (group) => group.id !== before?.id && group.name.toLocaleLowerCase() === name.toLocaleLowerCase(),
  )
  if (isTaken && before?.isEverybody !== true) return { field: 'form.name', problem: 'taken' as const }
  const isThere = members.every((id) => roster.members.has(id)) && new Set(members).size === members.length
  return isThere ? null : { field: 'form.members', problem: 'unknown' as const }
}

/** Refused while somebody would have no receiver without it: the channels are named. */
export async function deleteGroup(
  work: OperatorsWork,
  roster: Roster,
  attendance: Attendance,
  actor: Actor,
  { groupId, version }: Command<'group.delete'>,
): Promise<Outcome<Record<never, never>>> {
  if (!mayManage(actor, 'manageDistribution')) return refused('FORBIDDEN', 'You may not change groups.')
  const group = roster.groupFacts.find(({ id }) => id === groupId)
  if (group === undefined) return refused('NOT_FOUND', 'No such group.', { field: 'groupId' })
  if (group.isEverybody) return refused('FORBIDDEN', 'The built-in group stays.')
  const users = usersOf(roster, groupId)
  if (users.length > 0)
    return refused('IN_USE', 'The group receives from somewhere.', { facts: { channels: users.join(', ') } })
  if (!(await work.company.deleteGroup(groupId, version, work.now, actor.id)))
    return refused('CONFLICT', 'Somebody else has changed the group meanwhile.', { facts: { version: group.version } })
  await companyChanged(work, roster, attendance)
  return accepted({})
}

/** Names of the channels that need it; the overflow counts as one without a name. */
function usersOf({ channelRecords, settings }: Roster, groupId: GroupId): readonly string[] {
  const channels = [...channelRecords.values()].filter(({ rules: { receiver, outside } }) =>
    [receiver, outside].some((one) => {
      const people = PeopleReceiver.safeParse(one.kind === 'bot' ? one.reserve : one)
      return people.success && people.data.kind === 'group' && people.data.groupId === groupId
    }),
  )
  return [...channels.map(({ name }) => name), ...(settings.overflowGroupId === groupId ? ['—'] : [])]
}

/** A group as supervisors see it. */
export const groupDetailsOf = (roster: Roster, group: GroupFacts): GroupDetails => ({
  id: group.id,
  name: group.name,
  isEverybody: group.isEverybody,
  order: group.order,
  members: [...roster.membersOf(group)],
  version: group.version,
  answerTimeMs: group.answerTimeMs,
  limit: group.limit,
  schedule: group.schedule,
})
