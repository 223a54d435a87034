import { createHash, randomBytes } from 'node:crypto'
import { type FakeReply, type FakeRequest, json } from '../http'
import type { FakeCommunity } from './community'

/** An app of the company at the service: who logs in through it is sent back to one of its addresses, and to no other. */
export interface FakeApp {
  readonly id: string
  readonly secret: string
  readonly returnUrls: string[]
}

/** Who sits at the browser. */
export interface FakePerson {
  readonly token: string
  /** Numbers of the communities he administers. */
  readonly communities: number[]
  /** He presses "no" at the next question. */
  isUnwilling: boolean
}

interface Given {
  readonly returnUrl: string
  readonly appId: string
  /** At VK ID: of the verifier, and the browser's. */
  readonly challenge: string | null
  readonly deviceId: string | null
  /** At the older service: whose key it is. */
  readonly community: number | null
}

const refusedAs = (error: string, words: string) => json(401, { error, error_description: words })

/** VK ID, where people say who they are (OAuth 2.1 with PKCE), and the older service that gives out keys of communities. */
export class FakeLogin {
  readonly apps: FakeApp[] = []
  readonly person: FakePerson = { token: 'vk2.a.person-token', communities: [], isUnwilling: false }
  readonly #codes = new Map<string, Given>()
  readonly #communityOf: (id: number) => FakeCommunity | undefined

  constructor(communityOf: (id: number) => FakeCommunity | undefined) {
    this.#communityOf = communityOf
  }

  addApp(returnUrl: string): FakeApp {
    const id = String(51_000_001 + this.apps.length)
    const app = { id, secret: `protected-key-of-app-${id}`, returnUrls: [returnUrl] }
    this.apps.push(app)
    return app
  }

  handle(path: string, request: FakeRequest): FakeReply | null {
    const form = new URLSearchParams(request.body.toString())
    switch (`${request.method} ${path}`) {
      case 'GET id/authorize':
        return this.#asksPerson(request.query)
      case 'POST id/oauth2/auth':
        return this.#tellsPerson(form)
      case 'GET oauth/authorize':
        return this.#asksGrant(request.query)
      case 'POST oauth/access_token':
        return this.#givesKey(form)
      default:
        return null
    }
  }

  administered() {
    const items = this.person.communities.flatMap((id) => this.#communityOf(id) ?? [])
    return {
      count: items.length,
      items: items.map(({ id, profile: { name, screenName } }) => ({ id, name, screen_name: screenName, is_admin: 1 })),
    }
  }

  #asksPerson(query: URLSearchParams): FakeReply {
    const isRight = query.get('code_challenge_method') === 'S256' && query.get('scope') === 'groups'
    if (!isRight) return json(400, { error: 'invalid_request' })
    const challenge = query.get('code_challenge')
    return this.#backWith(query, { challenge, deviceId: randomBytes(8).toString('hex'), community: null })
  }

  #asksGrant(query: URLSearchParams): FakeReply {
    const id = Number(query.get('group_ids'))
    if (!this.person.communities.includes(id)) return json(400, { error: 'invalid_request' })
    return this.#backWith(query, { challenge: null, deviceId: null, community: id })
  }

  #backWith(query: URLSearchParams, given: Omit<Given, 'returnUrl' | 'appId'>): FakeReply {
    const [appId, returnUrl, state] = [query.get('client_id'), query.get('redirect_uri'), query.get('state')]
    const app = this.apps.find(({ id }) => id === appId)
    if (app === undefined || returnUrl === null || !app.returnUrls.includes(returnUrl) || state === null)
      return json(400, { error: 'invalid_request', error_description: 'redirect_uri is incorrect' })
    const back = new URL(returnUrl)
    back.searchParams.set('state', state)
    if (this.person.isUnwilling) {
      this.person.isUnwilling = false
      back.searchParams.set('error', 'access_denied')
      back.searchParams.set('error_description', 'User denied your request')
    } else {
      const code = randomBytes(12).toString('hex')
      this.#codes.set(code, { ...given, returnUrl, appId: app.id })
      back.searchParams.set('code', code)
      if (given.deviceId !== null) back.searchParams.set('device_id', given.deviceId)
    }
    return { kind: 'bytes', write: (response) => void response.writeHead(302, { location: back.href }).end() }
  }

  /** A code is good once, for the app and the address it was given for. */
  #take(form: URLSearchParams): Given | undefined {
    const code = form.get('code') ?? ''
    const given = this.#codes.get(code)
    this.#codes.delete(code)
    const isRight = given?.appId === form.get('client_id') && given.returnUrl === form.get('redirect_uri')
    return isRight ? given : undefined
  }

  #tellsPerson(form: URLSearchParams): FakeReply {
    const given = this.#take(form)
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const isRight = given !== undefined && given.challenge === challenge && given.deviceId === form.get('device_id')
    if (!isRight || form.get('grant_type') !== 'authorization_code')
      return refusedAs('invalid_grant', 'Code is invalid or expired')
    return json(200, { access_token: this.person.token, token_type: 'Bearer', expires_in: 3600, user_id: 42 })
  }

  #givesKey(form: URLSearchParams): FakeReply {
    const given = this.#take(form)
    const app = this.apps.find(({ id }) => id === form.get('client_id'))
    if (app?.secret !== form.get('client_secret')) return refusedAs('invalid_client', 'client_secret is incorrect')
    const community = given?.community == null ? undefined : this.#communityOf(given.community)
    if (community === undefined) return refusedAs('invalid_grant', 'Code is invalid or expired.')
    const key = { group_id: community.id, access_token: community.profile.token }
    return json(200, { groups: [key], expires_in: 0 })
  }
}
