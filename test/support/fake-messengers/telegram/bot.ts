import type { FakeRequest } from '../http'
import { PlannedFaults } from '../planned-faults'
import { FakeChats, type FakeGroup } from './chats'
import type { CallFault } from './faults'
import { type FakeFile, FakeFiles } from './files'
import { isRecord, type Params } from './params'
import { chatOf, type FakeUser, personOf } from './people'
import type { Draft, FakeMessage } from './sending'
import { type FakeUpdate, FakeUpdates } from './updates'

export interface BotProfile {
  readonly token: string
  readonly name: string
  readonly username: string
  readonly picture: Buffer | null
}

export interface RecordedCall {
  readonly method: string
  readonly values: Readonly<Record<string, unknown>>
  readonly fileNames: readonly string[]
  readonly at: number
}

/** Extra fields of what a person sends. */
type Extra = Readonly<Record<string, unknown>>

/** A bot at the service: what it is, what it has sent, what people do to it. */
export class FakeBot {
  readonly id: number
  readonly profile: BotProfile
  readonly updates = new FakeUpdates()
  readonly files = new FakeFiles()
  readonly faults = new PlannedFaults<CallFault>()
  readonly calls: RecordedCall[] = []
  readonly answeredPresses: string[] = []
  readonly picture: FakeFile | null
  isRevoked = false
  /** Pictures of people, by their ids. */
  readonly faces = new Map<number, FakeFile>()
  readonly chats = new FakeChats()
  readonly #sent: FakeMessage[] = []
  readonly #heard = new Set<() => void>()
  #nextPress = 9_000_000_001
  #nextAlbum = 1_379_000_000_001

  constructor(profile: BotProfile) {
    this.profile = profile
    this.id = Number(profile.token.split(':')[0])
    this.picture = profile.picture === null ? null : this.files.add(profile.picture, 'profile_photos', 'jpg')
  }

  // What people do.

  userWrites(user: FakeUser, text: string, extra: Extra = {}): FakeUpdate {
    return this.#message(user, { text, ...extra })
  }

  userStarts(user: FakeUser, payload?: string): FakeUpdate {
    const text = payload === undefined ? '/start' : `/start ${payload}`
    return this.#message(user, { text, entities: [{ type: 'bot_command', offset: 0, length: 6 }] })
  }

  userSendsPhoto(user: FakeUser, bytes: Buffer, caption?: string, extra: Extra = {}): FakeUpdate {
    const big = this.files.add(bytes, 'photos', 'jpg')
    const small = this.files.add(bytes.subarray(0, 100), 'photos', 'jpg')
    const photo = [this.#photoSize(small, 90, 60), this.#photoSize(big, 1280, 853)]
    return this.#message(user, { photo, ...(caption === undefined ? {} : { caption }), ...extra })
  }

  userSendsFile(user: FakeUser, name: string, mediaType: string, bytes: Buffer, caption?: string): FakeUpdate {
    const file = this.files.add(bytes, 'documents', name.split('.').at(-1) ?? 'dat')
    const document = { ...this.#fileFacts(file), file_name: name, mime_type: mediaType }
    return this.#message(user, { document, ...(caption === undefined ? {} : { caption }) })
  }

  userSendsVoice(user: FakeUser, bytes: Buffer, seconds: number): FakeUpdate {
    const file = this.files.add(bytes, 'voice', 'oga')
    return this.#message(user, { voice: { ...this.#fileFacts(file), duration: seconds, mime_type: 'audio/ogg' } })
  }

  /** An album is several updates with one id; the caption stands on the first. */
  userSendsAlbum(user: FakeUser, pictures: readonly Buffer[], caption?: string): readonly FakeUpdate[] {
    const album = { media_group_id: this.newAlbum() }
    return pictures.map((bytes, index) => this.userSendsPhoto(user, bytes, index === 0 ? caption : undefined, album))
  }

  /** Presses a button he sees under a message of the bot; throws when it is not there. */
  userPresses(user: FakeUser, messageId: number, label: string): FakeUpdate {
    const message = this.#sent.find((one) => one.messageId === messageId && one.chatId === user.id)
    const button = message?.buttons?.flat().find(({ text }) => text === label)
    if (button?.request_contact === true) return this.userSharesPhone(user)
    if (button?.request_contact === false) return this.userWrites(user, label)
    if (message === undefined || button?.callback_data === undefined) throw new Error(`there is no button ${label}`)
    this.#nextPress += 1
    return this.updates.add({
      callback_query: {
        ...{ id: String(this.#nextPress), from: personOf(user), chat_instance: '-1', data: button.callback_data },
        message: this.messageBody(message),
      },
    })
  }

  /** His own card. */
  userSharesPhone(user: FakeUser): FakeUpdate {
    const { id, first_name, phone = '' } = user
    return this.#message(user, { contact: { phone_number: phone, first_name, user_id: id } })
  }

  userEdits(user: FakeUser, update: FakeUpdate, text: string): FakeUpdate {
    const message = isRecord(update.message) ? update.message : {}
    const place = 'caption' in message || 'photo' in message ? 'caption' : 'text'
    return this.updates.add({
      edited_message: { ...message, from: personOf(user), [place]: text, edit_date: nowSeconds() },
    })
  }

  userBlocks(user: FakeUser): FakeUpdate {
    this.chats.blocked(user, true)
    return this.#memberUpdate(user, 'member', 'kicked')
  }

  userUnblocks(user: FakeUser): FakeUpdate {
    this.chats.blocked(user, false)
    return this.#memberUpdate(user, 'kicked', 'member')
  }

  /** He blocks while the service has no time to tell. */
  userBlocksSilently(user: FakeUser): void {
    this.chats.blocked(user, true)
  }

  userDeletesAccount(user: FakeUser): void {
    this.chats.deactivated(user)
  }

  userWritesInGroup(user: FakeUser, group: FakeGroup, text: string, extra: Extra = {}): FakeUpdate {
    return this.#messageIn(group, user, { text, ...extra })
  }

  /** Its last word in the old chat and the first in the new one, which begins to count anew. `isTold`: the service has time to tell. */
  groupUpgrades(group: FakeGroup, isTold = true): FakeGroup {
    const to = this.chats.upgrade(group)
    const by = { id: this.id, first_name: this.profile.name }
    const lines = [
      { chat: group, body: { migrate_to_chat_id: to.id } },
      { chat: to, body: { migrate_from_chat_id: group.id } },
    ]
    for (const { chat, body } of lines)
      if (isTold) this.#messageIn(chat, by, body)
      else this.chats.newMessageId(chat.id)
    return to
  }

  /** What a person sees of the bot's messages, in order. */
  seenBy(user: FakeUser): readonly FakeMessage[] {
    return this.seenIn(user.id)
  }

  seenIn(chat: number): readonly FakeMessage[] {
    return this.#sent.filter(({ chatId, isDeleted }) => chatId === chat && !isDeleted)
  }

  // What the service does for the calls of the bot.

  /** Resolves once the condition holds; looked at after each call and each update. */
  async until(isSo: () => boolean, within = 5000): Promise<void> {
    if (isSo()) return
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!isSo()) return
        clearTimeout(timer)
        this.#heard.delete(look)
        resolve()
      }
      const timer = setTimeout(() => {
        this.#heard.delete(look)
        reject(new Error('what was waited for did not happen'))
      }, within)
      this.#heard.add(look)
    })
  }

  record(method: string, { values, files }: Params): void {
    const fileNames = [...files.values()].map(({ name }) => name)
    this.calls.push({ method, values, fileNames, at: Date.now() })
  }

  heard(): void {
    for (const look of [...this.#heard]) look()
  }

  /** Who a message may go to; throws as the service refuses. */
  checkChat(chatId: number | undefined): number {
    return this.chats.check(chatId)
  }

  keep(chatId: number, draft: Draft): FakeMessage {
    const message = { ...draft, messageId: this.chats.newMessageId(chatId), chatId, isDeleted: false }
    this.#sent.push(message)
    return message
  }

  sent(chatId: number | undefined, messageId: number | undefined): FakeMessage | undefined {
    return this.#sent.find((one) => one.chatId === chatId && one.messageId === messageId && !one.isDeleted)
  }

  newAlbum(): string {
    this.#nextAlbum += 1
    return String(this.#nextAlbum)
  }

  messageBody(message: FakeMessage): Record<string, unknown> {
    const isInline = message.buttons?.flat().every((button) => button.request_contact === undefined) === true
    const markup = isInline ? { reply_markup: { inline_keyboard: message.buttons } } : {}
    const words = message.file === null ? { text: message.text } : { caption: message.text }
    const body = message.file === null ? {} : { document: this.#fileFacts(message.file) }
    return {
      ...{
        message_id: message.messageId,
        date: nowSeconds(),
        from: this.self(),
        chat: this.chats.bodyOf(message.chatId),
      },
      ...words,
      ...body,
      ...markup,
      ...(message.album === null ? {} : { media_group_id: message.album }),
    }
  }

  self() {
    const { name, username } = this.profile
    return { id: this.id, is_bot: true, first_name: name, username }
  }

  poll(request: FakeRequest, offset: number | null, limit: number, seconds: number): Promise<FakeUpdate[]> {
    const news = this.updates.poll(request, offset, limit, seconds)
    this.heard()
    return news
  }

  #message(user: FakeUser, body: Extra): FakeUpdate {
    this.chats.addUser(user)
    return this.#messageIn(chatOf(user), user, body)
  }

  #messageIn(chat: { readonly id: number }, user: FakeUser, body: Extra): FakeUpdate {
    const id = this.chats.newMessageId(chat.id)
    const frame = { message_id: id, from: personOf(user), chat, date: nowSeconds() }
    return this.updates.add({ message: { ...frame, ...body } })
  }

  #memberUpdate(user: FakeUser, before: string, after: string): FakeUpdate {
    this.chats.addUser(user)
    const member = (status: string) => ({ user: this.self(), status, until_date: 0 })
    return this.updates.add({
      my_chat_member: {
        ...{ chat: chatOf(user), from: personOf(user), date: nowSeconds() },
        ...{ old_chat_member: member(before), new_chat_member: member(after) },
      },
    })
  }

  #fileFacts(file: FakeFile) {
    return { file_id: file.fileId, file_unique_id: `U${file.fileId}`, file_size: file.bytes.length }
  }

  #photoSize(file: FakeFile, width: number, height: number) {
    return { ...this.#fileFacts(file), width, height }
  }
}

const nowSeconds = () => Math.floor(Date.now() / 1000)
