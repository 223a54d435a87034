import { useContext } from 'react'
import { useStore } from 'zustand'
import type { ActionGroup } from '../state/actions'
import { useNavigation, useWindow } from '../state/hooks'
import { useText } from '../text/i18n'
import { Dialog } from '../ui/Dialog'
import { KeyChord, KeyStyle, keyParts } from '../ui/Keys'
import { foundActions } from './matches'
import './palette.css'

/** Every key that works here and now. */
export function KeysDialog() {
  const { actions, navigator } = useWindow()
  const style = useContext(KeyStyle)
  const { t } = useText()
  const isOpen = useNavigation((state) => state.areKeysOpen)
  const known = useStore(actions)
  const withKeys = [...known.values()].filter((action) => action.keys !== undefined)
  const titles: Record<ActionGroup, string> = {
    conversation: t('palette.conversation'),
    go: t('palette.go'),
    view: t('palette.view'),
    you: t('palette.you'),
  }
  return (
    <Dialog
      isOpen={isOpen}
      onClose={() => navigator.set({ areKeysOpen: false })}
      title={t('palette.keysTitle')}
      isWide
      description={t('palette.keysText', { keys: keyParts('mod+k', style).join(' ') })}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled text must be reachable by keys */}
      <section className="keys-list scroll" tabIndex={0} aria-label={t('palette.keysTitle')}>
        {foundActions(withKeys, '').map((group) => (
          <div key={group.group} className="mb-4 break-inside-avoid">
            <h3 className="pb-1 text-small font-normal text-text-3">{titles[group.group]}</h3>
            <dl>
              {group.actions.map((action) => (
                <div key={action.id} className="flex items-center justify-between gap-4 border-t border-line-1 py-1.5">
                  <dt className="min-w-0">{action.title}</dt>
                  <dd>
                    <KeyChord keys={action.keys ?? ''} />
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        ))}
      </section>
    </Dialog>
  )
}
