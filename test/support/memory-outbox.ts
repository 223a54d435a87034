import { type ChannelId, ConversationId } from '#protocol/ids'
import { advance, type DeliveryStatus } from '#protocol/receipts'
import type { OutboundMessage } from '#server/channels/channel'
import type { DuePart, Outbox, RecordSend } from '#server/channels/ports'
import type { MessagePlace } from '#server/conversations/ports'
import type { SendReport } from '#server/conversations/record-receipt'

interface Row {
  part: DuePart
  state: DeliveryStatus
  nextAt: number
  /** Every status the part has had: it must only climb. */
  history: DeliveryStatus[]
}

/** The outbox of one channel in memory, with the rules of the stored one; `break` makes its next writes fail as a full disk does. */
export class MemoryOutbox implements Outbox {
  readonly rows: Row[] = []
  readonly outcomes: { place: MessagePlace; outcome: SendReport }[] = []
  readonly #messages = new Map<string, OutboundMessage>()
  #failures = 0

  queue(conversation: string, seq: number, text: string, at: number): void {
    const conversationId = ConversationId.parse(conversation)
    const externalChat = `chat of ${conversation}`
    const part = {
      conversationId,
      seq,
      part: 0,
      externalChat,
      attempt: 0,
      isInDoubt: false,
      queuedAt: at,
      idempotencyKey: `${conversation}/${seq}`,
    }
    this.rows.push({ part, state: 'queued', nextAt: at, history: ['queued'] })
    this.#messages.set(keyOf({ conversationId, seq, part: 0 }), {
      externalChat,
      seq,
      text,
      attachments: [],
      buttons: [],
      replyToExternalId: null,
      operatorName: null,
    })
  }

  failNextWrites(count: number): void {
    this.#failures = count
  }

  stateOf(conversation: string, seq: number): readonly DeliveryStatus[] {
    return this.#ordered()
      .filter(({ part }) => part.conversationId === conversation && part.seq === seq)
      .map(({ state }) => state)
  }

  readonly record: RecordSend = async (_channelId, place, outcome) => {
    this.#write()
    this.outcomes.push({ place, outcome })
    const row = this.#row(place)
    if (row === undefined) return
    this.#move(row, advance(row.state, outcome.kind === 'sent' ? outcome.status : outcome.kind))
    if (outcome.kind !== 'failed') return
    for (const rest of this.rows)
      if (rest.state === 'queued' && rest.part.conversationId === place.conversationId && rest.part.seq === place.seq)
        this.#move(rest, 'failed')
  }

  async due(_channelId: ChannelId, now: number, limit: number): Promise<readonly DuePart[]> {
    const heads = new Map<string, Row>()
    for (const row of this.#ordered())
      if (isDue(row) && !heads.has(row.part.conversationId)) heads.set(row.part.conversationId, row)
    return [...heads.values()]
      .filter(({ state, nextAt }) => state === 'queued' && nextAt <= now)
      .sort((one, other) => one.nextAt - other.nextAt)
      .slice(0, limit)
      .map(({ part }) => part)
  }

  async nextAt(_channelId: ChannelId, now: number): Promise<number | null> {
    const moments = this.rows
      .filter(({ state, nextAt }) => state === 'queued' && nextAt > now)
      .map(({ nextAt }) => nextAt)
    return moments.length === 0 ? null : Math.min(...moments)
  }

  async message(conversationId: ConversationId, seq: number): Promise<OutboundMessage | null> {
    return this.#messages.get(keyOf({ conversationId, seq, part: 0 })) ?? null
  }

  async claim(parts: readonly { readonly part: DuePart; readonly count: number }[]): Promise<readonly DuePart[]> {
    this.#write()
    const claimed: DuePart[] = []
    for (const { part, count } of parts) {
      const row = this.#row(part)
      if (row?.state !== 'queued') continue
      this.#move(row, 'sending')
      claimed.push(part)
      for (let index = 1; index < count; index++) this.#addPart(part, index)
    }
    return claimed
  }

  async postpone(
    place: MessagePlace,
    { attempt, isInDoubt, nextAt }: Parameters<Outbox['postpone']>[1],
  ): Promise<void> {
    this.#write()
    const row = this.#row(place)
    if (row === undefined) return
    row.part = { ...row.part, attempt, isInDoubt }
    row.state = 'queued'
    row.nextAt = nextAt
  }

  async interrupted(): Promise<readonly DuePart[]> {
    return this.rows.filter(({ state }) => state === 'sending').map(({ part }) => part)
  }

  async queuedBefore(_channelId: ChannelId, moment: number, limit: number): Promise<readonly DuePart[]> {
    return this.#ordered()
      .filter(({ state, part }) => state === 'queued' && part.queuedAt < moment)
      .slice(0, limit)
      .map(({ part }) => part)
  }

  #addPart(of: DuePart, index: number): void {
    const part = { ...of, part: index, attempt: 0, isInDoubt: false, idempotencyKey: `${of.idempotencyKey}:${index}` }
    if (this.#row(part) === undefined)
      this.rows.push({ part, state: 'queued', nextAt: of.queuedAt, history: ['queued'] })
  }

  #move(row: Row, state: DeliveryStatus): void {
    row.state = state
    row.history.push(state)
  }

  #row(place: MessagePlace): Row | undefined {
    return this.rows.find(({ part }) => keyOf(part) === keyOf(place))
  }

  #ordered(): readonly Row[] {
    return this.rows.toSorted((one, other) => one.part.seq - other.part.seq || one.part.part - other.part.part)
  }

  #write(): void {
    if (this.#failures === 0) return
    this.#failures -= 1
    throw new Error('the disk is full')
  }
}

const isDue = ({ state }: Row): boolean => state === 'queued' || state === 'sending'
const keyOf = ({ conversationId, seq, part }: MessagePlace): string => `${conversationId}/${seq}/${part}`
