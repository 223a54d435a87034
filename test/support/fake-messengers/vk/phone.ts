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
import { isRecord } from '../telegram/params'
import type { FakeComment, FakeCommunity, FakeVkMessage, FakeVkUser } from './community'
import { tooFast } from './faults'
import type { FakeEvent } from './news'

type FileKind = 'picture' | 'voice' | 'video' | 'file'

const kinds: Readonly<Record<string, FileKind>> = { photo: 'picture', audio_message: 'voice', video: 'video' }
const talking = ['start', 'write', 'picture', 'file', 'voice', 'press', 'edit', 'react', 'read', 'type'] as const
const postNumber = 77
/** The heart, first of VK's reactions. */
const heart = 1

/** Phones with VK, writing to one community and under its post. */
export class VkPhone implements PhoneSide {
  readonly acts: readonly PhoneActKind[] = [...talking, 'block', 'unblock', 'comment']
  readonly form: ConnectionForm
  readonly #community: FakeCommunity
  readonly #book = new ChatBook()
  #last: FakeEvent | null = null

  constructor(community: FakeCommunity, baseUrl: string) {
    this.#community = community
    const { token } = community.profile
    this.form = { messenger: 'vk', token, mode: 'polling', comments: true, baseUrl }
  }

  async act(person: PhonePerson, act: PhoneAct): Promise<void> {
    this.#last = this.#do(person, userOf(person), act)
  }

  chat(person: PhonePerson): readonly PhoneMessage[] {
    return this.#book.of(person, this.#theirs(person))
  }

  hasBlocked(person: PhonePerson): boolean {
    return this.#community.hasDenied(userOf(person))
  }

  file(id: string): { readonly bytes: Buffer; readonly mediaType: string } | null {
    return this.#community.files.find(Number(id)) ?? null
  }

  breaks(fault: PhoneFault, times: number): void {
    const { faults } = this.#community
    const next = { times, method: 'messages.send' }
    if (fault === 'tokenExpired') this.#community.isRevoked = true
    else if (fault === 'slowDown') faults.plan(tooFast, next)
    else if (fault === 'serverError') faults.plan({ kind: 'badGateway' }, next)
    else faults.plan({ kind: 'lost' }, next)
  }

  mends(): void {
    this.#community.isRevoked = false
    this.#community.faults.clear()
  }

  delivers(how: PhoneDelivery): void {
    const { news } = this.#community
    if (how === 'hold') news.hold()
    else if (how !== 'again') news.release((held) => (how === 'inOrder' ? held : held.toReversed()))
    else if (this.#last !== null) news.repeat(this.#last)
  }

  #do(person: PhonePerson, user: FakeVkUser, act: PhoneAct): FakeEvent {
    const community = this.#community
    switch (act.kind) {
      case 'start':
        return this.#keep(person, community.userStarts(user), { text: 'Начать' })
      case 'write': {
        const reply = act.replyTo === null ? {} : { reply_message: { conversation_message_id: Number(act.replyTo) } }
        const event = community.userWrites(user, act.text, reply)
        return this.#keep(person, event, { text: act.text, replyTo: act.replyTo })
      }
      case 'picture': {
        const event = community.userSendsPhoto(user, bytesOf(act.file), act.text)
        return this.#keepFile(person, event, act.text, 'picture', act.file.name)
      }
      case 'file': {
        const { name, mediaType } = act.file
        const event = community.userSendsFile(user, name, mediaType, bytesOf(act.file), act.text)
        return this.#keepFile(person, event, act.text, 'file', name)
      }
      case 'voice':
        return this.#keepFile(person, community.userSendsVoice(user, bytesOf(act.file), act.seconds), '', 'voice', '')
      case 'comment':
        return this.#comments(person, user, act.text)
      default:
        return this.#tells(person, user, act)
    }
  }

  /** What is no message. */
  #tells(person: PhonePerson, user: FakeVkUser, act: PhoneAct): FakeEvent {
    const community = this.#community
    switch (act.kind) {
      case 'press':
        return community.userPresses(user, Number(act.messageId), act.button)
      case 'edit':
        if (!this.#book.changes(person, act.messageId, { text: act.text, mark: 'edited' }))
          throw new Error('that message is not his')
        return community.userEdits(user, Number(act.messageId), act.text)
      case 'react':
        this.#book.reacts(person, act.messageId, act.emoji)
        return community.userReacts(user, Number(act.messageId), act.emoji === null ? null : heart)
      case 'read':
        return community.userReads(user)
      case 'type':
        return community.userTypes(user)
      case 'block':
        return community.userDenies(user)
      case 'unblock':
        return community.userAllows(user)
      default:
        throw new Error(`VK tells a community nothing of ${act.kind}`)
    }
  }

  #comments(person: PhonePerson, user: FakeVkUser, text: string): FakeEvent {
    const page = `wall-${this.#community.id}_${postNumber}`
    const event = this.#community.userComments(user, page, text)
    const id = commentId(Number(event.object.id))
    this.#book.adds(person, aPhoneMessage({ id, text, place: page }), this.#theirs(person))
    return event
  }

  #keep(person: PhonePerson, event: FakeEvent, told: Partial<PhoneMessage>): FakeEvent {
    const id = String(messageOf(event).conversation_message_id)
    this.#book.adds(person, aPhoneMessage({ ...told, id }), this.#theirs(person))
    return event
  }

  #keepFile(person: PhonePerson, event: FakeEvent, text: string, kind: FileKind, name: string): FakeEvent {
    return this.#keep(person, event, { text, file: { id: fileIdOf(event, kind), kind, name } })
  }

  #theirs(person: PhonePerson): readonly PhoneMessage[] {
    const { id } = userOf(person)
    const asked = new Set(this.#community.comments.filter(({ from }) => from === id).map((one) => one.id))
    const answers = this.#community.comments.filter(({ from, replyTo }) => from < 0 && asked.has(replyTo ?? 0))
    return [...this.#community.sentTo(id).map(shown), ...answers.map(shownComment)]
  }
}

const commentId = (id: number) => `comment-${id}`

const shown = ({ cmid, text, files, buttons, replyTo }: FakeVkMessage): PhoneMessage => {
  const [first] = files
  return aPhoneMessage({
    ...{ id: String(cmid), from: 'company', text, replyTo: replyTo === null ? null : String(replyTo) },
    file:
      first === undefined
        ? null
        : { id: String(first.file.id), kind: kinds[first.type] ?? 'file', name: first.file.name },
    buttons: buttons.map((row) => row.map(({ label, link }) => ({ label, url: link }))),
  })
}

const shownComment = ({ id, text, page, replyTo }: FakeComment): PhoneMessage =>
  aPhoneMessage({
    ...{ id: commentId(id), from: 'company', text, place: page },
    replyTo: replyTo === null ? null : commentId(replyTo),
  })

function messageOf({ object }: FakeEvent): Readonly<Record<string, unknown>> {
  return isRecord(object.message) ? object.message : {}
}

/** The last file of an album is what was added last; of a picture its biggest size. */
function fileIdOf(event: FakeEvent, kind: FileKind): string {
  const { attachments } = messageOf(event)
  const [first]: unknown[] = Array.isArray(attachments) ? attachments : []
  const type = kind === 'picture' ? 'photo' : kind === 'voice' ? 'audio_message' : 'doc'
  const content = isRecord(first) ? first[type] : undefined
  return isRecord(content) ? String(content.id) : ''
}

const userOf = ({ number, name }: PhonePerson): FakeVkUser => {
  const [first = name, ...rest] = name.split(' ')
  return { id: 700_000_000 + number, first_name: first, last_name: rest.join(' '), screen_name: `person_${number}` }
}
