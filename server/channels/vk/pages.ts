import type { CommentPlace } from '#protocol/message'

/** Where comments are written. Only under a post a community may answer by its own token (channels.md section 4.3). */
interface Kind {
  readonly place: CommentPlace['kind']
  /** How VK's own addresses name the page; ours name the thread by it. */
  readonly word: string
  readonly owner: string
  readonly item: string
  /** Fields of the event that tells of a deletion, where they differ. */
  readonly goneOwner: string
}

const kinds: ReadonlyMap<string, Kind> = new Map([
  ['wall_reply', { place: 'post', word: 'wall', owner: 'owner_id', item: 'post_id', goneOwner: 'owner_id' }],
  [
    'market_comment',
    { place: 'product', word: 'product', owner: 'market_owner_id', item: 'item_id', goneOwner: 'owner_id' },
  ],
  [
    'photo_comment',
    { place: 'photo', word: 'photo', owner: 'photo_owner_id', item: 'photo_id', goneOwner: 'owner_id' },
  ],
  [
    'video_comment',
    { place: 'video', word: 'video', owner: 'video_owner_id', item: 'video_id', goneOwner: 'owner_id' },
  ],
  [
    'board_post',
    { place: 'topic', word: 'topic', owner: 'topic_owner_id', item: 'topic_id', goneOwner: 'topic_owner_id' },
  ],
])

const eventForm = /^(wall_reply|market_comment|photo_comment|video_comment|board_post)_(new|edit|restore|delete)$/

export type CommentAct = 'new' | 'edit' | 'restore' | 'delete'

/** A page of the community under which people write. */
export interface Page {
  readonly kind: CommentPlace['kind']
  readonly word: string
  readonly owner: number
  readonly item: number
}

const idOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : null

/** What an event says about comments; null for events of other kinds, `page` null when it does not name one. */
export function commentOf(
  type: string,
  object: Readonly<Record<string, unknown>>,
  groupId: number,
): { readonly act: CommentAct; readonly page: Page | null } | null {
  const [, name = '', word = ''] = eventForm.exec(type) ?? []
  const kind = kinds.get(name)
  if (kind === undefined || !isAct(word)) return null
  const owner = idOf(object[word === 'delete' ? kind.goneOwner : kind.owner]) ?? -groupId
  // Product comments came without their item for years.
  const item = idOf(object[kind.item]) ?? (kind.place === 'product' ? 0 : null)
  return { act: word, page: item === null ? null : { kind: kind.place, word: kind.word, owner, item } }
}

const acts: ReadonlySet<string> = new Set(['new', 'edit', 'restore', 'delete'])
const isAct = (word: string): word is CommentAct => acts.has(word)

/** One conversation for each person under each page. */
export const threadOf = ({ word, owner, item }: Page, author: number): string => `${word}${owner}_${item}:${author}`

/**
 * How the threads begin in one of which a comment stands that is known by its number alone: a number is given once among all posts
 * (goods, photos, videos) of an owner, and once in a topic.
 */
export const threadsWith = ({ word, owner, item }: Page): string =>
  word === 'topic' ? `${word}${owner}_${item}:` : `${word}${owner}_`

/** The page, at this comment where VK has an address for it. */
export function linkOf({ word, owner, item }: Page, comment: number): string {
  if (item === 0) return `https://vk.com/market${owner}`
  return `https://vk.com/${word}${owner}_${item}${word === 'wall' ? `?reply=${comment}` : ''}`
}

const threadForm = /^(wall|product|photo|video|topic)(-?\d+)_(\d+):(-?\d+)$/

/** The thread that a chat is; null for a private chat. */
export function publicThread(
  externalChat: string,
): { readonly word: string; readonly owner: string; readonly item: string; readonly author: string } | null {
  const [, word, owner, item, author] = threadForm.exec(externalChat) ?? []
  if (word === undefined || owner === undefined || item === undefined || author === undefined) return null
  return { word, owner, item, author }
}

/** Where the author of a comment is answered in private; null for a private chat, and for a community, which has none. */
export function privateChatOf(externalChat: string): string | null {
  const author = publicThread(externalChat)?.author
  return author === undefined || author.startsWith('-') ? null : author
}
