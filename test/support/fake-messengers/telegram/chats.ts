import { chatOf, type FakeUser } from './people'
import { badRequest, forbidden, Refusal } from './refusals'

/** A group the bot is in. */
export interface FakeGroup {
  readonly id: number
  readonly title: string
  readonly type: 'group' | 'supergroup'
}

const firstSupergroup = -1_001_000_000_001

/** Where a bot may write to: people who have written to it, groups it is in, and what became of both. */
export class FakeChats {
  readonly #users = new Map<number, FakeUser>()
  readonly #groups = new Map<number, FakeGroup>()
  readonly #movedTo = new Map<number, number>()
  readonly #blockedBy = new Set<number>()
  readonly #deactivated = new Set<number>()
  /** Messages of people and small groups are counted together; a supergroup counts its own, from one. */
  readonly #counts = new Map<number, number>()
  #nextMessage = 101

  addUser(user: FakeUser): void {
    this.#users.set(user.id, user)
  }

  addGroup(title: string): FakeGroup {
    return this.#add({ id: -4_000_001 - this.#groups.size, title, type: 'group' })
  }

  /** A group becomes a supergroup: another chat, whose messages begin anew. */
  upgrade({ id, title }: FakeGroup): FakeGroup {
    const to = this.#add({ id: firstSupergroup - this.#groups.size, title, type: 'supergroup' })
    this.#movedTo.set(id, to.id)
    return to
  }

  blocked(user: FakeUser, isBlocked: boolean): void {
    if (isBlocked) this.#blockedBy.add(user.id)
    else this.#blockedBy.delete(user.id)
  }

  deactivated(user: FakeUser): void {
    this.#deactivated.add(user.id)
  }

  /** As it stands in an update. */
  bodyOf(id: number) {
    const user = this.#users.get(id)
    return user === undefined ? this.#groups.get(id) : chatOf(user)
  }

  newMessageId(chatId: number): number {
    if (this.#groups.get(chatId)?.type === 'supergroup') {
      const next = (this.#counts.get(chatId) ?? 0) + 1
      this.#counts.set(chatId, next)
      return next
    }
    this.#nextMessage += 1
    return this.#nextMessage - 1
  }

  /** Who a call may be about; throws as the service refuses. */
  check(id: number | undefined): number {
    const movedTo = this.#movedTo.get(id ?? 0)
    if (movedTo !== undefined)
      throw new Refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
        migrate_to_chat_id: movedTo,
      })
    if (id === undefined || this.bodyOf(id) === undefined) throw badRequest('chat not found')
    if (this.#deactivated.has(id)) throw forbidden('user is deactivated')
    if (this.#blockedBy.has(id)) throw forbidden('bot was blocked by the user')
    return id
  }

  #add(group: FakeGroup): FakeGroup {
    this.#groups.set(group.id, group)
    return group
  }
}
