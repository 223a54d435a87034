import { accepted } from '#protocol/errors'
import { queries } from '#protocol/queries'
import { expectedWaitMs, paceWindowMs } from '../operators/expected-wait'
import type { Roster } from '../operators/roster'
import { distributionRules, hoursAt } from '../operators/rules-screen'
import { needs } from './needs'
import type { ReadStore } from './ports'
import { question } from './queries'

export interface DistributionQueryPorts {
  readonly store: ReadStore
  readonly roster: Roster
  readonly now: () => number
}

/** What supervisors look up: rules, working hours, decisions and the queue. */
export function distributionQueries({ store, roster, now }: DistributionQueryPorts) {
  return {
    'distribution.rules': question(queries['distribution.rules'], async (_query, context) => {
      return needs(context, 'manageDistribution') ?? accepted(distributionRules(roster))
    }),
    'hours.preview': question(queries['hours.preview'], async (query, context) => {
      const at = query.at ?? now()
      return needs(context, 'manageDistribution') ?? accepted({ at, channels: [...hoursAt(roster, at)] })
    }),
    'distribution.log': question(queries['distribution.log'], async ({ filter, before, limit }, context) => {
      const refused = needs(context, 'seeSupervisor')
      return refused ?? accepted(await store.snapshot((reads) => reads.decisions(filter, before, limit)))
    }),
    'queue.list': question(queries['queue.list'], async ({ limit }, context) => {
      const refused = needs(context, 'seeSupervisor')
      if (refused !== null) return refused
      return store.snapshot(async (reads) => {
        const { rows, total } = await reads.queue(limit)
        const handedOut = await reads.handedOutSince(now() - paceWindowMs)
        const hours = new Map(hoursAt(roster, now()).map((one) => [one.channelId, one]))
        const places = rows.map((row, index) => {
          const channel = hours.get(row.channelId)
          const isWaitingForOpening = row.groupId === null && channel !== undefined && channel.receives === null
          return {
            conversationId: row.id,
            contactName: row.contactName,
            channelId: row.channelId,
            priority: row.priority,
            assignVersion: row.assignVersion,
            place: index + 1,
            since: row.unansweredSince,
            expectedWaitMs: isWaitingForOpening ? null : expectedWaitMs(index + 1, handedOut),
            assignee: row.assignee?.kind === 'operator' ? row.assignee.id : null,
            opensAt: isWaitingForOpening ? channel.until : null,
          }
        })
        return accepted({ total, places })
      })
    }),
  }
}
