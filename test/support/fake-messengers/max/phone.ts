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
import { isRecord } from '../telegram/params'
import type { FakeMaxBot, MaxUser, SeenByMaxUser } from './bot'
import type { MaxUpdate } from './updates'

const acts = ['start', 'write', 'picture', 'file', 'voice', 'press', 'edit', 'delete', 'block', 'unblock'] as const
const types = { picture: 'image', voice: 'audio', file: 'file' } as const
const kinds = { image: 'picture', audio: 'voice', video: 'video' } as const
const sending = 'POST /messages'

/** Phones with MAX, writing to one bot. */
export class MaxPhone implements PhoneSide {
  readonly acts: readonly PhoneActKind[] = acts
  readonly form: ConnectionForm
  readonly #bot: FakeMaxBot
  readonly #book = new ChatBook()
  readonly #updates = new Map<string, MaxUpdate>()
  readonly #files = new Map<string, PhoneFile>()
  readonly #blocked = new Set<number>()
  #last: MaxUpdate | null = null

  constructor(bot: FakeMaxBot, baseUrl: string) {
    this.#bot = bot
    this.form = { messenger: 'max', token: bot.profile.token, mode: 'polling', baseUrl }
  }

  async act(person: PhonePerson, act: PhoneAct): Promise<void> {
    this.#last = this.#do(person, userOf(person), act)
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
    const bytes = this.#bot.files.get(id)?.bytes
    return bytes === undefined ? null : { bytes, mediaType: 'application/octet-stream' }
  }

  breaks(fault: PhoneFault, times: number): void {
    const { faults } = this.#bot
    const next = { times, method: sending }
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

  #do(person: PhonePerson, user: MaxUser, act: PhoneAct): MaxUpdate {
    const bot = this.#bot
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
        return bot.userPresses(user, act.messageId, act.button)
      case 'edit':
        this.#book.changes(person, act.messageId, { text: act.text, mark: 'edited' })
        return bot.userEdits(this.#own(act.messageId), act.text)
      case 'delete':
        this.#book.changes(person, act.messageId, { mark: 'deleted' })
        return bot.userDeletes(user, this.#own(act.messageId))
      case 'block':
        this.#blocked.add(person.number)
        return bot.userStops(user)
      case 'unblock':
        this.#blocked.delete(person.number)
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
    const id = `mine-${this.#files.size + 1}`
    this.#files.set(id, file)
    const update = this.#bot.userSendsFile(userOf(person), types[kind], file.name, bytesOf(file), text)
    return this.#keep(person, update, { text, file: { id, kind, name: file.name } })
  }

  #keep(person: PhonePerson, update: MaxUpdate, told: Partial<PhoneMessage>): MaxUpdate {
    const id = midOf(update)
    this.#updates.set(id, update)
    this.#book.adds(person, aPhoneMessage({ ...told, id }), this.#theirs(person))
    return update
  }

  #theirs(person: PhonePerson): readonly PhoneMessage[] {
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

const userOf = ({ number, name, phone }: PhonePerson): MaxUser => {
  const [first = name, ...rest] = name.split(' ')
  const more = rest.length === 0 ? {} : { last_name: rest.join(' ') }
  return { user_id: 100_000_000 + number, first_name: first, ...more, phone: `+${phone}` }
}
