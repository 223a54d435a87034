import { createContext, useContext, useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { useStore } from 'zustand'
import type { WorkspaceChange } from '#preload/contract'
import type { Channel } from '#protocol/channel'
import type { ChannelId, OperatorId } from '#protocol/ids'
import type { Account, Operator } from '#protocol/operator'
import type { Actor } from '#protocol/permissions'
import type { Platform } from '../platform'
import { type Action, type Actions, announce } from './actions'
import type { Navigation, Navigator } from './navigation'
import type { Ticker } from './ticker'
import type { WorkspaceFeed } from './workspace-feed'
import type { WorkspaceState } from './workspace-state'

/** All that screens of one window share; made in `app.tsx`. */
export interface WindowState {
  readonly feed: WorkspaceFeed
  readonly navigator: Navigator
  readonly actions: Actions
  readonly ticker: Ticker
  readonly platform: Platform
}

export const WindowContext = createContext<WindowState | null>(null)

export function useWindow(): WindowState {
  const state = useContext(WindowContext)
  if (state === null) throw new Error('There is no window state above this component.')
  return state
}

/** A part of the workspace; the selector must return the same value for the same state (no new arrays). */
export const useWorkspace = <Part>(select: (state: WorkspaceState) => Part): Part =>
  useStore(useWindow().feed.store, select)

export const useNavigation = <Part>(select: (state: Navigation) => Part): Part =>
  useStore(useWindow().navigator.store, select)

/** Every batch of changes after it is in the store; for what the store does not hold (entries, contacts, uploads). */
export function useChanges(onChanges: (changes: readonly WorkspaceChange[]) => void): void {
  const { feed } = useWindow()
  const take = useEffectEvent(onChanges)
  useEffect(() => feed.listen((changes) => take(changes)), [feed])
}

/** Device time in steps of `stepMs`. */
export function useNow(stepMs: number): number {
  const { ticker } = useWindow()
  return useSyncExternalStore(
    (onStep) => ticker.watch(stepMs, onStep),
    () => ticker.now(stepMs),
  )
}

/** Time of the hub's clock: what waits and durations are counted by. */
export function useHubNow(stepMs: number): number {
  const offset = useWorkspace((state) => state.hubOffsetMs)
  return useNow(stepMs) + offset
}

/**
 * Time of the hub's clock for who has waited since then: by the second in the first minute, when seconds are shown, later by the quarter
 * of one. `isWatched`: by the second anyway.
 */
export function useWaitingNow(since: number | null, isWatched = false): number {
  const coarse = useHubNow(15_000)
  const isShort = isWatched || (since !== null && coarse - since < 60_000)
  return useHubNow(isShort ? 1000 : 15_000)
}

export const useIsLive = (): boolean => useWorkspace((state) => state.session.kind === 'live')

export const useAccount = (): Account | null => useWorkspace((state) => state.company?.account ?? null)

/** Who I am to `can()` and `mayManage()`; only the hub's answer counts, this one spares a refusal. */
export function useActor(): Actor | null {
  const account = useAccount()
  return account === null ? null : { ...account, isActive: true }
}

export const useOperator = (id: OperatorId | null): Operator | null =>
  useWorkspace((state) => state.company?.operators.find((operator) => operator.id === id) ?? null)

export const useChannel = (id: ChannelId): Channel | null =>
  useWorkspace((state) => state.company?.channels.find((channel) => channel.id === id) ?? null)

/** Announces an action while the component is on the screen, and listens to its key. Null = not available here. */
export function useAction(action: Action | null): void {
  const { actions } = useWindow()
  const run = useEffectEvent(() => {
    if (action !== null && (action.reason === undefined || action.reason === null)) action.run()
  })
  const { id, title, group, keys, words, reason, whileTyping = true } = action ?? noAction
  useEffect(() => {
    if (id === '') return
    const known = { id, title, group, whileTyping, run: () => run() }
    return announce(actions, {
      ...known,
      ...(keys === undefined ? {} : { keys }),
      ...(words === undefined ? {} : { words }),
      ...(reason === undefined ? {} : { reason }),
    })
  }, [actions, id, title, group, keys, words, reason, whileTyping])
  useHotkeys(
    keys ?? '',
    (event) => {
      event.preventDefault()
      run()
    },
    { enabled: keys !== undefined, enableOnFormTags: whileTyping, enableOnContentEditable: whileTyping },
  )
}

const noAction: Action = { id: '', title: '', group: 'go', run: () => undefined }
