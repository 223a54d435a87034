import type { ChannelRules, OutsideReceiver } from '#protocol/channel'
import type { Command } from '#protocol/commands'
import { accepted, type Outcome, refused } from '#protocol/errors'
import type { OperatorId } from '#protocol/ids'
import { type Actor, mayManage } from '#protocol/permissions'
import { changeAssignee } from '../conversations/change-assignee'
import type { Attendance } from './attendance'
import type { OperatorsWork } from './ports'
import type { Roster } from './roster'

/**
 * Accounts, groups, channels or settings have changed in this transaction: the roster reads them again and the queue is looked
 * at. Called in the transaction that changed them, or in one of its own right after.
 */
export async function companyChanged(work: OperatorsWork, roster: Roster, attendance: Attendance): Promise<void> {
  const wereActive = new Set(
    [...roster.members.values()].filter((one) => one.account.isActive).map((one) => one.account.id),
  )
  const before = roster.settings
  work.people.takeCompany(await work.company.read())
  for (const { account } of roster.members.values()) {
    if (!account.isActive && wereActive.has(account.id)) await disable(work, attendance, account.id)
  }
  if (before !== roster.settings)
    for (const operatorId of roster.members.keys()) await attendance.step(work, operatorId, { kind: 'settingsChanged' })
  work.announce({ kind: 'company' })
  await work.distribution.companyChanged()
}

/** Whoever is disabled has nothing in hand any more: his conversations go back to the queue. */
async function disable(work: OperatorsWork, attendance: Attendance, operatorId: OperatorId): Promise<void> {
  await attendance.step(work, operatorId, { kind: 'disabled' })
  await work.flush()
  for (const facts of await work.queue.assignedTo([operatorId])) {
    work.know([facts])
    const draft = await work.draft(facts.row.id)
    if (draft === undefined) continue
    changeAssignee(work, draft, {
      to: null,
      cause: 'disabled',
      by: null,
      groupId: draft.row.groupId,
      decisionId: null,
      aboveLimit: false,
      given: null,
      seen: draft.row.assignVersion,
    })
  }
}

/** Everybody sees the new name at once, visitors when they open the chat next. */
export async function renameCompany(
  work: OperatorsWork,
  roster: Roster,
  attendance: Attendance,
  actor: Actor,
  { name }: Command<'company.rename'>,
): Promise<Outcome<Record<string, never>>> {
  if (!mayManage(actor, 'manageCompany')) return refused('FORBIDDEN', 'The company is named by administrators.')
  await work.company.rename(name, work.now, actor.id)
  await companyChanged(work, roster, attendance)
  return accepted({})
}

/** Saves the distribution settings whole; who edited an older version hears so. */
export async function saveDistribution(
  work: OperatorsWork,
  roster: Roster,
  attendance: Attendance,
  actor: Actor,
  { version, settings }: Command<'distribution.save'>,
): Promise<Outcome<{ version: number }>> {
  if (!mayManage(actor, 'manageDistribution')) return refused('FORBIDDEN', 'You may not change the distribution.')
  if (settings.overflowGroupId !== null && !roster.groups.has(settings.overflowGroupId))
    return unknownIn('settings.overflowGroupId')
  if (!(await work.company.saveSettings(version, settings, work.now, actor.id)))
    return refused('CONFLICT', 'Somebody else has saved the settings meanwhile.', {
      facts: { version: roster.settingsVersion },
    })
  await companyChanged(work, roster, attendance)
  return accepted({ version: version + 1 })
}

const unknownIn = (field: string): Outcome<never> =>
  refused('INVALID', 'There is no such one.', { fields: [{ field, problem: 'unknown' }] })

/** Working hours of the company; every channel and every group without hours of its own follows them. */
export async function saveSchedule(
  work: OperatorsWork,
  roster: Roster,
  attendance: Attendance,
  actor: Actor,
  { version, schedule }: Command<'schedule.save'>,
): Promise<Outcome<{ version: number }>> {
  if (!mayManage(actor, 'manageDistribution')) return refused('FORBIDDEN', 'You may not change working hours.')
  if (!(await work.company.saveSchedule(version, schedule, work.now, actor.id)))
    return refused('CONFLICT', 'Somebody else has saved working hours meanwhile.', {
      facts: { version: roster.rows.schedule.version },
    })
  await companyChanged(work, roster, attendance)
  return accepted({ version: version + 1 })
}

/** Who gets a channel's inquiries, inside and outside working hours. */
export async function distributeChannel(
  work: OperatorsWork,
  roster: Roster,
  attendance: Attendance,
  actor: Actor,
  { channelId, version, rules }: Command<'channel.distribute'>,
): Promise<Outcome<{ version: number }>> {
  if (!mayManage(actor, 'manageDistribution')) return refused('FORBIDDEN', 'You may not change the distribution.')
  const channel = roster.channelRecords.get(channelId)
  if (channel === undefined) return refused('NOT_FOUND', 'No such channel.', { field: 'channelId' })
  const unknown = unknownReceiver(roster, rules)
  if (unknown !== null) return unknownIn(`rules.${unknown}`)
  if (!(await work.company.saveRules(channelId, version, rules, work.now, actor.id)))
    return refused('CONFLICT', 'Somebody else has changed the channel meanwhile.', {
      facts: { version: channel.version },
    })
  await companyChanged(work, roster, attendance)
  return accepted({ version: version + 1 })
}

/** The field that names somebody who is not there. */
function unknownReceiver(roster: Roster, { receiver, outside, pool }: ChannelRules): string | null {
  const isThere = (one: OutsideReceiver): boolean => {
    const people = one.kind === 'bot' ? one.reserve : one
    if (people.kind === 'nobody') return true
    return people.kind === 'group' ? roster.groups.has(people.groupId) : roster.members.has(people.operatorId)
  }
  if (!isThere(receiver)) return 'receiver'
  if (!isThere(outside)) return 'outside'
  return pool === null || pool.every((id) => roster.members.has(id)) ? null : 'pool'
}
