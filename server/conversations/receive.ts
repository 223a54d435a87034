import type { ChannelId } from '#protocol/ids'
import { assertNever } from '#protocol/ids'
import { blockChanged } from './block-changed'
import { changeIdentity } from './change-identity'
import type { InboundEvent, Interpret, RawInbound } from './inbound'
import { introduce } from './introduce'
import type { Hub, Work } from './ports'
import { pressButton } from './press-button'
import { rate } from './rate'
import { receiveCall } from './receive-call'
import { receiveDeletion } from './receive-deletion'
import { receiveEdit } from './receive-edit'
import { receiveMessage } from './receive-message'
import { receiveReaction } from './receive-reaction'
import { receiveRestoration } from './receive-restoration'
import { receiveUnsupported } from './receive-unsupported'
import { receiveWrittenElsewhere } from './receive-written-elsewhere'
import { recordReceipt, recordReceiptUpTo } from './record-receipt'
import { startedBy } from './visits'

/** A failed event is tried again this often before it becomes a dead letter. */
export const inboundAttempts = 8

const firstRetryMs = 1_000
const longestRetryMs = 300_000

/** What became of a raw event: `held` waits behind an earlier one of its chat, `failed` is stored and will be tried again. */
export type Received = 'done' | 'repeated' | 'held' | 'failed'

const inboundRetryAfterMs = (attempts: number): number => Math.min(longestRetryMs, firstRetryMs * 2 ** attempts)

/** The class of an error, for logs and dead letters; its message may hold what a contact wrote. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown')

/**
 * Takes an event of a messenger (reliability promise 1): the raw row under its key and what follows from it are one transaction,
 * committed when this resolves. What cannot be processed is undone and the raw row kept, to be tried again; until then later
 * events of the same chat are only stored. Rejects with StoreUnavailable alone: then nothing is kept and the messenger repeats.
 */
export function receive(hub: Hub, channelId: ChannelId, raw: RawInbound, interpret: Interpret): Promise<Received> {
  return hub.write<Received>(
    async (work) => {
      if (await work.inbound.isChatHeld(channelId, raw.externalChat))
        return (await work.inbound.add(channelId, raw, 'pending', work.now)) ? 'held' : 'repeated'
      const events = interpret(raw)
      const state = events.every((event) => event.kind === 'ignored') ? 'ignored' : 'done'
      if (!(await work.inbound.add(channelId, raw, state, work.now))) return 'repeated'
      for (const event of events) await applyInbound(work, channelId, event)
      await keepUnread(work, channelId, raw, events)
      return 'done'
    },
    async (work, error) => {
      await work.inbound.add(channelId, raw, 'pending', work.now)
      await work.inbound.failed(channelId, raw.eventKey, reasonOf(error), work.now + inboundRetryAfterMs(0))
      return 'failed'
    },
  )
}

/**
 * Tries the waiting events of a chat again, in the order they came, up to the first that fails again. One that has failed too
 * often becomes a dead letter and no longer holds up the others. Gives the number of those that were processed.
 */
export async function retryHeld(
  hub: Hub,
  channelId: ChannelId,
  externalChat: string,
  interpret: Interpret,
): Promise<number> {
  let processed = 0
  for (;;) {
    const result = await retryFirst(hub, channelId, externalChat, interpret)
    if (result === 'none' || result === 'failed') return processed
    if (result === 'done') processed++
  }
}

type Retried = 'none' | 'done' | 'failed' | 'dead'

function retryFirst(hub: Hub, channelId: ChannelId, externalChat: string, interpret: Interpret): Promise<Retried> {
  return hub.write<Retried>(
    async (work) => {
      const [first] = await work.inbound.held(channelId, externalChat)
      if (first === undefined) return 'none'
      const events = interpret(first.raw)
      for (const event of events) await applyInbound(work, channelId, event)
      await work.inbound.done(channelId, first.raw.eventKey)
      await keepUnread(work, channelId, first.raw, events)
      return 'done'
    },
    async (work, error) => {
      const [first] = await work.inbound.held(channelId, externalChat)
      if (first === undefined) return 'none'
      const isDead = first.attempts + 1 >= inboundAttempts
      const nextAt = isDead ? null : work.now + inboundRetryAfterMs(first.attempts)
      await work.inbound.failed(channelId, first.raw.eventKey, reasonOf(error), nextAt)
      return isDead ? 'dead' : 'failed'
    },
  )
}

/** What nobody could read stays as a dead letter with its raw body; what else came with it is done. */
async function keepUnread(
  work: Work,
  channelId: ChannelId,
  raw: RawInbound,
  events: readonly InboundEvent[],
): Promise<void> {
  if (events.some((event) => event.kind === 'unreadable'))
    await work.inbound.failed(channelId, raw.eventKey, 'UnknownShape', null)
}

/** One event inside an open transaction. */
export async function applyInbound(work: Work, channelId: ChannelId, event: InboundEvent): Promise<void> {
  switch (event.kind) {
    case 'message':
      return await receiveMessage(work, channelId, event)
    case 'edited':
      return await receiveEdit(work, channelId, event)
    case 'buttonPressed':
      return await pressButton(work, channelId, event)
    case 'introduced':
      return await introduce(work, channelId, event)
    case 'rated':
      return await rate(work, channelId, event)
    case 'blocked':
      return await blockChanged(work, channelId, event.externalChat, true)
    case 'unblocked':
      return await blockChanged(work, channelId, event.externalChat, false)
    // "Start" is pressed by new contacts and by those who come back after blocking; the first have no conversation yet.
    case 'started':
      await blockChanged(work, channelId, event.externalChat, false)
      return await startedBy(work, channelId, event)
    case 'receipt':
      return await recordReceipt(work, channelId, event)
    case 'unsupported':
      return await receiveUnsupported(work, channelId, event)
    case 'receiptUpTo':
      return await recordReceiptUpTo(work, channelId, event)
    case 'writtenElsewhere':
      return await receiveWrittenElsewhere(work, channelId, event)
    case 'deleted':
      return await receiveDeletion(work, channelId, event)
    case 'restored':
      return await receiveRestoration(work, channelId, event)
    case 'reaction':
      return await receiveReaction(work, channelId, event)
    case 'call':
      return await receiveCall(work, channelId, event)
    case 'identityChanged':
      return await changeIdentity(work, channelId, event)
    case 'ignored':
    case 'unreadable':
      return
    default:
      return assertNever(event)
  }
}
