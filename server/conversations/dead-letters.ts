import { accepted, type Outcome, refused } from '#protocol/errors'
import type { ChannelId } from '#protocol/ids'
import { type CommandKey, keepAnswer } from './execute-command'
import type { Interpret } from './inbound'
import type { Hub, Work } from './ports'
import { applyInbound, reasonOf } from './receive'

const notFound = () => refused('NOT_FOUND', 'no such letter')

/** Which letter, and by which command. */
export interface LetterAct {
  readonly channelId: ChannelId
  readonly eventKey: string
  readonly by: CommandKey
}

/**
 * Processes a dead letter once more, out of its turn: what came after it has been processed long ago. What comes of it, its line in the
 * audit trail and the command's answer are one transaction; `isDone` is false when it is still not understood.
 */
export function retryLetter(hub: Hub, act: LetterAct, interpret: Interpret): Promise<Outcome<{ isDone: boolean }>> {
  const { channelId, eventKey } = act
  return hub.write<Outcome<{ isDone: boolean }>>(
    async (work) => {
      const raw = await work.inbound.dead(channelId, eventKey)
      if (raw === undefined) return notFound()
      const events = interpret(raw)
      const isDone = events.every((event) => event.kind !== 'unreadable')
      if (isDone) {
        for (const event of events) await applyInbound(work, channelId, event)
        await work.inbound.done(channelId, eventKey)
      }
      return await judged(work, act, 'retried', { isDone })
    },
    async (work, error) => {
      await work.inbound.failed(channelId, eventKey, reasonOf(error), null)
      return await judged(work, act, 'retried', { isDone: false })
    },
  )
}

/** Gives a dead letter up. */
export function discardLetter(hub: Hub, act: LetterAct): Promise<Outcome<Record<string, never>>> {
  return hub.write(async (work) =>
    (await work.inbound.discard(act.channelId, act.eventKey)) ? await judged(work, act, 'discarded', {}) : notFound(),
  )
}

async function judged<Value>(
  work: Work,
  { channelId, eventKey, by }: LetterAct,
  what: 'retried' | 'discarded',
  answer: Value,
): Promise<Outcome<Value>> {
  await work.inbound.judged(channelId, eventKey, what, by.operatorId, work.now)
  await keepAnswer(work, by, answer)
  return accepted(answer)
}
