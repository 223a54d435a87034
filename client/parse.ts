import { type CommandAnswer, type CommandKind, type CommandReply, commands } from '#protocol/commands'
import { Refusal, RefusalCode, refusal } from '#protocol/errors'
import { Position } from '#protocol/ids'
import { type QueryAnswer, type QueryKind, type QueryReply, queries } from '#protocol/queries'

export type Fields = { readonly [key: string]: unknown }

export const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null

/** A refusal as the hub sent it; from one that says little the code alone; null for what is none. */
export function parseRefusal(value: unknown): Refusal | null {
  const whole = Refusal.safeParse(value)
  if (whole.success) return whole.data
  const code = RefusalCode.safeParse(isRecord(value) ? value.code : undefined)
  return code.success ? refusal(code.data, 'refused by the hub') : null
}

const notUnderstood = { ok: false, refusal: refusal('INTERNAL', 'the answer of the hub is not understood') } as const

const refusedBy = (raw: unknown): { ok: false; refusal: Refusal } => {
  const said = isRecord(raw) ? parseRefusal(raw.refusal) : null
  return said === null ? notUnderstood : { ok: false, refusal: said }
}

// The tables pair each kind with its answer and the parse below goes by the kind; TypeScript does not follow an index that far,
// so the two functions here say it once for everybody.

/** Parses by the command's own answer: the hub's word is untrusted input like any other. */
export function parseCommandReply<Kind extends CommandKind>(kind: Kind, raw: unknown): CommandReply<Kind> {
  if (!isRecord(raw) || raw.ok !== true) return refusedBy(raw)
  const answer = commands[kind].answer.safeParse(raw.value)
  const position = Position.safeParse(raw.position)
  if (!answer.success || !position.success) return notUnderstood
  return { ok: true, value: answer.data as CommandAnswer<Kind>, position: position.data }
}

export function parseQueryReply<Kind extends QueryKind>(kind: Kind, raw: unknown): QueryReply<Kind> {
  if (!isRecord(raw) || raw.ok !== true) return refusedBy(raw)
  const answer = queries[kind].answer.safeParse(raw.value)
  return answer.success ? { ok: true, value: answer.data as QueryAnswer<Kind> } : notUnderstood
}
