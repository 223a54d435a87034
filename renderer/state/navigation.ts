import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Section } from '#protocol/conversation'
import type { ChannelId, ConversationId } from '#protocol/ids'
import { type ListFilter, noFilter } from './list-filter'

export const settingsPages = [
  'channels',
  'operators',
  'company',
  'distribution',
  'groups',
  'receivers',
  'hours',
  'templates',
  'view',
  'notifications',
  'sessions',
] as const
export type SettingsPage = (typeof settingsPages)[number]

export const supervisorPages = ['queue', 'log'] as const
export type SupervisorPage = (typeof supervisorPages)[number]

/** How one leaves his open conversations behind: by a status, by signing out, by closing the app. */
export type Leaving = 'busy' | 'offline' | 'signOut' | 'quit'

/** Where this window stands. On a phone only one column is seen: the list, or what was opened from it. */
export interface Navigation {
  readonly screen: 'inbox' | 'supervisor' | 'settings'
  readonly section: Section
  readonly conversationId: ConversationId | null
  readonly settingsPage: SettingsPage
  /** The channel the page of receivers opens with. */
  readonly settingsChannelId: ChannelId | null
  readonly supervisorPage: SupervisorPage
  /** The conversation whose newest entries are on the screen. */
  readonly endInSight: ConversationId | null
  readonly isSearching: boolean
  readonly filter: ListFilter
  /** The panel as a sheet over the stream, below 1180 px; it remembers nothing. */
  readonly isPanelOver: boolean
  readonly isPaletteOpen: boolean
  readonly areKeysOpen: boolean
  /** Leaving waits for the answer to the offered handover. */
  readonly leaving: Leaving | null
}

export interface Navigator {
  readonly store: StoreApi<Navigation>
  showSection(section: Section): void
  openConversation(conversationId: ConversationId): void
  closeConversation(): void
  showSettings(page: SettingsPage, channelId?: ChannelId): void
  showSupervisor(page: SupervisorPage): void
  set(change: Partial<Navigation>): void
  /** Leaves what is open for something else on the same screen, once its guard agrees. */
  leave(go: () => void): void
  /** Asked before leaving a screen; «Нет» stays. One guard at a time: the form on the screen with unsaved changes. */
  guard(ask: (() => Promise<boolean>) | null): void
}

const start: Navigation = {
  screen: 'inbox',
  section: 'mine',
  conversationId: null,
  settingsPage: 'channels',
  settingsChannelId: null,
  supervisorPage: 'queue',
  endInSight: null,
  isSearching: false,
  filter: noFilter,
  isPanelOver: false,
  isPaletteOpen: false,
  areKeysOpen: false,
  leaving: null,
}

export function createNavigator(first: Partial<Navigation> = {}): Navigator {
  const store = createStore<Navigation>(() => ({ ...start, ...first }))
  let mayLeave: (() => Promise<boolean>) | null = null
  const leave = (go: () => void) => {
    if (mayLeave === null) {
      go()
      return
    }
    void mayLeave().then((isFree) => (isFree ? go() : undefined))
  }
  const move = (change: Partial<Navigation>) => leave(() => store.setState({ isPaletteOpen: false, ...change }))
  return {
    store,
    showSection: (section) => move({ screen: 'inbox', section, isSearching: false }),
    openConversation: (conversationId) => move({ screen: 'inbox', conversationId, isPanelOver: false }),
    closeConversation: () => store.setState({ conversationId: null, isPanelOver: false }),
    showSettings: (settingsPage, settingsChannelId) =>
      move({ screen: 'settings', settingsPage, settingsChannelId: settingsChannelId ?? null }),
    showSupervisor: (supervisorPage) => move({ screen: 'supervisor', supervisorPage }),
    set: (change) => store.setState(change),
    leave,
    guard: (ask) => {
      mayLeave = ask
    },
  }
}
