import { type Command, commands } from '#protocol/commands'
import { type Query, queries } from '#protocol/queries'

const isKind = <Table extends object>(table: Table, kind: string): kind is string & keyof Table =>
  Object.hasOwn(table, kind)

/** A command as the hub would take it, or null. */
export function parseCommand(raw: { readonly kind: string }): Command | null {
  return isKind(commands, raw.kind) ? (commands[raw.kind].input.safeParse(raw).data ?? null) : null
}

export function parseQuery(raw: { readonly kind: string }): Query | null {
  return isKind(queries, raw.kind) ? (queries[raw.kind].input.safeParse(raw).data ?? null) : null
}
