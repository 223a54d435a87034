import type { ConnectionForm } from '#protocol/connection'
import { aPhoneMessage, ChatBook } from '../chat-book'
import {
  bytesOf,
  type PhoneAct,
  type PhoneActKind,
  type PhoneDelivery,
  type PhoneFault,
  type PhoneFile,
  type PhoneMessage,
  type PhonePerson,
  type PhoneSide,
} from '../phone'
import type { FakeViberBot, SeenMessage, ViberUser } from './bot'

const acts = ['start', 'write', 'picture', 'file', 'press', 'read', 'block', 'unblock'] as const

/** Phones with Viber, writing to one bot. */
export class ViberPhone implements PhoneSide {
  readonly acts: readonly PhoneActKind[] = acts
  readonly form: ConnectionForm
  readonly #bot: FakeViberBot
  readonly #book = new ChatBook()
  readonly #files = new Map<string, PhoneFile>()
  readonly #blocked = new Set<number>()
  #last: string | null = null
  #count = 0

  constructor(bot: FakeViberBot, baseUrl: string) {
    this.#bot = bot
    this.form = { messenger: 'viber', token: bot.profile.token, baseUrl }
  }

  async act(person: PhonePerson, act: PhoneAct): Promise<void> {
    this.#last = this.#do(person, userOf(person), act) ?? this.#last
  }

  chat(person: PhonePerson): readonly PhoneMessage[] {
    return this.#book.of(person, this.#theirs(person))
  }

  hasBlocked(person: PhonePerson): boolean {
    return this.#blocked.has(person.number)
  }

  file(id: string): { readonly bytes: Buffer; readonly mediaType: string } | null {
    const mine = this.#files.get(id)
    if (mine !== undefined) return { bytes: bytesOf(mine), mediaType: mine.mediaType }
    return this.#bot.mediaOf(id)
  }

  breaks(fault: PhoneFault, times: number): void {
    const { faults } = this.#bot
    const next = { times, method: 'send_message' }
    if (fault === 'tokenExpired') this.#bot.isRevoked = true
    else if (fault === 'slowDown') faults.plan({ kind: 'flood', seconds: 3 }, next)
    else if (fault === 'serverError') faults.plan({ kind: 'serverError' }, next)
    else faults.plan({ kind: 'lost' }, next)
  }

  mends(): void {
    this.#bot.isRevoked = false
    this.#bot.faults.clear()
  }

  delivers(how: PhoneDelivery): void {
    const { updates } = this.#bot
    if (how === 'hold') updates.hold()
    else if (how !== 'again') updates.release((held) => (how === 'inOrder' ? held : held.toReversed()))
    else if (this.#last !== null) updates.add(this.#last)
  }

  #do(person: PhonePerson, user: ViberUser, act: PhoneAct): string | null {
    const bot = this.#bot
    switch (act.kind) {
      case 'start':
        return bot.userStarts(user)
      case 'write':
        this.#keep(person, { text: act.text })
        return bot.userWrites(user, act.text)
      case 'picture':
        this.#keepFile(person, act.text, act.file, 'picture')
        return bot.userSendsPhoto(user, bytesOf(act.file), act.text)
      case 'file':
        this.#keepFile(person, act.text, act.file, 'file')
        return bot.userSendsFile(user, act.file.name, bytesOf(act.file))
      case 'press': {
        const update = bot.userPresses(user, act.button)
        this.#keep(person, { text: act.button })
        return update
      }
      case 'read':
        bot.userReads(user)
        return null
      case 'block':
        this.#blocked.add(person.number)
        return bot.userUnsubscribes(user)
      case 'unblock':
        this.#blocked.delete(person.number)
        return bot.userSubscribes(user)
      default:
        throw new Error(`Viber tells a bot nothing of ${act.kind}`)
    }
  }

  #keep(person: PhonePerson, told: Partial<PhoneMessage>): void {
    this.#count += 1
    this.#book.adds(person, aPhoneMessage({ ...told, id: `mine-${this.#count}` }), this.#theirs(person))
  }

  #keepFile(person: PhonePerson, text: string, file: PhoneFile, kind: 'picture' | 'file'): void {
    const id = `file-${this.#files.size + 1}`
    this.#files.set(id, file)
    this.#keep(person, { text, file: { id, kind, name: file.name } })
  }

  /** Buttons stand under the whole chat, so only the last message has any. */
  #theirs(person: PhonePerson): readonly PhoneMessage[] {
    const seen = this.#bot.seenBy(userOf(person))
    return seen.map((message) => shown(message, message === seen.at(-1)))
  }
}

function shown(
  { token, text, type, senderName, fileName, media, buttons }: SeenMessage,
  isLast: boolean,
): PhoneMessage {
  const kind = type === 'picture' || type === 'video' ? type : 'file'
  return aPhoneMessage({
    ...{ id: String(token), from: 'company', author: senderName, text },
    file: media === null ? null : { id: String(token), kind, name: fileName ?? '' },
    buttons: isLast
      ? buttons.map((button) => [
          { label: button.Text, url: button.ActionType === 'open-url' ? button.ActionBody : null },
        ])
      : [],
  })
}

const userOf = ({ number, name }: PhonePerson): ViberUser => ({
  id: `${String(number).padStart(11, '0')}A=`,
  name,
})
