import { z } from 'zod'
import type { Clock, Timers } from '../../platform'
import type { RawInbound } from '../channel'
import type { VkApi } from './api'
import { isObject, type Profile, profileKey } from './event'
import { authorOf } from './raw'

const Person = z.object({
  id: z.number().int(),
  first_name: z.string().catch(''),
  last_name: z.string().catch(''),
  screen_name: z.string().nullable().catch(null),
  photo_200: z.string().nullable().catch(null),
})
const Community = z.object({
  id: z.number().int(),
  name: z.string().catch(''),
  screen_name: z.string().nullable().catch(null),
  photo_200: z.string().nullable().catch(null),
})

/** VK asks for an answer to its call soon, so a name is waited for no longer than this; it is there for the next message. */
const waitMs = 1_000
const keptMs = 12 * 3600_000
/** Who could not be looked up is asked for again after this. */
const pauseMs = 60_000
const mostKept = 5_000
const mostAtOnce = 500

/** Events that say who somebody is by number only; the others need no name. */
const named: ReadonlySet<unknown> = new Set([
  ...['message_new', 'message_event', 'message_reply'],
  ...['wall_reply_new', 'market_comment_new', 'photo_comment_new', 'video_comment_new', 'board_post_new'],
  ...['wall_reply_restore', 'market_comment_restore', 'photo_comment_restore', 'video_comment_restore'],
  'board_post_restore',
])

interface Known {
  readonly profile: Profile | null
  readonly at: number
}

/** Names and pictures of those who write: VK's events hold their numbers only. */
export class Profiles {
  readonly #api: VkApi
  readonly #clock: Clock
  readonly #timers: Timers
  readonly #known = new Map<number, Known>()
  readonly #asked = new Map<number, Promise<void>>()

  constructor(api: VkApi, clock: Clock, timers: Timers) {
    this.#api = api
    this.#clock = clock
    this.#timers = timers
  }

  /** Puts to each event who wrote it. Events of somebody who is being looked up wait for each other, so that they keep their order. */
  async add(raws: readonly RawInbound[]): Promise<readonly RawInbound[]> {
    const wanted = new Set<number>()
    const awaited: Promise<void>[] = []
    for (const { parsed } of raws) {
      const author = parsed === undefined ? null : whoOf(parsed)
      if (author === null) continue
      const asked = this.#asked.get(author)
      if (asked !== undefined) awaited.push(asked)
      else if (named.has(parsed?.type) && !this.#isKnown(author)) wanted.add(author)
    }
    if (wanted.size > 0) awaited.push(this.#ask([...wanted].slice(0, mostAtOnce)))
    if (awaited.length > 0) await Promise.all(awaited)
    return raws.map((raw) => this.#completed(raw))
  }

  #completed(raw: RawInbound): RawInbound {
    const { parsed, body, eventKey, externalChat } = raw
    if (parsed === undefined || !named.has(parsed.type)) return raw
    const author = whoOf(parsed)
    const profile = author === null ? null : (this.#known.get(author)?.profile ?? null)
    const end = body.lastIndexOf('}')
    if (profile === null || end === -1) return raw
    const whole = `${body.slice(0, end)},${JSON.stringify(profileKey)}:${JSON.stringify(profile)}}`
    return { eventKey, externalChat, body: whole, parsed: Object.assign({}, parsed, { [profileKey]: profile }) }
  }

  #isKnown(id: number): boolean {
    const known = this.#known.get(id)
    return known !== undefined && this.#clock.monotonic() - known.at < (known.profile === null ? pauseMs : keptMs)
  }

  /** Resolves with the answer or when nobody waits for it any longer; never rejects. */
  #ask(ids: readonly number[]): Promise<void> {
    const answered = this.#lookUp(ids).catch(() => this.#keep(ids, []))
    const done = new Promise<void>((resolve) => {
      const callOff = this.#timers.after(waitMs, resolve)
      void answered.finally(() => {
        callOff()
        resolve()
      })
    })
    for (const id of ids) this.#asked.set(id, done)
    void done.then(() => {
      for (const id of ids) this.#asked.delete(id)
    })
    return done
  }

  async #lookUp(ids: readonly number[]): Promise<void> {
    const people = ids.filter((id) => id > 0)
    const communities = ids.filter((id) => id < 0)
    const found: Profile[] = []
    if (people.length > 0) {
      const params = { user_ids: people.join(','), fields: 'photo_200,screen_name' }
      for (const one of await this.#api.call('users.get', params, z.array(Person)))
        found.push({
          ...{ id: one.id, name: `${one.first_name} ${one.last_name}`.trim() },
          ...{ screenName: one.screen_name, picture: one.photo_200 },
        })
    }
    if (communities.length > 0) {
      const params = { group_ids: communities.map((id) => String(-id)).join(','), fields: 'photo_200,screen_name' }
      const { groups } = await this.#api.call('groups.getById', params, z.object({ groups: z.array(Community) }))
      for (const one of groups)
        found.push({ id: -one.id, name: one.name, screenName: one.screen_name, picture: one.photo_200 })
    }
    this.#keep(ids, found)
  }

  #keep(ids: readonly number[], found: readonly Profile[]): void {
    const at = this.#clock.monotonic()
    if (this.#known.size + ids.length > mostKept) this.#known.clear()
    const byId = new Map(found.map((profile) => [profile.id, profile]))
    for (const id of ids) this.#known.set(id, { profile: byId.get(id) ?? this.#known.get(id)?.profile ?? null, at })
  }
}

function whoOf({ type, object }: Readonly<Record<string, unknown>>): number | null {
  const author = typeof type === 'string' && isObject(object) ? authorOf(type, object) : null
  return author === 0 ? null : author
}
