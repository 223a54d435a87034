import { PlannedFaults } from '../planned-faults'
import type { CallFault } from '../telegram/faults'
import { Waiting } from '../waiting'
import { MaxRefusal, notFound } from './refusals'
import type { MaxButton, NewMessage } from './sending'
import { type MaxUpdate, MaxUpdates } from './updates'

export interface MaxProfile {
  readonly token: string
  readonly userId: number
  readonly name: string
  readonly username: string
  readonly picture: Buffer | null
}

/** A person with MAX. */
export interface MaxUser {
  readonly user_id: number
  readonly first_name: string
  readonly last_name?: string
  readonly username?: string
  readonly phone?: string
}

interface StoredFile {
  readonly name: string
  readonly bytes: Buffer
}

/** What the bot has sent, as the person sees it. */
export interface SeenByMaxUser {
  readonly mid: string
  text: string
  readonly files: readonly { readonly type: string; readonly name: string; readonly bytes: Buffer }[]
  buttons: readonly (readonly MaxButton[])[]
  readonly replyTo: string | null
  /** Post it stands under; null in a dialogue. */
  readonly post: string | null
  isDeleted: boolean
}

/** Well above 2^53, as real ones are. */
let nextSeq = 116_327_994_376_978_687n
let nextMid = 0xadf429c019d47

/** The service began long ago: a hub that knows an earlier run of it must not take new messages for repeats. */
export const skipIds = (count: number): void => {
  nextMid += count
  nextSeq += BigInt(count)
}

const newMid = () => {
  nextMid += 1
  return `mid.000000000${nextMid.toString(16)}`
}

const personOf = ({ phone: _phone, ...user }: MaxUser) => ({
  ...{ last_name: null, username: null, is_bot: false, last_activity_time: Date.now() },
  ...user,
})

const chatIdOf = ({ user_id: id }: MaxUser) => 900_000_000 + id

/** A bot at the service: what it is, what it has sent, what people do to it. */
export class FakeMaxBot {
  readonly profile: MaxProfile
  readonly faults = new PlannedFaults<CallFault>()
  readonly calls: { readonly method: string; readonly body: unknown }[] = []
  readonly waiting = new Waiting()
  readonly updates = new MaxUpdates(() => this.waiting.happened())
  readonly files = new Map<string, StoredFile>()
  readonly answeredPresses: string[] = []
  /** Extensions that uploads of these types do not take. */
  forbiddenExtension: string | null = null
  /** So many sends find their files not ready. */
  notReady = 0
  isRevoked = false
  readonly #filesUrl: string
  readonly #people = new Map<number, MaxUser>()
  readonly #blocked = new Set<number>()
  readonly #sent: (SeenByMaxUser & { readonly userId: number })[] = []

  constructor(profile: MaxProfile, filesUrl: string) {
    this.profile = profile
    this.#filesUrl = filesUrl
  }

  // What people do.

  userWrites(user: MaxUser, text: string | null, extra: MaxUpdate = {}, link?: MaxUpdate): MaxUpdate {
    return this.#tell('message_created', { message: this.#message(user, { text, ...extra }, link) })
  }

  userSendsFile(user: MaxUser, type: 'image' | 'video' | 'audio' | 'file', name: string, bytes: Buffer, text = '') {
    const payload = { url: this.store(name, bytes), token: `token-${name}`, photo_id: 1 }
    const facts = type === 'file' ? { filename: name, size: bytes.length } : {}
    return this.userWrites(user, text, { attachments: [{ type, payload, ...facts }] })
  }

  /** Shares his own card, as the button for it asks him. */
  userSharesPhone(user: MaxUser): MaxUpdate {
    const card = `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${user.first_name}\r\nTEL;TYPE=cell:${user.phone ?? ''}\r\nEND:VCARD\r\n`
    const payload = { vcf_info: card, hash: 'hash', max_info: personOf(user) }
    return this.userWrites(user, null, { attachments: [{ type: 'contact', payload }] })
  }

  /** Presses a button he sees; throws when it is not there. `isGone`: the message has been taken back meanwhile. */
  userPresses(user: MaxUser, mid: string, label: string, isGone = false): MaxUpdate {
    const message = this.#sent.find((one) => one.mid === mid && one.userId === user.user_id)
    const button = message?.buttons.flat().find(({ text }) => text === label)
    if (button?.type === 'message') return this.userWrites(user, button.text)
    if (button?.type === 'request_contact') return this.userSharesPhone(user)
    if (message === undefined || button?.type !== 'callback') throw new Error(`there is no button ${label}`)
    nextMid += 1
    const callback = { callback_id: `callback-${nextMid}`, payload: button.payload, user: personOf(user) }
    return this.#tell('message_callback', {
      callback: { ...callback, timestamp: Date.now() },
      message: isGone ? null : this.messageBody(user.user_id, message),
      user_locale: 'ru',
    })
  }

  userStarts(user: MaxUser, payload: string | null = null): MaxUpdate {
    this.#people.set(user.user_id, user)
    this.#blocked.delete(user.user_id)
    return this.#tell('bot_started', { chat_id: chatIdOf(user), user: personOf(user), payload, user_locale: 'ru' })
  }

  userStops(user: MaxUser): MaxUpdate {
    this.#blocked.add(user.user_id)
    return this.#tell('bot_stopped', { chat_id: chatIdOf(user), user: personOf(user), user_locale: 'ru' })
  }

  /** He stops while the service has no time to tell. */
  userStopsSilently(user: MaxUser): void {
    this.#blocked.add(user.user_id)
  }

  userEdits(update: MaxUpdate, text: string, type = 'message_edited'): MaxUpdate {
    const message = Object(update.message)
    return this.#tell(type, { message: { ...message, body: { ...message.body, text } } }, Date.now() + 1)
  }

  userDeletes(user: MaxUser, update: MaxUpdate): MaxUpdate {
    const message_id = Object(Object(update.message).body).mid
    return this.#tell('message_removed', { message_id, chat_id: chatIdOf(user), user_id: user.user_id })
  }

  userComments(user: MaxUser, post: string, text: string): MaxUpdate {
    this.#people.set(user.user_id, user)
    const { recipient: _dialog, ...message } = this.#message(user, { text })
    const recipient = { chat_id: -70_801_090_403_050, chat_type: 'channel', post_id: post, user_id: null }
    return this.#tell('comment_created', { message: { ...message, recipient } })
  }

  seenBy(user: MaxUser): readonly SeenByMaxUser[] {
    return this.#sent.filter(({ userId, isDeleted, post }) => userId === user.user_id && !isDeleted && post === null)
  }

  commentsUnder(wanted: string): readonly SeenByMaxUser[] {
    return this.#sent.filter(({ post, isDeleted }) => post === wanted && !isDeleted)
  }

  // What the service does.

  until(isSo: () => boolean): Promise<void> {
    return this.waiting.until(isSo)
  }

  /** A file on the service's own host. */
  store(name: string, bytes: Buffer): string {
    const place = `${this.files.size + 1}-${encodeURIComponent(name)}`
    this.files.set(place, { name, bytes })
    return `${this.#filesUrl}/${place}`
  }

  /** Who a message may go to; throws as the service refuses. */
  receiver(id: string | null): number {
    const userId = Number(id ?? Number.NaN)
    if (!this.#people.has(userId)) throw new MaxRefusal(403, 'chat.denied', 'error.dialog.notfound')
    if (this.#blocked.has(userId)) throw new MaxRefusal(403, 'chat.denied', 'error.dialog.suspended')
    return userId
  }

  keep(userId: number, { text, attachments, link }: NewMessage, post: string | null = null): SeenByMaxUser {
    const files = (attachments ?? []).flatMap((one) => {
      if (one.type === 'inline_keyboard') return []
      const stored = this.files.get(one.payload.token)
      if (stored === undefined) throw new MaxRefusal(400, 'proto.payload', 'unknown token')
      return [{ type: one.type, ...stored }]
    })
    if (files.length > 0 && this.notReady > 0) {
      this.notReady -= 1
      throw new MaxRefusal(400, 'attachment.not.ready', 'Key: errors.process.attachment.file.not.processed')
    }
    const buttons = (attachments ?? []).flatMap((one) => (one.type === 'inline_keyboard' ? one.payload.buttons : []))
    const replyTo = link?.mid ?? null
    const message = { mid: newMid(), text: text ?? '', files, buttons, replyTo, post, userId, isDeleted: false }
    this.#sent.push(message)
    return message
  }

  sent(mid: string | null): SeenByMaxUser & { readonly userId: number } {
    const found = this.#sent.find((one) => one.mid === mid && !one.isDeleted)
    if (found === undefined) throw notFound('Message not found')
    return found
  }

  messageBody(userId: number, { mid, text, buttons }: SeenByMaxUser): MaxUpdate {
    nextSeq += 1n
    const keyboard = buttons.length === 0 ? [] : [{ type: 'inline_keyboard', payload: { buttons } }]
    const { userId: own, name, username } = this.profile
    return {
      sender: { user_id: own, first_name: name, username, is_bot: true, last_activity_time: Date.now() },
      recipient: { chat_id: 900_000_000 + userId, chat_type: 'dialog', user_id: userId },
      timestamp: Date.now(),
      body: { mid, seq: nextSeq, text, attachments: keyboard },
    }
  }

  #message(user: MaxUser, body: MaxUpdate, link?: MaxUpdate) {
    this.#people.set(user.user_id, user)
    nextSeq += 1n
    return {
      sender: personOf(user),
      recipient: { chat_id: chatIdOf(user), chat_type: 'dialog', user_id: this.profile.userId },
      timestamp: Date.now(),
      body: { mid: newMid(), seq: nextSeq, attachments: [], ...body },
      ...(link !== undefined && { link }),
    }
  }

  #tell(type: string, body: MaxUpdate, timestamp = Date.now()): MaxUpdate {
    return this.updates.add({ update_type: type, timestamp, ...body })
  }
}
