import { accepted, type Outcome, refused } from '#protocol/errors'
import type { ChannelId, OperatorId } from '#protocol/ids'
import type { DeadLetters, Inbox } from './ports'

const notFound = () => refused('NOT_FOUND', 'no such letter')

/** What is done about events that could not be processed. Rights are checked by who calls. */
export class DeadLetterDesk {
  constructor(
    private readonly letters: DeadLetters,
    private readonly inbox: Pick<Inbox, 'retryDead'>,
  ) {}

  page(channelId: ChannelId, before: number | null, limit: number) {
    return this.letters.page(channelId, before, limit)
  }

  async retry(channelId: ChannelId, eventKey: string, by: OperatorId): Promise<Outcome<{ isDone: boolean }>> {
    const revived = await this.inbox.retryDead(channelId, eventKey)
    if (revived === 'unknown') return notFound()
    await this.letters.note(channelId, eventKey, by, 'retried')
    return accepted({ isDone: revived === 'done' })
  }

  async discard(channelId: ChannelId, eventKey: string, by: OperatorId): Promise<Outcome<Record<string, never>>> {
    return (await this.letters.discard(channelId, eventKey, by)) ? accepted({}) : notFound()
  }
}
