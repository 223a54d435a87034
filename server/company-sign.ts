import type { CompanySign } from './channels/ports'
import type { Announcer, News } from './conversations/announcer'
import type { RosterScreen } from './operators/roster-screen'

const teamShown = 3

/** The company as its visitors see it: is anybody there, and the first names on the door. */
export const companySign = (screen: RosterScreen, news: Announcer<News>): CompanySign => ({
  name: () => screen.companyName(),
  state: () => {
    const online = screen
      .operators()
      .filter(({ isActive, takesPart, presence }) => isActive && takesPart && presence.effective === 'online')
    return { isAnybodyOnline: online.length > 0, team: online.slice(0, teamShown).map((operator) => operator.name) }
  },
  onChange: (listener) =>
    news.subscribe((items) => {
      if (items.some((item) => item.kind === 'operators' || item.kind === 'company')) listener()
    }),
})
