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
import type { CallFault } from './faults'
import type { FakeNumber } from './number'
import type { FakeUser } from './people'
import type { FakeMessage } from './sending'
import type { FakeEvent } from './webhook'

type FileKind = 'picture' | 'voice' | 'video' | 'file'

const kinds: Readonly<Record<string, FileKind>> = {
  image: 'picture',
  sticker: 'picture',
  video: 'video',
  audio: 'voice',
}
const types = { picture: 'image', voice: 'audio', file: 'document' } as const
const acts = ['write', 'picture', 'file', 'voice', 'press', 'react', 'read', 'block', 'unblock'] as const

const callFaults: Readonly<Record<Exclude<PhoneFault, 'tokenExpired'>, CallFault>> = {
  ...{ slowDown: { kind: 'flood', seconds: 3 }, serverError: { kind: 'badGateway' }, lostAnswer: { kind: 'lost' } },
}

/** Phones with WhatsApp, writing to one number. A block is told to nobody: messages only stop to arrive. */
export class WhatsAppPhone extends FakePhone<FakeEvent> {
  readonly acts: readonly PhoneActKind[] = acts
  readonly form: ConnectionForm
  readonly #number: FakeNumber

  constructor(number: FakeNumber, baseUrl: string) {
    super(number, number.webhook)
    this.#number = number
    const { phoneNumberId, accountId, token, appSecret } = number.profile
    this.form = {
      ...{ messenger: 'whatsapp', phoneNumberId, accountId, token, appSecret },
      ...{ apiVersion: 'v23.0', baseUrl },
    }
  }

  override hasBlocked(person: PhonePerson): boolean {
    return this.#number.isLost(userOf(person))
  }

  protected fileOf(id: string): SeenFile | null {
    return this.#number.files.find(id) ?? null
  }

  protected plans(fault: Exclude<PhoneFault, 'tokenExpired'>, times: number): void {
    this.#number.faults.plan(callFaults[fault], { times, method: 'messages' })
  }

  protected tellsAgain(event: FakeEvent): void {
    this.#number.webhook.add(event)
  }

  protected does(person: PhonePerson, act: PhoneAct): FakeEvent | null {
    const number = this.#number
    const user = userOf(person)
    switch (act.kind) {
      case 'write': {
        const context = act.replyTo === null ? {} : { context: { from: user.phone, id: act.replyTo } }
        return this.#keep(person, number.userWrites(user, act.text, context), { text: act.text, replyTo: act.replyTo })
      }
      case 'picture':
      case 'file':
        return this.#sends(person, act.kind, act.file, act.text)
      case 'voice':
        return this.#sends(person, 'voice', act.file, '')
      case 'press':
        return this.#keep(person, number.userPresses(user, act.messageId, act.button), { text: act.button })
      case 'react':
        this.book.reacts(person, act.messageId, act.emoji)
        return number.userReacts(user, act.messageId, act.emoji)
      case 'read':
        number.userReads(user)
        return null
      case 'block':
        number.loses(user)
        return null
      case 'unblock':
        number.finds(user)
        return null
      default:
        throw new Error(`WhatsApp tells a company nothing of ${act.kind}`)
    }
  }

  #sends(person: PhonePerson, kind: 'picture' | 'voice' | 'file', file: PhoneFile, text: string): FakeEvent {
    const { name, mediaType } = file
    const more = { ...(text !== '' && { caption: text }), ...(kind === 'voice' && { voice: true }) }
    const event = this.#number.userSends(userOf(person), types[kind], { name, mediaType, bytes: bytesOf(file) }, more)
    const content: unknown = event.item[types[kind]]
    const id = typeof content === 'object' && content !== null && 'id' in content ? String(content.id) : ''
    return this.#keep(person, event, { text, file: { id, kind, name } })
  }

  #keep(person: PhonePerson, event: FakeEvent, told: Partial<PhoneMessage>): FakeEvent {
    this.keeps(person, String(event.item.id), told)
    return event
  }

  protected theirs(person: PhonePerson): readonly PhoneMessage[] {
    return this.#number.seenBy(userOf(person)).map(shown)
  }
}

const shown = ({ id, type, text, file, buttons, replyTo }: FakeMessage): PhoneMessage =>
  aPhoneMessage({
    ...{ id, from: 'company', text, replyTo },
    file: file === null ? null : { id: file.id, kind: kinds[type] ?? 'file', name: file.name },
    buttons: buttons.map(({ title, url }) => [{ label: title, url }]),
  })

const userOf = ({ number, name, phone }: PhonePerson): FakeUser => ({
  ...{ phone, name, userId: `RU.${13_491_208_655_000_000 + number}` },
})
