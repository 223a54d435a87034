import type { ChannelId } from '#protocol/ids'
import type { VisitorCustomers } from '../channels/ports'
import type { ReadableSql, Writer } from './sql'

const findText = `select visitor_id as "visitorId" from visitor_customer where channel_id = $1 and customer_id = $2`
const takenText = 'select 1 as "one" from visitor_customer where channel_id = $1 and visitor_id = $2'

export interface VisitorCustomersOptions {
  readonly reader: ReadableSql
  readonly writer: Writer
  readonly now: () => number
  readonly newId: () => string
}

/** Which visitor a customer of a site is: decided at his first coming, and kept. */
export class SqlVisitorCustomers implements VisitorCustomers {
  readonly #options: VisitorCustomersOptions

  constructor(options: VisitorCustomersOptions) {
    this.#options = options
  }

  async visitorOf(channelId: ChannelId, customerId: string, shown: string | null): Promise<string> {
    const { reader, writer, now, newId } = this.#options
    const known = await reader.get<{ visitorId: string }>(findText, [channelId, customerId])
    if (known !== undefined) return known.visitorId
    return writer.write(async (transaction) => {
      const meanwhile = await transaction.get<{ visitorId: string }>(findText, [channelId, customerId])
      if (meanwhile !== undefined) return meanwhile.visitorId
      const isTaken = shown !== null && (await transaction.get(takenText, [channelId, shown])) !== undefined
      const visitorId = shown === null || isTaken ? newId() : shown
      await transaction.run(
        'insert into visitor_customer (channel_id, customer_id, visitor_id, created_at) values ($1, $2, $3, $4)',
        [channelId, customerId, visitorId, now()],
      )
      return visitorId
    })
  }
}
