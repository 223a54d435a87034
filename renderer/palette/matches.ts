import type { Action, ActionGroup } from '../state/actions'

const fold = (text: string) => text.toLowerCase().replaceAll('ё', 'е')

/** Each word of the search begins a word of the name (or of the other words it is known by). */
export function matchesAction(action: Pick<Action, 'title' | 'words'>, search: string): boolean {
  const names = fold(`${action.title} ${action.words ?? ''}`).split(/[^\p{L}\p{N}]+/u)
  const words = fold(search)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  return words.every((word) => names.some((name) => name.startsWith(word)))
}

const groups: readonly ActionGroup[] = ['conversation', 'go', 'you', 'view']

export interface ActionsOfGroup {
  readonly group: ActionGroup
  readonly actions: readonly Action[]
}

/** What can be done now, by group, what one does most first. */
export function foundActions(actions: Iterable<Action>, search: string): readonly ActionsOfGroup[] {
  const found = [...actions].filter((action) => matchesAction(action, search))
  return groups
    .map((group) => ({ group, actions: found.filter((action) => action.group === group) }))
    .filter((one) => one.actions.length > 0)
}
