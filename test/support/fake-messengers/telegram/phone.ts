import type { ConnectionForm } from '#protocol/connection'
import { aPhoneMessage, ChatBook } from '../chat-book'
import {
  bytesOf,
  type PhoneAct,
  type PhoneActKind,
  type PhoneDelivery,
  type PhoneFault,
  type PhoneMessage,
  type PhonePerson,
  type PhoneSide,
} from '../phone'
import type { FakeBot } from './bot'
import { isRecord } from './params'
import type { FakeUser } from './people'
import type { FakeMessage } from './sending'
import type { FakeUpdate } from './updates'

type FileKind = 'picture' | 'voice' | 'video' | 'file'

const kinds: Readonly<Record<string, FileKind>> = {
  ...{ photos: 'picture', voices: 'voice', videos: 'video', audios: 'voice', animations: 'picture', documents: 'file' },
}

const mediaTypes: Readonly<Record<string, string>> = {
  ...{ png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', webp: 'image/webp', gif: 'image/gif' },
  ...{
    oga: 'audio/ogg',
    ogg: 'audio/ogg',
    mp3: 'audio/mpeg',
    wav: 'audio/wav',
    mp4: 'video/mp4',
    pdf: 'application/pdf',
  },
}

const acts = ['start', 'write', 'picture', 'file', 'voice', 'press', 'edit', 'block', 'unblock'] as const

/** Phones with Telegram, writing to one bot. */
export class TelegramPhone implements PhoneSide {
  readonly acts: readonly PhoneActKind[] = acts
  readonly form: ConnectionForm
  readonly #bot: FakeBot
  readonly #book = new ChatBook()
  readonly #updates = new Map<string, FakeUpdate>()
  readonly #blocked = new Set<number>()
  #last: FakeUpdate | null = null

  constructor(bot: FakeBot, baseUrl: string) {
    this.#bot = bot
    this.form = { messenger: 'telegram', token: bot.profile.token, mode: 'polling', baseUrl }
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
    const file = this.#bot.files.find(id)
    if (file === undefined) return null
    const extension = file.path.split('.').at(-1) ?? ''
    return { bytes: file.bytes, mediaType: mediaTypes[extension] ?? 'application/octet-stream' }
  }

  breaks(fault: PhoneFault, times: number): void {
    const { faults } = this.#bot
    if (fault === 'tokenExpired') this.#bot.isRevoked = true
    else if (fault === 'slowDown') faults.plan({ kind: 'flood', seconds: 3 }, { times, method: 'sendMessage' })
    else if (fault === 'serverError') faults.plan({ kind: 'serverError' }, { times, method: 'sendMessage' })
    else faults.plan({ kind: 'lost' }, { times, method: 'sendMessage' })
  }

  mends(): void {
    this.#bot.isRevoked = false
    this.#bot.faults.clear()
  }

  delivers(how: PhoneDelivery): void {
    const { updates } = this.#bot
    if (how === 'hold') updates.hold()
    else if (how !== 'again') updates.release((held) => (how === 'inOrder' ? held : held.toReversed()))
    else if (this.#last !== null) updates.repeat(this.#last)
  }

  #do(person: PhonePerson, user: FakeUser, act: PhoneAct): FakeUpdate {
    const bot = this.#bot
    switch (act.kind) {
      case 'start':
        return this.#keep(person, bot.userStarts(user), { text: '/start' })
      case 'write': {
        const reply = act.replyTo === null ? {} : { reply_to_message: this.#known(user, act.replyTo) }
        return this.#keep(person, bot.userWrites(user, act.text, reply), { text: act.text, replyTo: act.replyTo })
      }
      case 'picture': {
        const update = bot.userSendsPhoto(user, bytesOf(act.file), act.text)
        return this.#keepFile(person, update, act.text, 'picture', act.file.name)
      }
      case 'file': {
        const { name, mediaType } = act.file
        const update = bot.userSendsFile(user, name, mediaType, bytesOf(act.file), act.text)
        return this.#keepFile(person, update, act.text, 'file', name)
      }
      case 'voice':
        return this.#keepFile(person, bot.userSendsVoice(user, bytesOf(act.file), act.seconds), '', 'voice', '')
      case 'press':
        return bot.userPresses(user, Number(act.messageId), act.button)
      case 'edit':
        return this.#edit(person, user, act.messageId, act.text)
      case 'block':
        this.#blocked.add(person.number)
        return bot.userBlocks(user)
      case 'unblock':
        this.#blocked.delete(person.number)
        return bot.userUnblocks(user)
      default:
        throw new Error(`Telegram tells a bot nothing of ${act.kind}`)
    }
  }

  #keep(person: PhonePerson, update: FakeUpdate, told: Partial<PhoneMessage>): FakeUpdate {
    const id = String(field(update.message, 'message_id'))
    this.#updates.set(id, update)
    this.#book.adds(person, aPhoneMessage({ ...told, id }), this.#theirs(person))
    return update
  }

  #keepFile(person: PhonePerson, update: FakeUpdate, text: string, kind: FileKind, name: string): FakeUpdate {
    return this.#keep(person, update, { text, file: { id: fileIdOf(update), kind, name } })
  }

  #edit(person: PhonePerson, user: FakeUser, id: string, text: string): FakeUpdate {
    const before = this.#updates.get(id)
    if (before === undefined || !this.#book.changes(person, id, { text, mark: 'edited' }))
      throw new Error('that message is not his')
    return this.#bot.userEdits(user, before, text)
  }

  #known(user: FakeUser, id: string): unknown {
    const theirs = this.#bot.sent(user.id, Number(id))
    return theirs === undefined ? this.#updates.get(id)?.message : this.#bot.messageBody(theirs)
  }

  #theirs(person: PhonePerson): readonly PhoneMessage[] {
    return this.#bot.seenBy(userOf(person)).map(shown)
  }
}

const shown = ({ messageId, text, file, fileName, buttons, replyTo }: FakeMessage): PhoneMessage =>
  aPhoneMessage({
    id: String(messageId),
    from: 'company',
    text,
    file:
      file === null
        ? null
        : { id: file.fileId, kind: kinds[file.path.split('/')[0] ?? ''] ?? 'file', name: fileName ?? file.path },
    buttons: (buttons ?? []).map((row) => row.map((button) => ({ label: button.text, url: button.url ?? null }))),
    replyTo: replyTo === null ? null : String(replyTo),
  })

const field = (value: unknown, name: string): unknown => (isRecord(value) ? value[name] : undefined)

/** The biggest size of a picture, or the file itself. */
function fileIdOf({ message }: FakeUpdate): string {
  const sizes = field(message, 'photo')
  const file = Array.isArray(sizes) ? sizes.at(-1) : (field(message, 'document') ?? field(message, 'voice'))
  return String(field(file, 'file_id'))
}

const userOf = ({ number, name }: PhonePerson): FakeUser => {
  const [first = name, ...rest] = name.split(' ')
  const more = rest.length === 0 ? {} : { last_name: rest.join(' ') }
  return { id: 5_000_000_000 + number, first_name: first, ...more, username: `person_${number}` }
}
