import type { ConnectionForm } from '#protocol/connection'
import { aPhoneMessage } from '../chat-book'
import { FakePhone, namesOf, type SeenFile } from '../fake-phone'
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
import { isRecord } from '../telegram/params'
import type { FakeMaxBot, MaxUser, SeenByMaxUser } from './bot'
import type { MaxUpdate } from './updates'

const acts = ['start', 'write', 'picture', 'file', 'voice', 'press', 'edit', 'delete', 'block', 'unblock'] as const
const types = { picture: 'image', voice: 'audio', file: 'file' } as const
const kinds = { image: 'picture', audio: 'voice', video: 'video' } as const
const sending = 'POST /messages'

/** Phones with MAX, writing to one bot. */
export class MaxPhone extends FakePhone<MaxUpdate> {
  readonly acts: readonly PhoneActKind[] = acts
  readonly form: ConnectionForm
  readonly #bot: FakeMaxBot
  readonly #updates = new Map<string, MaxUpdate>()

  constructor(bot: FakeMaxBot, baseUrl: string) {
    super(bot, bot.updates)
    this.#bot = bot
    this.form = { messenger: 'max', token: bot.profile.token, mode: 'polling', baseUrl }
  }

  protected fileOf(id: string): SeenFile | null {
    const bytes = this.#bot.files.get(id)?.bytes
    return bytes === undefined ? null : { bytes, mediaType: 'application/octet-stream' }
  }

  protected plans(fault: Exclude<PhoneFault, 'tokenExpired'>, times: number): void {
    this.#bot.faults.plan(callFaultOf(fault), { times, method: sending })
  }

  protected tellsAgain(update: MaxUpdate): void {
    this.#bot.updates.add(update)
  }

  protected does(person: PhonePerson, act: PhoneAct): MaxUpdate {
    const bot = this.#bot
    const user = userOf(person)
    switch (act.kind) {
      case 'start':
        return bot.userStarts(user)
      case 'write': {
        const link = act.replyTo === null ? undefined : { type: 'reply', message: { mid: act.replyTo } }
        return this.#keep(person, bot.userWrites(user, act.text, {}, link), { text: act.text, replyTo: act.replyTo })
      }
      case 'picture':
      case 'file':
        return this.#sends(person, act.kind, act.file, act.text)
      case 'voice':
        return this.#sends(person, 'voice', act.file, '')
      case 'press':
        return this.#keepSaid(person, bot.userPresses(user, act.messageId, act.button), act.button)
      case 'edit':
        this.book.changes(person, act.messageId, { text: act.text, mark: 'edited' })
        return bot.userEdits(this.#own(act.messageId), act.text)
      case 'delete':
        this.book.changes(person, act.messageId, { mark: 'deleted' })
        return bot.userDeletes(user, this.#own(act.messageId))
      case 'block':
        return bot.userStops(user)
      case 'unblock':
        return bot.userStarts(user)
      default:
        throw new Error(`MAX tells a bot nothing of ${act.kind}`)
    }
  }

  #own(mid: string): MaxUpdate {
    const update = this.#updates.get(mid)
    if (update === undefined) throw new Error('that message is not his')
    return update
  }

  #sends(person: PhonePerson, kind: 'picture' | 'voice' | 'file', file: PhoneFile, text: string): MaxUpdate {
    const id = this.stores(file)
    const update = this.#bot.userSendsFile(userOf(person), types[kind], file.name, bytesOf(file), text)
    return this.#keep(person, update, { text, file: { id, kind, name: file.name } })
  }

  /** Some buttons make a message of his; others only tell of the press. */
  #keepSaid(person: PhonePerson, update: MaxUpdate, words: string): MaxUpdate {
    return update.update_type === 'message_created' ? this.#keep(person, update, { text: words }) : update
  }

  #keep(person: PhonePerson, update: MaxUpdate, told: Partial<PhoneMessage>): MaxUpdate {
    const id = midOf(update)
    this.#updates.set(id, update)
    this.keeps(person, id, told)
    return update
  }

  protected theirs(person: PhonePerson): readonly PhoneMessage[] {
    return this.#bot.seenBy(userOf(person)).map((message) => this.#shown(message))
  }

  #shown({ mid, text, files, buttons, replyTo }: SeenByMaxUser): PhoneMessage {
    const [first] = files
    const kind =
      first?.type === 'image' || first?.type === 'audio' || first?.type === 'video' ? kinds[first.type] : 'file'
    return aPhoneMessage({
      ...{ id: mid, from: 'company', text, replyTo },
      file: first === undefined ? null : { id: this.#placeOf(first.bytes), kind, name: first.name },
      buttons: buttons.map((row) =>
        row.map((button) => ({ label: button.text, url: button.type === 'link' ? button.url : null })),
      ),
    })
  }

  #placeOf(bytes: Buffer): string {
    return [...this.#bot.files].find(([, file]) => file.bytes === bytes)?.[0] ?? ''
  }
}

function midOf({ message }: MaxUpdate): string {
  const body = isRecord(message) ? message.body : undefined
  return isRecord(body) ? String(body.mid) : ''
}

const userOf = (person: PhonePerson): MaxUser => {
  const [first_name, last] = namesOf(person)
  const more = last === '' ? {} : { last_name: last }
  return { user_id: 100_000_000 + person.number, first_name, ...more, phone: `+${person.phone}` }
}
