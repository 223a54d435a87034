import { describe, expect, it } from 'vitest'
import type { ChannelId, ConversationId } from '#protocol/ids'
import type { DuePart, Outbox, RecordSend } from '#server/channels/ports'

/** An outbox with messages that can be put into it. */
export interface OutboxStand {
  readonly outbox: Outbox
  readonly channelId: ChannelId
  readonly record: RecordSend
  /** Queues the next message of a chat; gives its place. */
  queue(chat: string, text: string): Promise<{ readonly conversationId: ConversationId; readonly seq: number }>
  now(): number
}

const short = ({ seq, part }: Pick<DuePart, 'seq' | 'part'>) => `${seq}/${part}`

/** What the delivery relies on; run by the stored outbox and by the one its own tests use. */
export function outboxContract(name: string, aStand: () => Promise<OutboxStand>): void {
  const due = ({ outbox, channelId, now }: OutboxStand) => outbox.due(channelId, now(), 10)

  async function first(stand: OutboxStand): Promise<DuePart> {
    const [part] = await due(stand)
    if (part === undefined) throw new Error('nothing is due')
    return part
  }

  describe(name, () => {
    it('gives of each conversation the first message that has not left', async () => {
      const stand = await aStand()
      const [one, other] = [await stand.queue('a', 'раз'), await stand.queue('b', 'раз')]
      await stand.queue('a', 'два')
      const found = await due(stand)
      expect(found.map(({ conversationId, seq }) => `${conversationId} ${seq}`).toSorted()).toEqual(
        [`${one.conversationId} ${one.seq}`, `${other.conversationId} ${other.seq}`].toSorted(),
      )
      expect(await stand.outbox.message(one.conversationId, one.seq)).toMatchObject({ text: 'раз', seq: one.seq })
    })

    it('lets a part be claimed once, and nothing behind it leave meanwhile', async () => {
      const stand = await aStand()
      await stand.queue('a', 'раз')
      await stand.queue('a', 'два')
      const part = await first(stand)
      expect(await stand.outbox.claim([{ part, count: 1 }])).toEqual([part])
      expect(await stand.outbox.claim([{ part, count: 1 }])).toEqual([])
      expect(await due(stand)).toEqual([])
      expect((await stand.outbox.interrupted(stand.channelId)).map(short)).toEqual([short(part)])
    })

    it('gives the parts of a long message one after another, each under a key of its own, then the next message', async () => {
      const stand = await aStand()
      await stand.queue('a', 'длинное')
      const next = await stand.queue('a', 'короткое')
      const seen: DuePart[] = []
      for (let step = 0; step < 3; step++) {
        const part = await first(stand)
        seen.push(part)
        await stand.outbox.claim([{ part, count: 3 }])
        await stand.record(stand.channelId, part, { kind: 'sent', status: 'sent', externalMessageIds: [`id-${step}`] })
      }
      expect(seen.map(({ part }) => part)).toEqual([0, 1, 2])
      expect(new Set(seen.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(3)
      expect((await first(stand)).seq).toBe(next.seq)
    })

    it('takes the rest of a message with a part that failed, and goes on', async () => {
      const stand = await aStand()
      await stand.queue('a', 'длинное')
      const next = await stand.queue('a', 'короткое')
      const part = await first(stand)
      await stand.outbox.claim([{ part, count: 3 }])
      await stand.record(stand.channelId, part, { kind: 'failed', reason: 'refused', detail: '' })
      expect((await first(stand)).seq).toBe(next.seq)
    })

    it('goes on with the rest of a message whose part nobody knows of', async () => {
      const stand = await aStand()
      await stand.queue('a', 'длинное')
      const part = await first(stand)
      await stand.outbox.claim([{ part, count: 2 }])
      await stand.record(stand.channelId, part, { kind: 'unconfirmed', detail: '' })
      expect((await first(stand)).part).toBe(1)
    })

    it('keeps a postponed part until its moment, and what is behind it as well', async () => {
      const stand = await aStand()
      await stand.queue('a', 'раз')
      await stand.queue('a', 'два')
      const part = await first(stand)
      const later = stand.now() + 5000
      await stand.outbox.claim([{ part, count: 1 }])
      await stand.outbox.postpone(part, { attempt: 1, isInDoubt: true, nextAt: later })
      expect(await due(stand)).toEqual([])
      expect(await stand.outbox.nextAt(stand.channelId, stand.now())).toBe(later)
      expect(await stand.outbox.nextAt(stand.channelId, later)).toBeNull()
      const [again] = await stand.outbox.due(stand.channelId, later, 10)
      expect(again).toEqual({ ...part, attempt: 1, isInDoubt: true })
    })

    it('tells what has waited too long', async () => {
      const stand = await aStand()
      const { seq } = await stand.queue('a', 'раз')
      expect(await stand.outbox.queuedBefore(stand.channelId, stand.now(), 10)).toEqual([])
      const old = await stand.outbox.queuedBefore(stand.channelId, stand.now() + 1, 10)
      expect(old.map((part) => part.seq)).toEqual([seq])
    })
  })
}
