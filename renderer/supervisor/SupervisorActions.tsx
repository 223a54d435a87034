import { mayManage } from '#protocol/permissions'
import { useAction, useActor, useWindow } from '../state/hooks'
import type { SupervisorPage } from '../state/navigation'
import { useText } from '../text/i18n'

const keys = { queue: 'mod+5', log: 'mod+6' } as const

/** The queue and the log are found in the palette and by key, from anywhere, by those who may see them. */
export function SupervisorActions() {
  const { t } = useText()
  const { navigator } = useWindow()
  const actor = useActor()
  const maySee = actor !== null && mayManage(actor, 'seeSupervisor')
  const action = (page: SupervisorPage) =>
    maySee
      ? {
          id: `supervisor.${page}`,
          title: t(`supervisor.goTo.${page}`),
          group: 'go' as const,
          keys: keys[page],
          run: () => navigator.showSupervisor(page),
        }
      : null
  useAction(action('queue'))
  useAction(action('log'))
  return null
}
