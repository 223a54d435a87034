import type { ConnectionForm } from '#protocol/connection'
import { aPhoneMessage } from '../chat-book'
import { FakePhone, type SeenFile } from '../fake-phone'
import {
  bytesOf,
  type PhoneAct,
  type PhoneActKind,
  type PhoneFault,
  type PhoneFile,
  type PhoneMessage,
  type PhonePerson,
} from '../phone'
import { callFaultOf } from '../telegram/faults'
import type { FakeViberBot, SeenMessage, ViberUser } from './bot'

const acts = ['start', 'write', 'picture', 'file', 'press', 'read', 'block', 'unblock'] as const

/** Phones with Viber, writing to one bot. */
export class ViberPhone extends FakePhone<string> {
  readonly acts: readonly PhoneActKind[] = acts
  readonly form: ConnectionForm
  readonly #bot: FakeViberBot
  #count = 0

  constructor(bot: FakeViberBot, baseUrl: string) {
    super(bot, bot.updates)
    this.#bot = bot
    this.form = { messenger: 'viber', token: bot.profile.token, baseUrl }
  }

  protected fileOf(id: string): SeenFile | null {
    return this.#bot.mediaOf(id)
  }

  protected plans(fault: Exclude<PhoneFault, 'tokenExpired'>, times: number): void {
    this.#bot.faults.plan(callFaultOf(fault), { times, method: 'send_message' })
  }

  protected tellsAgain(update: string): void {
    this.#bot.updates.add(update)
  }

  protected does(person: PhonePerson, act: PhoneAct): string | null {
    const bot = this.#bot
    const user = userOf(person)
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
        return bot.userUnsubscribes(user)
      case 'unblock':
        return bot.userSubscribes(user)
      default:
        throw new Error(`Viber tells a bot nothing of ${act.kind}`)
    }
  }

  #keep(person: PhonePerson, told: Partial<PhoneMessage>): void {
    this.#count += 1
    this.keeps(person, `mine-${this.#count}`, told)
  }

  #keepFile(person: PhonePerson, text: string, file: PhoneFile, kind: 'picture' | 'file'): void {
    this.#keep(person, { text, file: { id: this.stores(file), kind, name: file.name } })
  }

  /** Buttons stand under the whole chat, so only the last message has any. */
  protected theirs(person: PhonePerson): readonly PhoneMessage[] {
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

const userOf = ({ number, name, phone }: PhonePerson): ViberUser => ({
  id: `${String(number).padStart(11, '0')}A=`,
  ...{ name, phone },
})
