import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Outgoing } from '../../outgoing'
import { HttpApi } from '../http-api'
import { formBody } from '../http-body'
import type { LoginAccount, LoginTrip, LoginWay } from '../login-way'
import { MessengerRefused, MessengerUnreachable } from '../messenger-error'
import { VkApi } from './api'
import { apiVersion } from './settings'

/**
 * Two services of VK (dev.vk.com, "Authorization Code Flow" for a community's key): a person says who he is at VK ID, by OAuth 2.1 with
 * PKCE; keys of communities are given out by the older one.
 */
const official = { person: 'https://id.vk.com', community: 'https://oauth.vk.com' } as const
/** Where a stand-in has the two, below its address. */
const below = { person: '/id', community: '/oauth' } as const

/** Messages, photos, documents, management, and the wall where VK gives it: as the mask of its rights, of which it leaves out what it does not know. */
const communityRights = 4096 + 4 + 131_072 + 262_144 + 8192

const mostCommunities = 1000

const Refused = z.object({ error: z.string(), error_description: z.string().catch('') })
const Person = z.object({ access_token: z.string().min(1) })
const Administered = z.object({
  items: z.array(z.object({ id: z.number().int().positive(), name: z.string(), screen_name: z.string().catch('') })),
})
const Key = z.object({ group_id: z.number().int(), access_token: z.string().min(1) })
const Keys = z.object({ groups: z.array(Key) })

const placeOf = (base: string | null, service: keyof typeof official) =>
  base === null ? official[service] : `${base.replace(/\/+$/, '')}${below[service]}`

const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url')

/** What the browser brought: a code, or that he would not. */
function codeOf(answer: URLSearchParams): string {
  const error = answer.get('error')
  if (error !== null)
    throw new MessengerRefused('refused', (answer.get('error_description') ?? error).slice(0, 280), null, error)
  const code = answer.get('code')
  if (code === null || code === '') throw new MessengerRefused('refused', 'the browser came back without a code')
  return code
}

/** The administrator's login at VK, over guarded connections. */
export function vkLogin(outgoing: Outgoing): LoginWay {
  async function exchange<Value>(
    { app }: LoginTrip,
    service: keyof typeof official,
    path: string,
    fields: Readonly<Record<string, string>>,
    shape: z.ZodType<Value>,
  ): Promise<Value> {
    const named = app.baseUrl === null ? null : placeOf(app.baseUrl, service)
    const http = new HttpApi(outgoing, named, official[service])
    try {
      const { status, text } = await http.call({ method: 'POST', address: path, body: formBody(fields) })
      const answer = parsed(text)
      const refusal = Refused.safeParse(answer)
      if (refusal.success) throw refusedBy(refusal.data, app.secret)
      const value = shape.safeParse(answer)
      if (!value.success) throw new MessengerUnreachable(true, `a login was answered with status ${status}`)
      return value.data
    } finally {
      http.close()
    }
  }

  return {
    personAddress: ({ app, returnUrl, state, verifier }) =>
      `${placeOf(app.baseUrl, 'person')}/authorize?${new URLSearchParams({
        ...{ response_type: 'code', client_id: app.appId, redirect_uri: returnUrl, state, scope: 'groups' },
        ...{ code_challenge: challengeOf(verifier), code_challenge_method: 'S256' },
      })}`,
    accounts: async (trip, answer) => {
      const { app, returnUrl, state, verifier } = trip
      const fields = {
        ...{ grant_type: 'authorization_code', code: codeOf(answer), code_verifier: verifier, client_id: app.appId },
        ...{ device_id: answer.get('device_id') ?? '', redirect_uri: returnUrl, state },
      }
      const { access_token: token } = await exchange(trip, 'person', '/oauth2/auth', fields, Person)
      return await administeredBy(token, app.baseUrl, outgoing)
    },
    grantAddress: ({ app, returnUrl, state }, accountId) =>
      `${placeOf(app.baseUrl, 'community')}/authorize?${new URLSearchParams({
        ...{ response_type: 'code', client_id: app.appId, redirect_uri: returnUrl, state, v: apiVersion },
        ...{ group_ids: accountId, scope: String(communityRights), display: 'page' },
      })}`,
    token: async (trip, accountId, answer) => {
      const { app, returnUrl } = trip
      const fields = {
        ...{ client_id: app.appId, client_secret: app.secret, redirect_uri: returnUrl, code: codeOf(answer) },
      }
      // Older versions name each key by its community.
      const either = z.union([Keys, z.object({ [`access_token_${accountId}`]: z.string().min(1) })])
      const keys = await exchange(trip, 'community', '/access_token', fields, either)
      const key = Keys.safeParse(keys)
      const token = key.success
        ? key.data.groups.find(({ group_id: id }) => String(id) === accountId)?.access_token
        : Reflect.get(keys, `access_token_${accountId}`)
      if (typeof token !== 'string') throw new MessengerRefused('refused', 'VK gave the key of another community')
      return token
    },
  }
}

/** Communities whose administrator he is; his own key is forgotten with the answer. */
async function administeredBy(
  token: string,
  baseUrl: string | null,
  outgoing: Outgoing,
): Promise<readonly LoginAccount[]> {
  const api = new VkApi(token, baseUrl, outgoing)
  try {
    const params = { filter: 'admin', extended: '1', fields: 'screen_name', count: String(mostCommunities) }
    const { items } = await api.call('groups.get', params, Administered)
    return items.map(({ id, name, screen_name: screenName }) => ({
      ...{ id: String(id), name, address: `vk.com/${screenName === '' ? `club${id}` : screenName}` },
    }))
  } finally {
    api.close()
  }
}

const refusedBy = ({ error, error_description: words }: z.infer<typeof Refused>, secret: string) =>
  new MessengerRefused('refused', `${words.replaceAll(secret, '[secret]').slice(0, 240)} (${error})`, null, error)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
