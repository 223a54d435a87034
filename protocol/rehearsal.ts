import { z } from 'zod'
import { ChannelRules } from './channel'
import { GroupForm } from './group'
import { At, ChannelId, ConversationId, GroupId, OperatorId } from './ids'
import { isKnownZone, Schedule } from './schedules'
import { DistributionSettings } from './settings'

/** Rules as they are on the screen and not yet saved. What is null or not named stays as it is saved. */
export const RehearsalDraft = z.strictObject({
  settings: DistributionSettings.nullable(),
  /** Working hours of the company; `value` null = day and night. */
  schedule: z.strictObject({ value: Schedule.nullable() }).nullable(),
  groups: z.array(z.strictObject({ groupId: GroupId, form: GroupForm })).max(100),
  channels: z.array(z.strictObject({ channelId: ChannelId, rules: ChannelRules })).max(100),
})
export type RehearsalDraft = z.infer<typeof RehearsalDraft>

export const RehearsalDays = z.number().int().min(1).max(30)

/** Where the hours of the day are told. */
export const RehearsalZone = z.string().refine(isKnownZone, 'zoneUnknown')

export const RehearsalId = z.string().min(1).max(64)

/** Upper ends of the steps in which waiting for an assignee is counted; one more step has no end. */
export const waitSteps = [5_000, 30_000, 60_000, 120_000, 300_000, 900_000, 3_600_000] as const

const Spread = z.object({ median: z.number().int().nonnegative(), p90: z.number().int().nonnegative() })
const Count = z.number().int().nonnegative()

export const RehearsalSide = z.object({
  /** From opening to the first assignee, of those that found one. */
  assignment: Spread.nullable(),
  /** From opening to the first reply, of those that were answered. */
  response: Spread.nullable(),
  /** Without any reply by the time they were closed, or by the end. */
  unanswered: Count,
  /** Never had an assignee. */
  unassigned: Count,
  /** Reassignments by themselves. */
  moves: Count,
  /** Most conversations that had no assignee at one time. */
  mostUnassigned: Count,
  /** How many waited so long: by `waitSteps`, then longer, then for ever. */
  waits: z.array(Count),
  /** Median of waiting for an assignee by the hour of opening; null where nobody wrote. */
  byHour: z.array(Count.nullable()),
})
export type RehearsalSide = z.infer<typeof RehearsalSide>

const Burden = z.object({
  inquiries: Count,
  /** On average over the days, and at most. */
  meanLoad: z.number().nonnegative(),
  mostLoad: Count,
})
export type Burden = z.infer<typeof Burden>

/** Who had an inquiry first, and how long it waited for him. */
const Way = z.object({ operatorId: OperatorId.nullable(), waitMs: Count.nullable() })

export const RehearsalResult = z.object({
  /** Of what was asked for, so much is remembered. */
  from: At,
  to: At,
  inquiries: Count,
  /** Every inquiry went the same way at the same time. */
  isSame: z.boolean(),
  /** Rules were saved so often within these days: what happened went by several. */
  ruleChanges: Count,
  before: RehearsalSide,
  after: RehearsalSide,
  operators: z.array(z.object({ operatorId: OperatorId, before: Burden, after: Burden })),
  /** Inquiries that would have gone to others; the list holds the newest. */
  elsewhere: z.object({
    total: Count,
    list: z.array(
      z.object({
        conversationId: ConversationId,
        contactName: z.string(),
        channelId: ChannelId,
        openedAt: At,
        before: Way,
        after: Way,
      }),
    ),
  }),
})
export type RehearsalResult = z.infer<typeof RehearsalResult>

export const RehearsalState = z.discriminatedUnion('kind', [
  /** `done` from 0 to 1. */
  z.object({ kind: z.literal('running'), done: z.number().min(0).max(1) }),
  z.object({ kind: z.literal('done'), result: RehearsalResult }),
  /** `tooMuch`: the days hold more than can be rehearsed at once. */
  z.object({ kind: z.literal('failed'), reason: z.enum(['tooMuch', 'broken']) }),
])
export type RehearsalState = z.infer<typeof RehearsalState>
