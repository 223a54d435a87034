import { type Section, sections } from '#protocol/conversation'
import type { ConversationId } from '#protocol/ids'
import { useAction, useNavigation, useWindow } from '../state/hooks'
import { useText } from '../text/i18n'
import { useSectionRows } from './use-section-rows'

/** Keys that walk the conversations from anywhere, and go to a section. */
export function useListActions(section: Section): void {
  const { t } = useText()
  const { navigator } = useWindow()
  const rows = useSectionRows(section)
  const opened = useNavigation((state) => state.conversationId)
  const open = (id: ConversationId | undefined) => (id === undefined ? undefined : navigator.openConversation(id))
  const step = (by: 1 | -1) => {
    const ids = rows.map((row) => row.id)
    const at = opened === null ? -1 : ids.indexOf(opened)
    open(at === -1 ? ids[0] : ids[Math.min(ids.length - 1, Math.max(0, at + by))])
  }
  const openWaiting = () => {
    const waiting = rows.filter((row) => row.unansweredSince !== null)
    const at = waiting.findIndex((row) => row.id === opened)
    open((waiting[at + 1] ?? waiting[0])?.id)
  }
  const next = { id: 'list.next', title: t('palette.nextConversation'), group: 'go' as const, keys: 'alt+down' }
  const previous = {
    id: 'list.previous',
    title: t('palette.previousConversation'),
    group: 'go' as const,
    keys: 'alt+up',
  }
  const waiting = { id: 'list.nextWaiting', title: t('palette.nextWaiting'), group: 'go' as const, keys: 'alt+w' }
  useAction({ ...next, run: () => step(1) })
  useAction({ ...previous, run: () => step(-1) })
  useAction({ ...waiting, run: openWaiting })
}

/** Ctrl+1 to Ctrl+4. */
export function useSectionActions(): void {
  const { t } = useText()
  const { navigator } = useWindow()
  const action = (section: Section, place: number) => ({
    id: `section.${section}`,
    title: t('palette.goTo', { section: t(`common.section.${section}`) }),
    group: 'go' as const,
    keys: `mod+${place}`,
    run: () => navigator.showSection(section),
  })
  useAction(action(sections[0], 1))
  useAction(action(sections[1], 2))
  useAction(action(sections[2], 3))
  useAction(action(sections[3], 4))
}
