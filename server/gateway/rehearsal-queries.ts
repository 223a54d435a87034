import { queries } from '#protocol/queries'
import type { RehearsalDesk } from '../rehearsal/rehearsal-desk'
import { needs } from './needs'
import { question } from './queries'

/** Trying rules on the last days before they are saved. */
export const rehearsalQueries = (desk: RehearsalDesk) => ({
  'rehearsal.start': question(queries['rehearsal.start'], async ({ draft, days, zone }, context) => {
    return needs(context, 'manageDistribution') ?? desk.start(context.actor.id, draft, days, zone)
  }),
  'rehearsal.state': question(queries['rehearsal.state'], async ({ id }, context) => {
    return needs(context, 'manageDistribution') ?? desk.state(context.actor.id, id)
  }),
  'rehearsal.cancel': question(queries['rehearsal.cancel'], async ({ id }, context) => {
    return needs(context, 'manageDistribution') ?? desk.cancel(context.actor.id, id)
  }),
})
