import type { VisitorSite } from '#protocol/visitor'

/** What is shown when the hub cannot be asked how the site wants its chat. */
export const plainSite: VisitorSite = {
  companyName: '',
  greeting: '',
  look: { color: '#27241e', side: 'right', theme: 'auto', icon: 'chat', label: '', title: '' },
  ask: { name: 'off', phone: 'off', email: 'off' },
  away: { hasForm: false, text: '' },
  messengers: [],
}
