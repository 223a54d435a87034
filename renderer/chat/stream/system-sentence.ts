import type { ParseKeys } from 'i18next'
import { assertNever, type DecisionId, type OperatorId } from '#protocol/ids'
import type { AssigneeRef, SystemEvent } from '#protocol/message'
import type { People } from '../../state/people'

export type SystemKey = Extract<ParseKeys, `chat.system.${string}`>

export type SystemSign =
  | 'opened'
  | 'closed'
  | 'assigned'
  | 'moved'
  | 'waiting'
  | 'part'
  | 'failed'
  | 'blocked'
  | 'unblocked'
  | 'button'
  | 'rated'
  | 'introduced'
  | 'visited'
  | 'unsupported'
  | 'call'
  | 'missedCall'
  | 'identity'

/** A sentence to be: its key and what it names. */
export interface SystemSentence {
  readonly sign: SystemSign
  readonly tone: 'plain' | 'warn' | 'danger'
  readonly key: SystemKey
  readonly values: Readonly<Record<string, string | number>>
  /** The decision behind it, when the hub chose. */
  readonly decisionId: DecisionId | null
  /** The hub chose me: the link asks «Почему я?», else «Почему?». */
  readonly isMe: boolean
  readonly isAboveLimit: boolean
}

type Assigned = Extract<SystemEvent, { kind: 'assigned' }>

const plain = {
  tone: 'plain',
  values: {},
  decisionId: null,
  isMe: false,
  isAboveLimit: false,
} as const

const nameOf = (who: AssigneeRef, people: People): string =>
  who.kind === 'operator' ? people.operator(who.id) : people.bot(who.id)

const isMe = (who: AssigneeRef | null, people: People): boolean => who?.kind === 'operator' && who.id === people.me

/** Who did it: I, a colleague, or the hub. */
function actor(by: OperatorId | null, people: People): 'byMe' | 'byOther' | 'byHub' {
  if (by === null) return 'byHub'
  return by === people.me ? 'byMe' : 'byOther'
}

function assignedKey(event: Assigned, people: People): SystemKey {
  if (event.to === null) {
    if (event.groupId !== null) return `chat.system.assigned.toGroup.${actor(event.by, people)}`
    return event.cause === 'released'
      ? `chat.system.assigned.released.${actor(event.by, people)}`
      : 'chat.system.assigned.unassigned'
  }
  const target = isMe(event.to, people) ? 'me' : 'other'
  switch (event.cause) {
    case 'distributed':
    case 'queue':
    case 'returned':
    case 'taken':
    case 'started':
      return `chat.system.assigned.${event.cause}.${target}`
    case 'lapsed':
      return `chat.system.assigned.lapsed.${target}`
    case 'reassigned':
    case 'disabled':
      return event.from === null
        ? `chat.system.assigned.distributed.${target}`
        : `chat.system.assigned.reassigned.${target}`
    case 'transferred':
    case 'assigned':
    case 'released':
      return `chat.system.assigned.${event.cause === 'transferred' ? 'transferred' : 'given'}.${target}.${actor(event.by, people)}`
    default:
      return assertNever(event.cause)
  }
}

function assigned(event: Assigned, people: People): SystemSentence {
  return {
    sign: event.from === null || event.cause === 'taken' ? 'assigned' : 'moved',
    tone: 'plain',
    key: assignedKey(event, people),
    values: {
      to: event.to === null ? '' : nameOf(event.to, people),
      from: event.from === null ? '' : nameOf(event.from, people),
      by: event.by === null ? '' : people.operator(event.by),
      group: event.groupId === null ? '' : people.group(event.groupId),
    },
    decisionId: event.decisionId,
    isMe: isMe(event.to, people),
    isAboveLimit: event.aboveLimit,
  }
}

function partChanged(
  event: Extract<SystemEvent, { kind: 'partAdded' | 'partRemoved' }>,
  people: People,
): SystemSentence {
  const target = event.operatorId === people.me ? 'me' : 'other'
  return {
    ...plain,
    sign: 'part',
    key: `chat.system.${event.kind}.${event.part}.${target}`,
    values: { name: people.operator(event.operatorId), by: event.by === null ? '' : people.operator(event.by) },
  }
}

function opened({ inquiry, source, place }: Extract<SystemEvent, { kind: 'opened' }>): SystemSentence {
  const common = { ...plain, sign: 'opened' as const }
  if (place !== null) return { ...common, key: 'chat.system.opened.comment', values: { inquiry } }
  if (source === null) return { ...common, key: 'chat.system.opened.plain', values: { inquiry } }
  return { ...common, key: 'chat.system.opened.from', values: { inquiry, source } }
}

const call = ({ outcome }: Extract<SystemEvent, { kind: 'call' }>): SystemSentence => ({
  ...plain,
  sign: outcome === 'answered' ? 'call' : 'missedCall',
  tone: outcome === 'answered' ? 'plain' : 'warn',
  key: `chat.system.call.${outcome}`,
})

function introduced({ name, phone, email, customerId }: Extract<SystemEvent, { kind: 'introduced' }>): SystemSentence {
  const told = [name, phone, email].filter((one) => one !== null).join(', ')
  const key = `chat.system.introduced.${customerId === null ? 'claimed' : 'verified'}` as const
  return { ...plain, sign: 'introduced', key, values: { told, customerId: customerId ?? '' } }
}

/** What a system entry says. Pure: the screen looks the key up and draws the names bold. */
export function systemSentence(event: SystemEvent, people: People): SystemSentence {
  switch (event.kind) {
    case 'opened':
      return opened(event)
    case 'reopened':
    case 'closed':
      return {
        ...plain,
        sign: event.kind === 'closed' ? 'closed' : 'opened',
        key: `chat.system.${event.kind}.${actor(event.by, people)}`,
        values: { inquiry: event.inquiry, by: event.by === null ? '' : people.operator(event.by) },
      }
    case 'assigned':
      return assigned(event, people)
    case 'waiting':
      return {
        ...plain,
        sign: 'waiting',
        tone: 'warn',
        key: `chat.system.waiting.${event.reason}`,
        decisionId: event.decisionId,
      }
    case 'prioritized':
      return {
        ...plain,
        sign: 'waiting',
        key: `chat.system.prioritized.${event.priority}.${actor(event.by, people)}`,
        values: { by: event.by === null ? '' : people.operator(event.by) },
      }
    case 'partAdded':
    case 'partRemoved':
      return partChanged(event, people)
    case 'deliveryFailed':
      return {
        ...plain,
        sign: 'failed',
        tone: 'danger',
        key: 'chat.system.deliveryFailed',
        values: { reason: event.reason },
      }
    case 'contactBlocked':
      return { ...plain, sign: 'blocked', tone: 'danger', key: 'chat.system.contactBlocked' }
    case 'contactUnblocked':
      return { ...plain, sign: 'unblocked', key: 'chat.system.contactUnblocked' }
    case 'buttonPressed':
      return { ...plain, sign: 'button', key: 'chat.system.buttonPressed', values: { label: event.label } }
    case 'rated':
      return {
        ...plain,
        sign: 'rated',
        key: `chat.system.rated.${event.comment === '' ? 'bare' : 'said'}`,
        values: { score: event.score, comment: event.comment },
      }
    case 'introduced':
      return introduced(event)
    case 'visited':
      return { ...plain, sign: 'visited', key: 'chat.system.visited', values: { title: event.visit.title } }
    case 'unsupported':
      return { ...plain, sign: 'unsupported', key: 'chat.system.unsupported' }
    case 'call':
      return call(event)
    case 'identityChanged':
      return { ...plain, sign: 'identity', key: 'chat.system.identityChanged' }
    default:
      return assertNever(event)
  }
}
