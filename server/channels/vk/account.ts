import { z } from 'zod'
import type { CheckedAccount, ConnectionNote } from '#protocol/channel'
import type { ConnectionForm } from '#protocol/connection'
import { accepted, type Outcome, refused, tokenRights } from '#protocol/errors'
import { type Outgoing, OutgoingFailed } from '../../outgoing'
import { MessengerRefused } from '../messenger-error'
import { VkApi } from './api'

type Checked = CheckedAccount & { readonly accountKey: string }

/** As a data URL it is at most 64 kB. */
const picture = { maxBytes: 45 * 1024, headMs: 5000, idleMs: 5000, totalMs: 8000 }

const Permissions = z.object({ permissions: z.array(z.object({ name: z.string() })) })
const Communities = z.object({
  groups: z
    .array(
      z.object({
        id: z.number().int().positive(),
        name: z.string(),
        screen_name: z.string().catch(''),
        photo_200: z.string().nullable().catch(null),
      }),
    )
    .min(1),
})
const Flag = z.number().optional().catch(undefined)
const Settings = z.object({ messages: Flag, bots_capabilities: Flag })

const notFound = () => refused('BOT_NOT_FOUND', 'VK knows no community with this token')

/** Asks VK whose token it is and what it may do; the picture is an ornament and its absence no failure. */
export async function checkAccount(
  form: ConnectionForm,
  outgoing: Outgoing,
  publicUrl: string | null,
): Promise<Outcome<Checked>> {
  if (form.messenger !== 'vk') return refused('BAD_REQUEST', 'not a community of VK')
  if (form.mode === 'webhook' && publicUrl === null)
    return refused('NEEDS_PUBLIC_ADDRESS', 'a webhook needs a public address of the hub', { field: 'form.mode' })
  try {
    const api = new VkApi(form.token, form.baseUrl, outgoing)
    try {
      const missing = await missingRights(api, form.comments)
      if (missing.length > 0)
        return refused('RIGHTS_MISSING', 'the token may not do all that is needed', {
          ...{ field: 'form.token', facts: { rights: missing.join(',') } },
        })
      return accepted(await accountOf(api))
    } finally {
      api.close()
    }
  } catch (error) {
    if (error instanceof MessengerRefused && error.reason === 'auth') return notFound()
    if (error instanceof OutgoingFailed)
      return refused('INVALID', 'the base URL may not be used', { field: 'form.baseUrl' })
    const facts = error instanceof MessengerRefused ? { facts: { detail: error.words } } : {}
    return refused('MESSENGER_UNREACHABLE', 'VK does not answer', facts)
  }
}

/**
 * What the token must be allowed to do; the wall only where comments are answered. A person's token knows no such question: it is none
 * of a community.
 */
export async function missingRights(api: VkApi, withComments: boolean): Promise<readonly string[]> {
  const { permissions } = await api.call('groups.getTokenPermissions', {}, Permissions)
  const given = new Set(permissions.map(({ name }) => name))
  return tokenRights.filter((name) => (name !== 'wall' || withComments) && !given.has(name))
}

async function accountOf(api: VkApi): Promise<Checked> {
  const { groups } = await api.call('groups.getById', { fields: 'photo_200,screen_name' }, Communities)
  const [group] = groups
  if (group === undefined) throw new Error('a list of at least one is empty')
  const screenName = group.screen_name === '' ? `club${group.id}` : group.screen_name
  return {
    account: `@${screenName}`,
    name: group.name,
    link: `https://vk.com/${screenName}`,
    picture: group.photo_200 === null ? null : await pictureOf(api, group.photo_200).catch(() => null),
    accountKey: String(group.id),
    notes: await notesOf(api, group.id),
  }
}

/**
 * Switches of the community without which it is deaf, or its buttons are refused. VK tells of them to some tokens only: of what it
 * does not say nothing is said here.
 */
async function notesOf(api: VkApi, groupId: number): Promise<ConnectionNote[]> {
  const unknown = { messages: undefined, bots_capabilities: undefined }
  const settings = await api.call('groups.getSettings', { group_id: String(groupId) }, Settings).catch(() => unknown)
  return [
    ...(settings.messages === 0 ? (['messagesOff'] as const) : []),
    ...(settings.bots_capabilities === 0 ? (['botFeaturesOff'] as const) : []),
  ]
}

async function pictureOf(api: VkApi, address: string): Promise<string | null> {
  const { status, body } = await api.download(address, picture)
  const pieces: Uint8Array[] = []
  for await (const piece of body) pieces.push(piece)
  const bytes = Buffer.concat(pieces)
  const isJpeg = bytes.subarray(0, 3).equals(Buffer.of(0xff, 0xd8, 0xff))
  return status === 200 && isJpeg ? `data:image/jpeg;base64,${bytes.toString('base64')}` : null
}
