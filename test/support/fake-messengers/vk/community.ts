import { PlannedFaults } from '../planned-faults'
import { Waiting } from '../waiting'
import type { CallFault } from './faults'
import { type FakeFile, FakeFiles } from './files'
import { type FakeEvent, FakeNews } from './news'
import { notAllowed, Refusal } from './refusals'

export interface FakeVkUser {
  readonly id: number
  readonly first_name: string
  readonly last_name: string
  readonly screen_name?: string
}

export interface CommunityProfile {
  readonly token: string
  readonly name: string
  readonly screenName: string
  readonly rights: readonly string[]
  readonly picture: Buffer | null
}

export interface FakeButton {
  readonly label: string
  readonly payload: string | null
  readonly link: string | null
}

/** A message of the community as the person sees it. */
export interface FakeVkMessage {
  readonly id: number
  readonly cmid: number
  readonly peer: number
  readonly randomId: number
  text: string
  files: readonly { readonly type: string; readonly file: FakeFile }[]
  buttons: readonly (readonly FakeButton[])[]
  readonly isInline: boolean
  readonly replyTo: number | null
  isDeleted: boolean
}

export type Draft = Pick<FakeVkMessage, 'peer' | 'randomId' | 'text' | 'files' | 'buttons' | 'isInline' | 'replyTo'>

/** A comment under a page; `from` is the community itself for our answers. */
export interface FakeComment {
  readonly id: number
  readonly page: string
  readonly from: number
  text: string
  readonly replyTo: number | null
  readonly guid: string | null
}

export interface RecordedCall {
  readonly method: string
  readonly params: Readonly<Record<string, string>>
  readonly at: number
}

type Extra = Readonly<Record<string, unknown>>

const nowSeconds = () => Math.floor(Date.now() / 1000)

/** Fields that hold a page, by the kind of its comments. */
const pageFields: Readonly<Record<string, readonly [event: string, owner: string, item: string]>> = {
  wall: ['wall_reply', 'owner_id', 'post_id'],
  product: ['market_comment', 'market_owner_id', 'item_id'],
  photo: ['photo_comment', 'photo_owner_id', 'photo_id'],
  video: ['video_comment', 'video_owner_id', 'video_id'],
  topic: ['board_post', 'topic_owner_id', 'topic_id'],
}

/** A community at the service: what it is, what it has sent, what people do to it. */
export class FakeCommunity {
  readonly id: number
  readonly profile: CommunityProfile
  readonly news: FakeNews
  readonly files: FakeFiles
  readonly faults = new PlannedFaults<CallFault>()
  readonly calls: RecordedCall[] = []
  readonly comments: FakeComment[] = []
  readonly users = new Map<number, FakeVkUser>()
  isRevoked = false
  areBotFeaturesOn = true
  /** What `groups.getSettings` tells this token; null: it is not for communities. */
  settings: Extra | null = null
  readonly #sent: FakeVkMessage[] = []
  readonly #written = new Map<number, Extra[]>()
  readonly #denied = new Set<number>()
  readonly #lastCmid = new Map<number, number>()
  readonly #waiting = new Waiting()
  #nextMessage = 3_001
  #nextComment = 501
  #nextPress = 1

  constructor(id: number, profile: CommunityProfile, base: string) {
    this.id = id
    this.profile = profile
    this.news = new FakeNews(id, () => this.heard())
    this.files = new FakeFiles(base)
  }

  // What people do.

  userWrites(user: FakeVkUser, text: string, extra: Extra = {}): FakeEvent {
    this.#denied.delete(user.id)
    const message = this.#message(user.id, { from_id: user.id, out: 0, text, ...extra })
    this.#written.set(user.id, [...(this.#written.get(user.id) ?? []), message])
    this.users.set(user.id, user)
    return this.news.tell('message_new', {
      message,
      client_info: { button_actions: ['text', 'callback'], keyboard: true },
    })
  }

  userStarts(user: FakeVkUser, ref?: string): FakeEvent {
    return this.userWrites(user, 'Начать', { payload: '{"command":"start"}', ...(ref === undefined ? {} : { ref }) })
  }

  userSendsPhoto(user: FakeVkUser, bytes: Buffer, text = ''): FakeEvent {
    const big = this.files.add('photo.jpg', 'image/jpeg', bytes)
    const small = this.files.add('photo.jpg', 'image/jpeg', bytes.subarray(0, 60))
    const size = (file: FakeFile, type: string, width: number) => ({ type, url: file.url, width, height: width })
    const photo = { id: big.id, owner_id: user.id, sizes: [size(small, 's', 75), size(big, 'w', 1280)] }
    return this.userWrites(user, text, { attachments: [{ type: 'photo', photo }] })
  }

  userSendsFile(user: FakeVkUser, name: string, mediaType: string, bytes: Buffer, text = ''): FakeEvent {
    const file = this.files.add(name, mediaType, bytes)
    const ext = name.split('.').at(-1) ?? ''
    const doc = { id: file.id, owner_id: user.id, title: name, ext, size: bytes.length, url: file.url, type: 8 }
    return this.userWrites(user, text, { attachments: [{ type: 'doc', doc }] })
  }

  userSendsVoice(user: FakeVkUser, bytes: Buffer, seconds: number): FakeEvent {
    const { id, url } = this.files.add('voice.ogg', 'audio/ogg', bytes)
    const voice = { id, owner_id: user.id, duration: seconds, link_ogg: url, link_mp3: url, waveform: [0, 3] }
    return this.userWrites(user, '', { attachments: [{ type: 'audio_message', audio_message: voice }] })
  }

  /** Presses a button he sees under a message; throws when it is not there. */
  userPresses(user: FakeVkUser, cmid: number, label: string): FakeEvent {
    const message = this.sentTo(user.id).find((one) => one.cmid === cmid)
    const button = message?.buttons.flat().find((one) => one.label === label)
    if (button === undefined || button.payload === null) throw new Error(`there is no button ${label}`)
    this.#nextPress += 1
    return this.news.tell('message_event', {
      ...{ user_id: user.id, peer_id: user.id, event_id: `press-${this.#nextPress}` },
      ...{ payload: JSON.parse(button.payload), conversation_message_id: cmid },
    })
  }

  userEdits(user: FakeVkUser, cmid: number, text: string): FakeEvent {
    const message = this.#written.get(user.id)?.find((one) => one.conversation_message_id === cmid)
    if (message === undefined) throw new Error('he has not written that')
    return this.news.tell('message_edit', { ...message, text, update_time: nowSeconds() })
  }

  userReads(user: FakeVkUser): FakeEvent {
    const cmid = this.#lastCmid.get(user.id) ?? 0
    const mark = { read_message_id: this.#nextMessage - 1, conversation_message_id: cmid }
    return this.news.tell('message_read', { from_id: user.id, peer_id: user.id, ...mark })
  }

  userReacts(user: FakeVkUser, cmid: number, reaction: number | null): FakeEvent {
    const more = reaction === null ? {} : { reaction_id: reaction }
    return this.news.tell('message_reaction_event', { reacted_id: user.id, peer_id: user.id, cmid, ...more })
  }

  userTypes(user: FakeVkUser): FakeEvent {
    return this.news.tell('message_typing_state', { state: 'typing', from_id: user.id, to_id: -this.id })
  }

  userDenies(user: FakeVkUser): FakeEvent {
    this.#denied.add(user.id)
    return this.news.tell('message_deny', { user_id: user.id })
  }

  /** He denies while the service has no time to tell. */
  userDeniesSilently(user: FakeVkUser): void {
    this.#denied.add(user.id)
  }

  userAllows(user: FakeVkUser): FakeEvent {
    this.users.set(user.id, user)
    this.#denied.delete(user.id)
    return this.news.tell('message_allow', { user_id: user.id, key: '' })
  }

  hasDenied(user: FakeVkUser): boolean {
    return this.#denied.has(user.id)
  }

  /** Under a page: `wall-5_77`, `product-5_912`. */
  userComments(user: FakeVkUser, page: string, text: string, extra: Extra = {}): FakeEvent {
    this.users.set(user.id, user)
    return this.comment({ page, from: user.id, text, replyTo: null, guid: null }, extra)
  }

  userEditsComment(id: number, text: string): FakeEvent {
    const comment = this.#commentOf(id)
    comment.text = text
    return this.news.tell(`${this.#eventOf(comment.page)}_edit`, this.#commentBody(comment))
  }

  userDeletesComment(id: number): FakeEvent {
    return this.#deleteComment(id, this.#commentOf(id).from)
  }

  /** Somebody who looks after the page takes a comment away. VK names him, and under a post nobody else. */
  adminDeletesComment(id: number, admin: FakeVkUser): FakeEvent {
    return this.#deleteComment(id, admin.id)
  }

  commentRestored(id: number): FakeEvent {
    const comment = this.#commentOf(id)
    return this.news.tell(`${this.#eventOf(comment.page)}_restore`, this.#commentBody(comment))
  }

  #commentOf(id: number): FakeComment {
    const comment = this.comments.find((one) => one.id === id)
    if (comment === undefined) throw new Error('there is no such comment')
    return comment
  }

  #deleteComment(id: number, deleter: number): FakeEvent {
    const { page, from } = this.#commentOf(id)
    const [word = '', owner, item] = partsOf(page)
    const [event, ownerField, itemField] = pageFields[word] ?? ['wall_reply', 'owner_id', 'post_id']
    const place = { [word === 'topic' ? ownerField : 'owner_id']: owner, [itemField]: item }
    const author = word === 'wall' ? {} : { user_id: from }
    return this.news.tell(`${event}_delete`, { ...place, id, ...author, deleter_id: deleter })
  }

  /** An administrator answers in VK itself. */
  adminWrites(user: FakeVkUser, admin: FakeVkUser, text: string): FakeEvent {
    this.users.set(admin.id, admin)
    const extra = { from_id: -this.id, out: 1, text, admin_author_id: admin.id, random_id: 0 }
    return this.news.tell('message_reply', this.#message(user.id, extra))
  }

  /** What a person sees of the community's messages, in order. */
  seenBy(user: FakeVkUser): readonly FakeVkMessage[] {
    return this.sentTo(user.id)
  }

  // What the service does for the calls of the community's programs.

  /** Resolves once the condition holds; looked at after each call and each event. */
  until(isSo: () => boolean): Promise<void> {
    return this.#waiting.until(isSo)
  }

  heard(): void {
    this.#waiting.happened()
  }

  sentTo(peer: number): readonly FakeVkMessage[] {
    return this.#sent.filter((one) => one.peer === peer && !one.isDeleted)
  }

  mayWrite(peer: number): boolean {
    return this.#written.has(peer) && !this.#denied.has(peer)
  }

  /** A number that was used for this person within the hour is answered with what it was used for. */
  keep(draft: Draft): FakeVkMessage {
    const { peer, randomId } = draft
    if (!this.mayWrite(peer)) throw notAllowed()
    const before = randomId === 0 ? undefined : this.#sent.find((one) => one.peer === peer && one.randomId === randomId)
    if (before !== undefined) return before
    const { id, conversation_message_id: cmid } = this.#message(peer, {})
    const message: FakeVkMessage = { ...draft, id: Number(id), cmid: Number(cmid), isDeleted: false }
    this.#sent.push(message)
    this.news.tell('message_reply', this.messageBody(message))
    return message
  }

  messageBody(message: FakeVkMessage): Record<string, unknown> {
    const { id, cmid, peer, text, randomId, files } = message
    return {
      ...{ id, conversation_message_id: cmid, peer_id: peer, from_id: -this.id, date: nowSeconds(), out: 1 },
      ...{ text, random_id: randomId, fwd_messages: [] },
      attachments: files.map(({ type, file }) => ({
        type,
        [type]: { id: file.id, owner_id: -this.id, url: file.url, title: file.name },
      })),
    }
  }

  comment(draft: Omit<FakeComment, 'id'>, extra: Extra = {}): FakeEvent {
    this.#nextComment += 1
    const comment: FakeComment = { ...draft, id: this.#nextComment }
    this.comments.push(comment)
    return this.news.tell(`${this.#eventOf(draft.page)}_new`, { ...this.#commentBody(comment), ...extra })
  }

  #eventOf(page: string): string {
    const [word = ''] = partsOf(page)
    const [event] = pageFields[word] ?? []
    if (event === undefined) throw new Refusal(100, 'no such page')
    return event
  }

  #commentBody({ id, page, from, text, replyTo }: FakeComment): Record<string, unknown> {
    const [word = '', owner, item] = partsOf(page)
    const [, ownerField, itemField] = pageFields[word] ?? ['', 'owner_id', 'post_id']
    return {
      ...{ id, from_id: from, date: nowSeconds(), text, parents_stack: replyTo === null ? [] : [replyTo] },
      ...{ [ownerField]: owner, [itemField]: item },
      ...(replyTo === null ? {} : { reply_to_comment: replyTo }),
    }
  }

  #message(peer: number, extra: Extra): Record<string, unknown> {
    const cmid = (this.#lastCmid.get(peer) ?? 10) + 1
    this.#lastCmid.set(peer, cmid)
    this.#nextMessage += 1
    return {
      ...{ id: this.#nextMessage - 1, date: nowSeconds(), peer_id: peer, conversation_message_id: cmid },
      ...{ attachments: [], fwd_messages: [], important: false, is_hidden: false, random_id: 0, version: 10_000_000 },
      ...extra,
    }
  }
}

export function partsOf(page: string): readonly [word: string, owner: number, item: number] | [] {
  const [, word, owner, item] = /^([a-z]+)(-?\d+)_(\d+)$/.exec(page) ?? []
  return word === undefined ? [] : [word, Number(owner), Number(item)]
}
