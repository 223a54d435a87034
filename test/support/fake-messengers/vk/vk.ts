import { type FakeMessenger, type FakeReply, type FakeRequest, json } from '../http'
import { type CommunityProfile, FakeCommunity } from './community'
import { afterwards, insteadOf } from './faults'
import { FakeLogin } from './login'
import { callMethod } from './methods'
import { Refusal, replyOf, wrongParameter, wrongToken } from './refusals'
import { FakeUploads } from './uploads'

const method = /^method\/([\w.]+)$/
const poll = /^lp\/(\d+)$/
const upload = /^upload\/(\d+)\/(photo|doc|audio_message|wall)\/\d+$/
const download = /^file\/(\d+)\//

interface Placed {
  readonly community: FakeCommunity
  readonly uploads: FakeUploads
}

/** VK's API, its long poll, its upload and file hosts: strict about what they take, faithful in how they refuse. */
export class FakeVk implements FakeMessenger {
  readonly prefix = 'vk'
  readonly baseUrl: string
  readonly #communities: Placed[] = []
  readonly login = new FakeLogin((id) => this.#byId(String(id))?.community)

  constructor(baseUrl: string) {
    this.baseUrl = baseUrl
  }

  /** A community whose administrator has made a token. */
  addCommunity(profile: Partial<CommunityProfile> = {}): FakeCommunity {
    const id = 217_000_001 + this.#communities.length
    const whole = {
      ...{ token: `vk1.a.fake-token-of-community-${id}`, name: 'Север Дом', screenName: 'sever_dom', picture: null },
      ...{ rights: ['messages', 'manage', 'photos', 'docs', 'wall'], ...profile },
    }
    const community = new FakeCommunity(id, whole, this.baseUrl)
    this.#communities.push({ community, uploads: new FakeUploads(community, this.baseUrl) })
    return community
  }

  async handle(request: FakeRequest): Promise<FakeReply> {
    const path = request.path.replace(/^\//, '')
    const login = this.login.handle(path, request)
    if (login !== null) return login
    const [, name] = method.exec(path) ?? []
    if (name !== undefined) return this.#call(name, request)
    const [, polled] = poll.exec(path) ?? []
    if (polled !== undefined) return this.#poll(this.#byId(polled), request)
    const [, owner, kind] = upload.exec(path) ?? []
    if (kind === 'photo' || kind === 'doc' || kind === 'audio_message' || kind === 'wall')
      return this.#byId(owner)?.uploads.take(kind, request) ?? json(404, {})
    const [, file] = download.exec(path) ?? []
    const holder = this.#communities.find(({ community }) => community.files.find(Number(file)) !== undefined)
    return holder?.community.files.download(Number(file)) ?? json(404, {})
  }

  async close(): Promise<void> {
    await Promise.all(this.#communities.map(({ community }) => community.news.close()))
  }

  #byId(id: string | undefined): Placed | undefined {
    return this.#communities.find(({ community }) => String(community.id) === id)
  }

  async #poll(placed: Placed | undefined, request: FakeRequest): Promise<FakeReply> {
    if (placed === undefined) return json(404, {})
    const fault = placed.community.faults.take('poll')
    if (fault !== null) return insteadOf(fault) ?? { kind: 'cut' }
    return json(200, await placed.community.news.poll(request))
  }

  #call(name: string, request: FakeRequest): FakeReply {
    try {
      const { access_token: token, v, ...params } = paramsOf(request)
      if (token === this.login.person.token && name === 'groups.get')
        return json(200, { response: this.login.administered() })
      const placed = this.#communities.find(({ community }) => community.profile.token === token)
      if (placed === undefined || placed.community.isRevoked) throw wrongToken()
      if (v === undefined) throw wrongParameter('v is required')
      const { community } = placed
      const fault = community.faults.take(name)
      community.calls.push({ method: name, params, at: Date.now() })
      const instead = fault === null ? null : insteadOf(fault)
      if (instead !== null) return instead
      const response = callMethod(name, { ...placed, params, base: this.baseUrl })
      community.heard()
      return afterwards(fault) ?? json(200, { response })
    } catch (error) {
      if (error instanceof Refusal) return replyOf(error)
      throw error
    }
  }
}

/** A form as the service takes it; of anything else it sees no parameters. */
function paramsOf({ body, query, headers }: FakeRequest): Record<string, string> {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true
  return { ...Object.fromEntries(query), ...(isForm ? Object.fromEntries(new URLSearchParams(body.toString())) : {}) }
}
