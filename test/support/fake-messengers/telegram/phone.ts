import type { ConnectionForm } from '#protocol/connection'
import type {
  PhoneAct,
  PhoneActKind,
  PhoneDelivery,
  PhoneFault,
  PhoneFile,
  PhoneMessage,
  PhonePerson,
  PhoneSide,
} from '../phone'
import type { FakeBot } from './bot'
import { isRecord } from './params'
import type { FakeUser } from './people'
import type { FakeMessage } from './sending'
import type { FakeUpdate } from './updates'

/** What somebody has sent, as his own phone remembers it. */
interface Sent {
  readonly update: FakeUpdate
  readonly message: PhoneMessage
}

const kinds: Readonly<Record<string, 'picture' | 'voice' | 'video' | 'file'>> = {
  ...{ photos: 'picture', photo: 'picture', voices: 'voice', voice: 'voice', videos: 'video', audios: 'voice' },
  documents: 'file',
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

/** Phones with Telegram, writing to one bot. */
export class TelegramPhone implements PhoneSide {
  readonly acts: readonly PhoneActKind[] = [
    ...(['start', 'write', 'picture', 'file', 'voice', 'press', 'edit', 'block', 'unblock'] as const),
  ]
  readonly form: ConnectionForm
  readonly #bot: FakeBot
  readonly #sent = new Map<number, Sent[]>()
  readonly #blocked = new Set<number>()
  #last: FakeUpdate | null = null

  constructor(bot: FakeBot, baseUrl: string) {
    this.#bot = bot
    this.form = { messenger: 'telegram', token: bot.profile.token, mode: 'polling', baseUrl }
  }

  async act(person: PhonePerson, act: PhoneAct): Promise<void> {
    this.#last = this.#do(userOf(person), act)
  }

  chat(person: PhonePerson): readonly PhoneMessage[] {
    const user = userOf(person)
    const mine = (this.#sent.get(user.id) ?? []).map(({ message }) => message)
    const theirs = this.#bot.seenBy(user).map((message) => this.#shown(message))
    // Both sides are numbered by one count.
    return [...mine, ...theirs].toSorted((a, b) => Number(a.id) - Number(b.id))
  }

  hasBlocked(person: PhonePerson): boolean {
    return this.#blocked.has(userOf(person).id)
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
    else if (fault === 'slowDown') faults.plan({ kind: 'flood', seconds: 3 }, { times })
    else if (fault === 'serverError') faults.plan({ kind: 'serverError' }, { times })
    // A lost answer hurts where something was sent; of a poll it is only a cut line.
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

  #do(user: FakeUser, act: PhoneAct): FakeUpdate {
    const bot = this.#bot
    switch (act.kind) {
      case 'start':
        return this.#keep(user, bot.userStarts(user), { text: '/start' })
      case 'write': {
        const reply = act.replyTo === null ? {} : { reply_to_message: this.#known(user, act.replyTo) }
        return this.#keep(user, bot.userWrites(user, act.text, reply), { text: act.text, replyTo: act.replyTo })
      }
      case 'picture':
        return this.#keep(user, bot.userSendsPhoto(user, bytesOf(act.file), act.text), { text: act.text }, 'picture')
      case 'file': {
        const { name, mediaType } = act.file
        const update = bot.userSendsFile(user, name, mediaType, bytesOf(act.file), act.text)
        return this.#keep(user, update, { text: act.text }, 'file', name)
      }
      case 'voice':
        return this.#keep(user, bot.userSendsVoice(user, bytesOf(act.file), act.seconds), {}, 'voice')
      case 'press':
        return bot.userPresses(user, Number(act.messageId), act.button)
      case 'edit':
        return this.#edit(user, act.messageId, act.text)
      case 'block':
        this.#blocked.add(user.id)
        return bot.userBlocks(user)
      case 'unblock':
        this.#blocked.delete(user.id)
        return bot.userUnblocks(user)
      default:
        throw new Error(`Telegram tells a bot nothing of ${act.kind}`)
    }
  }

  #keep(
    user: FakeUser,
    update: FakeUpdate,
    told: Partial<PhoneMessage>,
    kind: 'picture' | 'voice' | 'file' | null = null,
    name = '',
  ): FakeUpdate {
    const file = kind === null ? null : { id: fileIdOf(update), kind, name }
    const message: PhoneMessage = { ...aMessage(String(field(update.message, 'message_id'))), ...told, file }
    this.#sent.set(user.id, [...(this.#sent.get(user.id) ?? []), { update, message }])
    return update
  }

  #edit(user: FakeUser, id: string, text: string): FakeUpdate {
    const mine = this.#sent.get(user.id) ?? []
    const before = mine.find(({ message }) => message.id === id)
    if (before === undefined) throw new Error('that message is not his')
    const edited = { ...before, message: { ...before.message, text, mark: 'edited' as const } }
    this.#sent.set(
      user.id,
      mine.map((one) => (one === before ? edited : one)),
    )
    return this.#bot.userEdits(user, before.update, text)
  }

  #known(user: FakeUser, id: string): unknown {
    const theirs = this.#bot.sent(user.id, Number(id))
    if (theirs !== undefined) return this.#bot.messageBody(theirs)
    return this.#sent.get(user.id)?.find(({ message }) => message.id === id)?.update.message
  }

  #shown({ messageId, text, file, fileName, buttons, replyTo }: FakeMessage): PhoneMessage {
    const folder = file?.path.split('/')[0] ?? ''
    return {
      ...aMessage(String(messageId)),
      from: 'company',
      text,
      file: file === null ? null : { id: file.fileId, kind: kinds[folder] ?? 'file', name: fileName ?? file.path },
      buttons: (buttons ?? []).map((row) => row.map((button) => ({ label: button.text, url: button.url ?? null }))),
      replyTo: replyTo === null ? null : String(replyTo),
    }
  }
}

const aMessage = (id: string): PhoneMessage => ({
  ...{ id, from: 'person', author: null, text: '', file: null, buttons: [], replyTo: null },
  ...{ reaction: null, mark: null, place: null },
})

const field = (value: unknown, name: string): unknown => (isRecord(value) ? value[name] : undefined)

/** The biggest size of a picture, or the file itself. */
function fileIdOf({ message }: FakeUpdate): string {
  const sizes = field(message, 'photo')
  const file = Array.isArray(sizes) ? sizes.at(-1) : (field(message, 'document') ?? field(message, 'voice'))
  return String(field(file, 'file_id'))
}

const bytesOf = ({ base64 }: PhoneFile) => Buffer.from(base64, 'base64')

const userOf = ({ number, name }: PhonePerson): FakeUser => {
  const [first = name, ...rest] = name.split(' ')
  const more = rest.length === 0 ? {} : { last_name: rest.join(' ') }
  return { id: 5_000_000_000 + number, first_name: first, ...more, username: `person_${number}` }
}
