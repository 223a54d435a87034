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
import { isRecord } from '../telegram/params'
import type { FakeComment, FakeCommunity, FakeVkMessage, FakeVkUser } from './community'
import { type CallFault, tooFast } from './faults'
import type { FakeEvent } from './news'

type FileKind = 'picture' | 'voice' | 'video' | 'file'

const kinds: Readonly<Record<string, FileKind>> = { photo: 'picture', audio_message: 'voice', video: 'video' }
const talking = ['start', 'write', 'picture', 'file', 'voice', 'press', 'edit', 'react', 'read', 'type'] as const
const postNumber = 77
/** The heart, first of VK's reactions. */
const heart = 1

const callFaults: Readonly<Record<Exclude<PhoneFault, 'tokenExpired'>, CallFault>> = {
  ...{ slowDown: tooFast, serverError: { kind: 'badGateway' }, lostAnswer: { kind: 'lost' } },
}

/** Phones with VK, writing to one community and under its post. */
export class VkPhone extends FakePhone<FakeEvent> {
  readonly acts: readonly PhoneActKind[] = [...talking, 'block', 'unblock', 'comment']
  readonly form: ConnectionForm
  readonly #community: FakeCommunity

  constructor(community: FakeCommunity, baseUrl: string) {
    super(community, community.news)
    this.#community = community
    const { token } = community.profile
    this.form = { messenger: 'vk', token, mode: 'polling', comments: true, baseUrl }
  }

  override hasBlocked(person: PhonePerson): boolean {
    return this.#community.hasDenied(userOf(person))
  }

  protected fileOf(id: string): SeenFile | null {
    return this.#community.files.find(Number(id)) ?? null
  }

  protected plans(fault: Exclude<PhoneFault, 'tokenExpired'>, times: number): void {
    this.#community.faults.plan(callFaults[fault], { times, method: 'messages.send' })
  }

  protected tellsAgain(event: FakeEvent): void {
    this.#community.news.repeat(event)
  }

  protected does(person: PhonePerson, act: PhoneAct): FakeEvent {
    const community = this.#community
    const user = userOf(person)
    switch (act.kind) {
      case 'start':
        return this.#keep(person, community.userStarts(user), { text: 'Начать' })
      case 'write': {
        const reply = act.replyTo === null ? {} : { reply_message: this.#quoted(user, Number(act.replyTo)) }
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
        if (!this.book.changes(person, act.messageId, { text: act.text, mark: 'edited' }))
          throw new Error('that message is not his')
        return community.userEdits(user, Number(act.messageId), act.text)
      case 'react':
        this.book.reacts(person, act.messageId, act.emoji)
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

  #quoted(user: FakeVkUser, cmid: number) {
    const isOurs = this.#community.sentTo(user.id).some((one) => one.cmid === cmid)
    return { conversation_message_id: cmid, from_id: isOurs ? -this.#community.id : user.id }
  }

  #comments(person: PhonePerson, user: FakeVkUser, text: string): FakeEvent {
    const page = `wall-${this.#community.id}_${postNumber}`
    const event = this.#community.userComments(user, page, text)
    const id = commentId(Number(event.object.id))
    this.keeps(person, id, { text, place: page })
    return event
  }

  #keep(person: PhonePerson, event: FakeEvent, told: Partial<PhoneMessage>): FakeEvent {
    const id = String(messageOf(event).conversation_message_id)
    this.keeps(person, id, told)
    return event
  }

  #keepFile(person: PhonePerson, event: FakeEvent, text: string, kind: FileKind, name: string): FakeEvent {
    return this.#keep(person, event, { text, file: { id: fileIdOf(event, kind), kind, name } })
  }

  protected theirs(person: PhonePerson): readonly PhoneMessage[] {
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

const userOf = (person: PhonePerson): FakeVkUser => {
  const [first_name, last_name] = namesOf(person)
  return { id: 700_000_000 + person.number, first_name, last_name, screen_name: `person_${person.number}` }
}
