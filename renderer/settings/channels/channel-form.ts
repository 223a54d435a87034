import { z } from 'zod'
import { type ChannelDetails, ChannelName, type PeopleReceiver, type Receiver } from '#protocol/channel'
import { type ConnectionEdit, type ConnectionForm, Origin } from '#protocol/connection'
import { GroupId, OperatorId } from '#protocol/ids'

/** Messengers that have a form here. */
export type ConnectableMessenger = Extract<ConnectionForm['messenger'], 'web' | 'telegram'>

/** A channel as one writes it. Sites stand one a line; an empty token keeps the stored one. */
export const ChannelFields = z
  .object({
    name: ChannelName,
    /** `group:id` or `operator:id`. */
    receiver: z.string().min(1),
    origins: z.string(),
    greeting: z.string().max(250),
    token: z.string().trim().max(200),
    mode: z.enum(['polling', 'webhook']),
    baseUrl: z.string().trim().max(300),
  })
  .superRefine((fields, context) => {
    const wrong = wrongOrigin(fields.origins)
    if (wrong !== null) context.addIssue({ code: 'custom', path: ['origins'], message: wrong })
    if (fields.baseUrl !== '' && !/^https?:\/\/\S+$/u.test(fields.baseUrl)) {
      context.addIssue({ code: 'custom', path: ['baseUrl'] })
    }
  })
export type ChannelFields = z.infer<typeof ChannelFields>

/** Sites as browsers name them: `shop.ru/path` becomes `https://shop.ru`. */
export function originsOf(text: string): readonly string[] {
  const lines = text.split(/[\s,;]+/u).filter((line) => line !== '')
  return [...new Set(lines.map((line) => originOf(line) ?? line))]
}

function originOf(line: string): string | null {
  const whole = /^https?:\/\//iu.test(line) ? line : `https://${line}`
  if (!URL.canParse(whole)) return null
  const { origin, hostname } = new URL(whole)
  return hostname.includes('.') || hostname === 'localhost' ? origin : null
}

const wrongOrigin = (text: string) =>
  originsOf(text).find((origin) => !Origin.safeParse(origin).success || originOf(origin) === null) ?? null

const officialApi = 'https://api.telegram.org'

export function fieldsOf(channel: ChannelDetails): ChannelFields {
  const { connection, rules, name } = channel
  const web = connection.messenger === 'web' ? connection : null
  const telegram = connection.messenger === 'telegram' ? connection : null
  const base = telegram?.baseUrl.replace(/\/$/u, '') ?? officialApi
  return {
    name,
    receiver: receiverKey(rules.receiver),
    origins: web?.allowedOrigins.join('\n') ?? '',
    greeting: web?.greeting ?? '',
    token: '',
    mode: telegram?.mode ?? 'polling',
    baseUrl: base === officialApi ? '' : base,
  }
}

export const newChannel = (name: string, receiver: string): ChannelFields => ({
  name,
  receiver,
  origins: '',
  greeting: '',
  token: '',
  mode: 'polling',
  baseUrl: '',
})

/** What a select names a receiver by; a bot is shown by its reserve. */
export function receiverKey(receiver: Receiver): string {
  const people = receiver.kind === 'bot' ? receiver.reserve : receiver
  return people.kind === 'group' ? `group:${people.groupId}` : `operator:${people.operatorId}`
}

export function receiverOf(key: string): PeopleReceiver {
  const id = key.slice(key.indexOf(':') + 1)
  return key.startsWith('group:')
    ? { kind: 'group', groupId: GroupId.parse(id) }
    : { kind: 'operator', operatorId: OperatorId.parse(id) }
}

const webOf = (fields: ChannelFields) => ({
  messenger: 'web' as const,
  allowedOrigins: [...originsOf(fields.origins)],
  greeting: fields.greeting.trim(),
})

const telegramOf = ({ mode, baseUrl }: ChannelFields) => ({
  messenger: 'telegram' as const,
  mode,
  baseUrl: baseUrl === '' ? null : baseUrl,
})

/** What is checked and connected. */
export const connectionOf = (messenger: ConnectableMessenger, fields: ChannelFields): ConnectionForm =>
  messenger === 'web' ? webOf(fields) : { ...telegramOf(fields), token: fields.token }

/** What changes about a connection, the token only if a new one was pasted; null when nothing does. */
export function connectionEditOf(
  messenger: ConnectableMessenger,
  fields: ChannelFields,
  stored: ChannelFields,
): ConnectionEdit | null {
  if (messenger === 'web') return webOf(fields)
  const isSame = fields.token === '' && fields.mode === stored.mode && fields.baseUrl === stored.baseUrl
  return isSame ? null : { ...telegramOf(fields), token: fields.token === '' ? null : fields.token }
}

/** The stored token goes to no other address than the one it was given for. */
export const needsToken = (fields: ChannelFields, stored: ChannelFields): boolean =>
  fields.token === '' && fields.baseUrl !== stored.baseUrl
