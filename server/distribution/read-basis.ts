import { OutsideReceiver, Receiver } from '#protocol/channel'
import { TriggerKind } from '#protocol/explanation'
import { ConversationId, GroupId, OperatorId } from '#protocol/ids'
import { OrderOfChoosing } from '#protocol/operator'
import { DistributionSettings } from '#protocol/settings'
import type { Basis } from './basis'

/** A stored basis, parsed from its JSON; null when it is none of ours (damaged, or of a later format). */
export const readBasis = (value: unknown): Basis | null => (isBasis(value) ? value : null)

type Check = (value: unknown) => boolean

const isNumber: Check = Number.isSafeInteger
const isFlag: Check = (value) => typeof value === 'boolean'
const isText: Check = (value) => typeof value === 'string'
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value)
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check)
const tuple =
  (...checks: readonly Check[]): Check =>
  (value) =>
    Array.isArray(value) && value.length === checks.length && checks.every((check, index) => check(value[index]))
const fits =
  (schema: { readonly safeParse: (value: unknown) => { readonly success: boolean } }): Check =>
  (value) =>
    schema.safeParse(value).success

/** Fields that must be there and fit, and fields that fit if they are there. */
const shape =
  (needed: Readonly<Record<string, Check>>, possible: Readonly<Record<string, Check>> = {}): Check =>
  (value) => {
    if (typeof value !== 'object' || value === null) return false
    const fields = new Map<string, unknown>(Object.entries(value))
    return (
      Object.entries(needed).every(([name, check]) => fields.has(name) && check(fields.get(name))) &&
      Object.entries(possible).every(([name, check]) => !fields.has(name) || check(fields.get(name)))
    )
  }

const engineSettings = DistributionSettings.pick({
  isOn: true,
  loadCounts: true,
  reassignment: true,
  reassignmentDelayMs: true,
  returnToLastAssignee: true,
  waitAlarmMs: true,
  overflowGroupId: true,
})

const isSettings: Check = (value) => {
  if (!shape({ version: isNumber })(value)) return false
  const { version: _, ...rest } = Object.fromEntries(Object.entries(value ?? {}))
  return engineSettings.safeParse(rest).success
}

const aConversation = { conversationId: fits(ConversationId) }
const anOperator = { operatorId: fits(OperatorId) }

/** What a trigger carries beside its kind. */
const carried = new Map<string, Readonly<Record<string, Check>>>([
  ['messageArrived', { ...aConversation, opens: (value) => typeof value === 'boolean' }],
  ['conversationReleased', aConversation],
  ['transferred', aConversation],
  ['restOver', aConversation],
  ['answerTimeOver', aConversation],
  ['waitTooLong', aConversation],
  ['presenceChanged', anOperator],
  ['reassignmentDue', anOperator],
])

const isTrigger: Check = (value) => {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false
  const kind = TriggerKind.safeParse(value.kind)
  return kind.success && shape(carried.get(kind.data) ?? {})(value)
}

const isConversation = shape(
  { id: fits(ConversationId), v: isNumber, c: isNumber, o: isNumber },
  {
    ...Object.fromEntries(
      ['g', 'u', 'a', 'og', 'as', 'r', 'b', 'h', 'ours', 'n', 'w', 'by'].map((name) => [name, isNumber]),
    ),
    m: listOf(isNumber),
    s: listOf(isNumber),
  },
)

const hasShape = shape({
  format: (value) => value === 1,
  at: isNumber,
  trigger: isTrigger,
  settings: isSettings,
  isOpen: isFlag,
  operators: listOf(fits(OperatorId)),
  standings: isText,
  loads: listOf(isNumber),
  limit: orNull(isNumber),
  otherLimits: listOf(tuple(isNumber, orNull(isNumber))),
  ages: listOf(orNull(isNumber)),
  absences: listOf(tuple(isNumber, isNumber)),
  groups: listOf(
    shape(
      { id: fits(GroupId), order: fits(OrderOfChoosing), members: listOf(isNumber) },
      { open: isFlag, limit: isNumber, answer: isNumber },
    ),
  ),
  channels: listOf(
    shape(
      { receiver: fits(Receiver), pool: orNull(listOf(isNumber)) },
      { outside: fits(OutsideReceiver), always: isNumber },
    ),
  ),
  groupLoads: listOf(tuple(isNumber, isNumber, isNumber)),
  pointers: listOf(tuple(isNumber, isNumber, isNumber)),
  conversations: listOf(isConversation),
})

const isBasis = (value: unknown): value is Basis => hasShape(value)
