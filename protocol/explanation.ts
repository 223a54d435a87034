import { z } from 'zod'
import { At, ConversationId, DecisionId, GroupId, OperatorId } from './ids'
import { OrderOfChoosing } from './operator'

/** Why an operator could not get the conversation; first that applies, in this order. */
export const ineligibleReasons = [
  'disabled',
  'takesNoPart',
  'notInPool',
  'notMember',
  'mayNotReply',
  'takenFrom',
  'offline',
  'lost',
  'connectionLost',
  'busy',
  'atLimit',
  'atGroupLimit',
  'outsideHours',
  'lapsed',
] as const
export const IneligibleReason = z.enum(ineligibleReasons)
export type IneligibleReason = z.infer<typeof IneligibleReason>

/** What set the distributor going. */
export const triggerKinds = [
  'messageArrived',
  'presenceChanged',
  'reassignmentDue',
  'conversationClosed',
  'conversationReleased',
  'transferred',
  'settingsChanged',
  'hubStarted',
  'capacityFreed',
  'restOver',
  'answerTimeOver',
  'waitTooLong',
  'scheduleEdge',
  'sweep',
] as const
export const TriggerKind = z.enum(triggerKinds)
export type TriggerKind = z.infer<typeof TriggerKind>

/** The rule that told apart those who were eligible. */
export const Choice = z.enum([
  'onlyOne',
  'inTurn',
  'leastLoaded',
  'longestSinceAssigned',
  'memberOrder',
  'id',
  'lastAssignee',
  'namedOperator',
  'nobody',
  'byHand',
  'switchedOff',
  'tooManyMoves',
  'outsideHours',
])
export type Choice = z.infer<typeof Choice>

/** On which road it came to those who were looked at: as the channel says, in place of its bot, outside hours, by transfer, or after waiting too long. */
export const receivingRoads = ['receiver', 'reserve', 'outside', 'outsideReserve', 'transfer', 'overflow'] as const
export const ReceivingRoad = z.enum(receivingRoads)
export type ReceivingRoad = z.infer<typeof ReceivingRoad>

/** The card behind «Почему я?»: candidates in the order looked at, each with his load then and one reason. */
export const Explanation = z.object({
  decisionId: DecisionId,
  conversationId: ConversationId,
  at: At,
  trigger: TriggerKind,
  settingsVersion: z.number().int(),
  road: ReceivingRoad,
  groupId: GroupId.nullable(),
  order: OrderOfChoosing.nullable(),
  chosen: OperatorId.nullable(),
  choice: Choice,
  candidates: z.array(
    z.object({
      operatorId: OperatorId,
      load: z.number().int().nonnegative(),
      limit: z.number().int().nonnegative().nullable(),
      verdict: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('chosen') }),
        z.object({ kind: z.literal('eligible') }),
        z.object({ kind: z.literal('ineligible'), reason: IneligibleReason, since: At.nullable() }),
      ]),
    }),
  ),
})
export type Explanation = z.infer<typeof Explanation>
