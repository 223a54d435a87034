import type { CompanySign } from './channels/ports'
import type { Announcer, News } from './conversations/announcer'
import type { RosterScreen } from './operators/roster-screen'
import type { Clock } from './platform'

const teamShown = 3

const told: ReadonlySet<News['kind']> = new Set<News['kind']>(['operators', 'company', 'hours'])

/** The company as visitors of a channel see it: is anybody there to answer at this hour, and the first names on the door. */
export const companySign = (screen: RosterScreen, news: Announcer<News>, clock: Pick<Clock, 'now'>): CompanySign => ({
  name: () => screen.companyName(),
  state: (channelId) => {
    if (screen.isClosed(channelId, clock.now())) return { isAnybodyOnline: false, team: [] }
    const online = screen
      .operators()
      .filter(({ isActive, takesPart, presence }) => isActive && takesPart && presence.effective === 'online')
    return { isAnybodyOnline: online.length > 0, team: online.slice(0, teamShown).map((operator) => operator.name) }
  },
  onChange: (listener) =>
    news.subscribe((items) => {
      if (items.some(({ kind }) => told.has(kind))) listener()
    }),
})
