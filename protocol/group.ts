import { z } from 'zod'
import { OperatorId } from './ids'
import { Group, OrderOfChoosing } from './operator'
import { Schedule } from './schedules'
import { Limit } from './settings'

export const GroupName = z.string().trim().min(1).max(80)

/** No reply of the assignee for so long, and the conversation goes to the next one. */
export const AnswerTime = z.number().int().min(10_000).max(86_400_000)

/** A group as supervisors edit it. Of the built-in one only order, answer time and limit are theirs: name, members' being there and hours are the company's. */
export const GroupForm = z.strictObject({
  name: GroupName,
  order: OrderOfChoosing,
  /** In the order in which they are looked at. */
  members: z.array(OperatorId).max(1000),
  answerTimeMs: AnswerTime.nullable(),
  /** Conversations of this group one member may have at once, beside his own limit; null = none. */
  limit: Limit.nullable(),
  /** Replaces the company's for this group; null = the company's. */
  schedule: Schedule.nullable(),
})
export type GroupForm = z.infer<typeof GroupForm>

export const GroupDetails = Group.extend({
  version: z.number().int(),
  answerTimeMs: AnswerTime.nullable(),
  limit: Limit.nullable(),
  schedule: Schedule.nullable(),
})
export type GroupDetails = z.infer<typeof GroupDetails>
