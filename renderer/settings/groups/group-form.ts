import { type GroupDetails, GroupForm, GroupName } from '#protocol/group'
import type { GroupId, OperatorId } from '#protocol/ids'
import type { OrderOfChoosing } from '#protocol/operator'
import { checkSchedule, type ScheduleDraft } from '#protocol/schedules'
import { officeHours, ownZone } from '../hours/schedule-draft'
import { isInRange, numberOrNull, written } from '../numbers'

/** A group as one writes it: numbers are texts, empty means "none". */
export interface GroupFields {
  readonly name: string
  readonly order: OrderOfChoosing
  readonly members: readonly OperatorId[]
  /** Seconds. */
  readonly answerTime: string
  readonly limit: string
  readonly hasOwnHours: boolean
  /** Kept while one looks at the other choice. */
  readonly draft: ScheduleDraft
}

export const answerTimeRange = { from: 10, to: 86_400 } as const
export const limitRange = { from: 0, to: 10_000 } as const
const secondMs = 1000

/** `company`: the hours one's own begin with. */
export const newGroup = (company: ScheduleDraft | null): GroupFields => ({
  name: '',
  order: 'inTurn',
  members: [],
  answerTime: '',
  limit: '',
  hasOwnHours: false,
  draft: company ?? officeHours(ownZone()),
})

export const fieldsOf = (group: GroupDetails, company: ScheduleDraft | null): GroupFields => ({
  name: group.name,
  order: group.order,
  members: group.members,
  answerTime: group.answerTimeMs === null ? '' : String(Math.round(group.answerTimeMs / secondMs)),
  limit: group.limit === null ? '' : String(group.limit),
  hasOwnHours: group.schedule !== null,
  draft: group.schedule ?? newGroup(company).draft,
})

/** What is saved; only of fields without problems. */
export function formOf(fields: GroupFields): GroupForm {
  const answerTime = numberOrNull(fields.answerTime)
  return GroupForm.parse({
    name: fields.name,
    order: fields.order,
    members: [...fields.members],
    answerTimeMs: answerTime === null ? null : answerTime * secondMs,
    limit: numberOrNull(fields.limit),
    schedule: fields.hasOwnHours ? fields.draft : null,
  })
}

export type GroupProblem = 'nameEmpty' | 'nameTaken' | 'answerTimeWrong' | 'limitWrong' | 'hoursWrong'

const isWrong = (text: string, range: typeof answerTimeRange | typeof limitRange) =>
  written(text) !== '' && !isInRange(text, range, true)

/** Everything that keeps the group from being saved, for the screen while it is typed. */
export function problemsOf(
  fields: GroupFields,
  id: GroupId | null,
  groups: readonly GroupDetails[],
): readonly GroupProblem[] {
  const name = fields.name.trim().toLocaleLowerCase()
  const isTaken = groups.some((group) => group.id !== id && group.name.toLocaleLowerCase() === name)
  const checks: readonly (readonly [GroupProblem, boolean])[] = [
    ['nameEmpty', !GroupName.safeParse(fields.name).success],
    ['nameTaken', isTaken],
    ['answerTimeWrong', isWrong(fields.answerTime, answerTimeRange)],
    ['limitWrong', isWrong(fields.limit, limitRange)],
    ['hoursWrong', fields.hasOwnHours && checkSchedule(fields.draft).length > 0],
  ]
  return checks.filter(([, holds]) => holds).map(([problem]) => problem)
}

/** One place up or down, or wherever it was dropped. */
export function moved(members: readonly OperatorId[], from: number, to: number): readonly OperatorId[] {
  const id = members[from]
  if (id === undefined || to < 0 || to >= members.length) return members
  const rest = members.toSpliced(from, 1)
  return rest.toSpliced(to, 0, id)
}
