import { z } from 'zod'
import { type Outcome, refused } from '#protocol/errors'
import type { ChannelSink, OutboundPart, SendResult, SentMessage } from '../channel'
import { MessengerRefused, MessengerUnreachable, outcomeOf, resultOf } from '../messenger-error'
import { missingRights } from './account'
import type { VkApi } from './api'
import { keyboardOf, randomIdOf } from './outbound'
import { publicThread } from './pages'
import { botFeaturesOff, captchaNeeded, doubtful, keyboardRefusals, refusalOf, rightRefusals } from './refusals'
import type { Uploads } from './uploads'

const Sent = z.array(
  z.object({
    conversation_message_id: z.number().int().optional(),
    error: z.object({ code: z.number().int(), description: z.string().catch('') }).optional(),
  }),
)
const Commented = z.object({ comment_id: z.number().int() })
const Allowed = z.object({ is_allowed: z.number() })

/** So many of our last numbers are known again when VK tells of them. */
const mostRemembered = 5_000

/** Sends for one community. */
export class Sending {
  readonly #api: VkApi
  readonly #groupId: string
  readonly #uploads: Uploads
  readonly #sink: Pick<ChannelSink, 'health'>
  readonly #own = new Set<number>()
  #areButtonsRefused = false

  constructor(api: VkApi, groupId: string, uploads: Uploads, sink: Pick<ChannelSink, 'health'>) {
    this.#api = api
    this.#groupId = groupId
    this.#uploads = uploads
    this.#sink = sink
  }

  /** Whether this number was put on a message by us: VK tells of every message of the community, whoever has written it. */
  isOwn(randomId: number): boolean {
    return this.#own.has(randomId)
  }

  /** Never throws for anything VK does. */
  async send(part: OutboundPart): Promise<SendResult> {
    try {
      const id = publicThread(part.externalChat) === null ? await this.#write(part) : await this.#comment(part)
      return { kind: 'sent', externalMessageIds: [String(id)], status: 'sent' }
    } catch (error) {
      if (error instanceof MessengerRefused && error.code === captchaNeeded)
        this.#sink.health({ kind: 'degraded', reason: 'refused', detail: error.words }, 'sends')
      if (error instanceof MessengerRefused && doubtful.has(error.code))
        return { kind: 'unconfirmed', detail: error.words }
      if (error instanceof MessengerRefused && rightRefusals.has(error.code))
        return resultOf((await this.#refusalOfToken()) ?? error)
      return resultOf(error)
    }
  }

  /** VK says in the same words that a message is not allowed and that the token may send none at all. Null: the token is well. */
  async #refusalOfToken(): Promise<MessengerRefused | null> {
    try {
      const missing = await missingRights(this.#api, false)
      return missing.includes('messages') ? new MessengerRefused('auth', 'the token may not send messages') : null
    } catch (error) {
      return error instanceof MessengerRefused && error.reason === 'auth' ? error : null
    }
  }

  async #write(part: OutboundPart): Promise<number> {
    const { externalChat, text, buttons, replyToExternalId, idempotencyKey } = part
    const randomId = randomIdOf(idempotencyKey)
    const files = await this.#put(part, { kind: 'private', peer: externalChat })
    const keyboard = keyboardOf(buttons)
    this.#remember(randomId)
    const params = {
      ...{ peer_ids: externalChat, random_id: String(randomId), disable_mentions: '1' },
      ...(text !== '' && { message: text }),
      ...(files.length > 0 && { attachment: files.join(',') }),
      ...(replyToExternalId !== null && { forward: answerTo(externalChat, replyToExternalId) }),
    }
    if (keyboard === null) return this.#post(params)
    try {
      const id = await this.#post({ ...params, keyboard })
      this.#buttonsAre(null)
      return id
    } catch (error) {
      // The words matter more than the buttons. Nothing was sent: the number is as good as new.
      if (!(error instanceof MessengerRefused) || !keyboardRefusals.has(error.code)) throw error
      this.#buttonsAre(error)
      return this.#post(params)
    }
  }

  /** A list of peers, even of one, is answered with the number that events speak of. */
  async #post(params: Readonly<Record<string, string>>): Promise<number> {
    const [sent] = await this.#api.call('messages.send', params, Sent)
    if (sent?.error !== undefined) throw refusalOf(sent.error.code, sent.error.description, 'messages.send')
    if (sent?.conversation_message_id === undefined) throw new MessengerUnreachable(true, 'an answer without a number')
    return sent.conversation_message_id
  }

  /** In public, as the community, under the comment that is answered. VK knows our key again, so it is there once. */
  async #comment(part: OutboundPart): Promise<number> {
    const thread = publicThread(part.externalChat)
    if (thread?.word !== 'wall')
      throw new MessengerRefused('private_only', 'a community may answer in public under posts only')
    const files = await this.#put(part, { kind: 'public', groupId: this.#groupId })
    const answered = part.replyToExternalId ?? part.heardExternalId ?? null
    const { comment_id: id } = await this.#api.call(
      'wall.createComment',
      {
        ...{ owner_id: thread.owner, post_id: thread.item, from_group: this.#groupId, guid: part.idempotencyKey },
        ...(part.text !== '' && { message: part.text }),
        ...(answered !== null && { reply_to_comment: answered }),
        ...(files.length > 0 && { attachments: files.join(',') }),
      },
      Commented,
    )
    return id
  }

  async #put({ attachments }: OutboundPart, to: Parameters<Uploads['put']>[1]): Promise<readonly string[]> {
    const files: string[] = []
    for (const attachment of attachments) files.push(await this.#uploads.put(attachment, to))
    return files
  }

  #remember(randomId: number): void {
    const [oldest] = this.#own
    if (this.#own.size >= mostRemembered && oldest !== undefined) this.#own.delete(oldest)
    this.#own.add(randomId)
  }

  /** The administrator is told once that the community takes no buttons, and once that it does again. */
  #buttonsAre(refusal: MessengerRefused | null): void {
    const areRefused = refusal?.code === botFeaturesOff
    if (areRefused === this.#areButtonsRefused) return
    this.#areButtonsRefused = areRefused
    const trouble = { kind: 'degraded', reason: 'botFeaturesOff', detail: null } as const
    this.#sink.health(areRefused ? trouble : { kind: 'green' }, 'buttons')
  }

  async mayWrite(externalChat: string): Promise<boolean> {
    const params = { group_id: this.#groupId, user_id: externalChat }
    const { is_allowed } = await this.#api.call('messages.isMessagesFromGroupAllowed', params, Allowed)
    return is_allowed === 1
  }

  /** Takes messages back for both sides. */
  async take({ externalChat, externalMessageIds }: SentMessage): Promise<Outcome<null>> {
    if (publicThread(externalChat) !== null)
      return refused('MESSENGER_REFUSED', 'a community may not take back its comments')
    return outcomeOf(() =>
      this.#api.call(
        'messages.delete',
        { peer_id: externalChat, cmids: externalMessageIds.join(','), delete_for_all: '1' },
        z.unknown(),
      ),
    )
  }
}

const answerTo = (peer: string, id: string) =>
  JSON.stringify({ peer_id: Number(peer), conversation_message_ids: [Number(id)], is_reply: true })
