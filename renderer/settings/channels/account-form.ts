import type { ChannelDetails, Messenger } from '#protocol/channel'
import { type ConnectionDetails, ConnectionEdit, ConnectionForm } from '#protocol/connection'
import type { ConnectionKind } from './connection-edit'
import type { AccountGuide, Input } from './messengers/messenger'

/** What is typed about an account, by the names of its inputs. An empty secret keeps the stored one. */
export type AccountValues = Readonly<Record<string, string | boolean>>

export const inputsOf = ({ inputs, more }: AccountGuide): readonly Input[] => [...inputs, ...more]

function blankOf(input: Input): string | boolean {
  switch (input.kind) {
    case 'switch':
      return input.isOn
    case 'mode':
      return 'polling'
    case 'text':
      return input.initial ?? ''
    case 'secret':
    case 'address':
      return ''
  }
}

export const blankValues = (guide: AccountGuide): AccountValues =>
  Object.fromEntries(inputsOf(guide).map((input) => [input.name, blankOf(input)]))

const withoutSlash = (address: string) => address.replace(/\/+$/u, '')

function storedOf(input: Input, connection: ConnectionDetails): string | boolean {
  const value: unknown = Reflect.get(connection, input.name)
  if (input.kind === 'secret') return ''
  if (input.kind === 'switch') return value === true
  if (typeof value !== 'string') return blankOf(input)
  return input.kind === 'address' && withoutSlash(value) === withoutSlash(input.official) ? '' : withoutSlash(value)
}

/** What the hub reads: empty secrets and addresses are null. */
function wireOf(messenger: Messenger, guide: AccountGuide, values: AccountValues): Readonly<Record<string, unknown>> {
  const entries = inputsOf(guide).map(({ kind, name }) => {
    const value = values[name]
    const text = typeof value === 'string' ? value.trim() : value
    return [name, text === '' && (kind === 'secret' || kind === 'address') ? null : text]
  })
  return { ...Object.fromEntries(entries), messenger }
}

/** What the hub is asked about before anything is saved; null while something of it is wrong. */
export const checkOf = (messenger: Messenger, guide: AccountGuide, values: AccountValues): ConnectionEdit | null =>
  ConnectionEdit.safeParse(wireOf(messenger, guide, values)).data ?? null

/** An account's values and the forms of `protocol/connection.ts`, by the names of the inputs. */
export function accountKind(messenger: Messenger, guide: AccountGuide): ConnectionKind<AccountValues> {
  return {
    valuesOf: (connection) =>
      Object.fromEntries(inputsOf(guide).map((input) => [input.name, storedOf(input, connection)])),
    formOf: (values) => ConnectionForm.safeParse(wireOf(messenger, guide, values)).data ?? null,
    editOf: (values, stored) => (isSameAs(guide, values, stored) ? null : checkOf(messenger, guide, values)),
  }
}

const isSameAs = (guide: AccountGuide, values: AccountValues, stored: AccountValues): boolean =>
  inputsOf(guide).every(({ name }) => values[name] === stored[name])

/** `forAddress`: a stored secret goes to no other address than the one it was given for. */
export type AccountProblem = 'missing' | 'wrong' | 'forAddress'

export interface Situation {
  /** Null = a new one. */
  readonly stored: AccountValues | null
  /** Its settings do not open: they have to be entered again, as they were. */
  readonly isLocked: boolean
}

/** What is wrong, by the name of the input. */
export function problemsOf(
  messenger: Messenger,
  guide: AccountGuide,
  values: AccountValues,
  { stored, isLocked }: Situation,
): ReadonlyMap<string, AccountProblem> {
  const problems = new Map<string, AccountProblem>()
  const read = ConnectionEdit.safeParse(wireOf(messenger, guide, values))
  for (const { path } of read.error?.issues ?? []) problems.set(String(path[0]), 'wrong')
  for (const { kind, name } of inputsOf(guide)) {
    const isEmpty = String(values[name] ?? '').trim() === ''
    if (kind === 'text' && isEmpty) problems.set(name, 'missing')
    if (kind !== 'secret' || !isEmpty) continue
    if (stored === null || isLocked) problems.set(name, 'missing')
    else if (values.baseUrl !== stored.baseUrl) problems.set(name, 'forAddress')
  }
  return problems
}

/** A secret was typed: whose it is has to be seen before it is saved. */
export const hasNewSecret = (guide: AccountGuide, values: AccountValues): boolean =>
  guide.inputs.some(({ kind, name }) => kind === 'secret' && values[name] !== '')

/** The last characters of a stored secret, all that comes back of it. */
export function secretEnd(channel: ChannelDetails, name: string): string {
  const end: unknown = Reflect.get(channel.connection, `${name}End`)
  return typeof end === 'string' ? end : ''
}
