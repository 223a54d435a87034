import type { ConnectionForm } from '#protocol/connection'
import { aPhoneMessage } from '../chat-book'
import { FakePhone, namesOf, type SeenFile } from '../fake-phone'
import {
  bytesOf,
  type PhoneAct,
  type PhoneActKind,
  type PhoneFault,
  type PhoneMessage,
  type PhonePerson,
} from '../phone'
import type { FakeBot } from './bot'
import { callFaultOf } from './faults'
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
export class TelegramPhone extends FakePhone<FakeUpdate> {
  readonly acts: readonly PhoneActKind[] = acts
  readonly form: ConnectionForm
  readonly #bot: FakeBot
  readonly #updates = new Map<string, FakeUpdate>()

  constructor(bot: FakeBot, baseUrl: string) {
    super(bot, bot.updates)
    this.#bot = bot
    this.form = { messenger: 'telegram', token: bot.profile.token, mode: 'polling', baseUrl }
  }

  protected fileOf(id: string): SeenFile | null {
    const file = this.#bot.files.find(id)
    if (file === undefined) return null
    const extension = file.path.split('.').at(-1) ?? ''
    return { bytes: file.bytes, mediaType: mediaTypes[extension] ?? 'application/octet-stream' }
  }

  protected plans(fault: Exclude<PhoneFault, 'tokenExpired'>, times: number): void {
    this.#bot.faults.plan(callFaultOf(fault), { times, method: 'sendMessage' })
  }

  protected tellsAgain(update: FakeUpdate): void {
    this.#bot.updates.repeat(update)
  }

  protected does(person: PhonePerson, act: PhoneAct): FakeUpdate {
    const bot = this.#bot
    const user = userOf(person)
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
        return this.#keepSaid(person, bot.userPresses(user, Number(act.messageId), act.button), act.button)
      case 'edit':
        return this.#edit(person, user, act.messageId, act.text)
      case 'block':
        return bot.userBlocks(user)
      case 'unblock':
        return bot.userUnblocks(user)
      default:
        throw new Error(`Telegram tells a bot nothing of ${act.kind}`)
    }
  }

  #keep(person: PhonePerson, update: FakeUpdate, told: Partial<PhoneMessage>): FakeUpdate {
    const id = String(field(update.message, 'message_id'))
    this.#updates.set(id, update)
    this.keeps(person, id, told)
    return update
  }

  /** A key in place of the phone's own makes a message of his; a button under one does not. */
  #keepSaid(person: PhonePerson, update: FakeUpdate, words: string): FakeUpdate {
    return update.message === undefined ? update : this.#keep(person, update, { text: words })
  }

  #keepFile(person: PhonePerson, update: FakeUpdate, text: string, kind: FileKind, name: string): FakeUpdate {
    return this.#keep(person, update, { text, file: { id: fileIdOf(update), kind, name } })
  }

  #edit(person: PhonePerson, user: FakeUser, id: string, text: string): FakeUpdate {
    const before = this.#updates.get(id)
    if (before === undefined || !this.book.changes(person, id, { text, mark: 'edited' }))
      throw new Error('that message is not his')
    return this.#bot.userEdits(user, before, text)
  }

  #known(user: FakeUser, id: string): unknown {
    const theirs = this.#bot.sent(user.id, Number(id))
    return theirs === undefined ? this.#updates.get(id)?.message : this.#bot.messageBody(theirs)
  }

  protected theirs(person: PhonePerson): readonly PhoneMessage[] {
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

const userOf = (person: PhonePerson): FakeUser => {
  const [first_name, last] = namesOf(person)
  const { number, phone } = person
  const more = last === '' ? {} : { last_name: last }
  return { id: 5_000_000_000 + number, first_name, ...more, username: `person_${number}`, phone: `+${phone}` }
}
