import { z } from 'zod'
import { GroupId } from './ids'

export const reassignmentModes = ['off', 'allUncompleted', 'onlyNew'] as const
export const ReassignmentMode = z.enum(reassignmentModes)
export type ReassignmentMode = z.infer<typeof ReassignmentMode>

export const Limit = z.number().int().min(0).max(10_000)

/** Distribution settings of the company; saved whole, with the version that was edited (CONFLICT otherwise). */
export const DistributionSettings = z.strictObject({
  isOn: z.boolean(),
  /** null = no limit, 0 = nobody receives anything. */
  conversationLimit: Limit.nullable(),
  /** What counts as load. */
  loadCounts: z.enum(['allOpen', 'awaitingAnswer']),
  reassignment: ReassignmentMode,
  reassignmentDelayMs: z.number().int().min(10_000).max(600_000),
  graceMs: z.number().int().min(5_000).max(60_000),
  restartGraceMs: z.number().int().min(20_000).max(120_000),
  awayAfterMs: z.number().int().min(60_000).max(86_400_000),
  /** A reopened conversation goes back to its last human assignee if he is eligible. */
  returnToLastAssignee: z.boolean(),
  /** Waiting longer than this alarms. */
  waitAlarmMs: z.number().int().min(10_000).max(86_400_000),
  /** Target of the first response, what the levels on the screen are measured against; null = none. */
  firstResponseTargetMs: z.number().int().min(10_000).max(86_400_000).nullable(),
  /** Whoever waited for `waitAlarmMs` and found nobody where he belongs may go to this group as well; null = only the alarm. */
  overflowGroupId: GroupId.nullable(),
  /** When the last working hours that concern an operator end, he is set Offline; nothing ever sets him Online. */
  offlineAtClosing: z.boolean(),
  /** Without input on his device for so long an operator is set Busy; null = never. */
  idleAfterMs: z.number().int().min(60_000).max(14_400_000).nullable(),
  /** A locked screen counts as being idle at once. */
  busyWhenLocked: z.boolean(),
})
export type DistributionSettings = z.infer<typeof DistributionSettings>

export const defaultDistribution: DistributionSettings = {
  isOn: true,
  conversationLimit: 10,
  loadCounts: 'allOpen',
  reassignment: 'allUncompleted',
  reassignmentDelayMs: 30_000,
  graceMs: 10_000,
  restartGraceMs: 30_000,
  awayAfterMs: 300_000,
  returnToLastAssignee: true,
  waitAlarmMs: 120_000,
  firstResponseTargetMs: 600_000,
  overflowGroupId: null,
  offlineAtClosing: false,
  idleAfterMs: null,
  busyWhenLocked: false,
}

/** What operators and contacts read as the company's name. */
export const CompanyName = z.string().trim().min(1).max(80)

/** Settings every operator's screen needs. */
export const SharedSettings = z.object({
  companyName: z.string(),
  isDistributing: z.boolean(),
  /** What becomes of conversations of whoever leaves them. */
  reassignment: ReassignmentMode,
  firstResponseTargetMs: z.number().int().nullable(),
  reassignmentDelayMs: z.number().int(),
  graceMs: z.number().int(),
  idleAfterMs: z.number().int().nullable(),
  busyWhenLocked: z.boolean(),
})
export type SharedSettings = z.infer<typeof SharedSettings>
