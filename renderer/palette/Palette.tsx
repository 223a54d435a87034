import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { CornerDownLeft, Search } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useBridge } from '../bridge'
import { useNavigation, useWindow, useWorkspace } from '../state/hooks'
import { useText } from '../text/i18n'
import { Tag } from '../ui/Tag'
import { PaletteLine } from './PaletteLine'
import { type PaletteGroup, type PaletteItem, usePaletteItems } from './palette-items'
import './palette.css'

/** Ctrl+K: every action and every conversation, by a few letters. */
export function Palette() {
  const { navigator } = useWindow()
  const { t } = useText()
  const isOpen = useNavigation((state) => state.isPaletteOpen)
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => navigator.set({ isPaletteOpen: open })}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="palette" aria-label={t('palette.title')}>
          <PaletteBody />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function PaletteBody() {
  const { navigator } = useWindow()
  const bridge = useBridge()
  const { t } = useText()
  const [typed, setTyped] = useState('')
  const { search, groups } = usePaletteItems(typed)
  const highlighted = useRef<PaletteItem | undefined>(undefined)
  const opened = useNavigation((state) => state.conversationId)
  const context = useWorkspace((state) => (opened === null ? undefined : state.rows.get(opened)?.contactName))
  const titles: Record<PaletteGroup['value'], string> = {
    conversation: t('palette.conversation'),
    go: t('palette.go'),
    view: t('palette.view'),
    you: t('palette.you'),
    found: t('palette.found'),
    recent: t('palette.recent'),
  }
  const choose = (item: PaletteItem) => {
    navigator.set({ isPaletteOpen: false })
    if (item.kind === 'conversation') navigator.openConversation(item.row.id)
    else if (item.action.reason === undefined || item.action.reason === null) item.action.run()
  }
  const press = (event: KeyboardEvent) => {
    const item = highlighted.current
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || item?.kind !== 'conversation') return
    event.preventDefault()
    navigator.set({ isPaletteOpen: false })
    void bridge.openWindow({ conversationId: item.row.id })
  }
  return (
    <Autocomplete.Root
      inline
      open
      items={groups}
      filter={null}
      value={typed}
      onValueChange={(value) => setTyped(value)}
      itemToStringValue={(item: PaletteItem) => item.label}
      autoHighlight="always"
      keepHighlight
      onItemHighlighted={(item) => {
        highlighted.current = item
      }}
    >
      <div className="palette-search">
        <Search className="icon" aria-hidden="true" />
        <Autocomplete.Input
          placeholder={t('palette.placeholder')}
          aria-label={t('palette.title')}
          onKeyDown={press}
          maxLength={200}
        />
        {context === undefined ? null : (
          <span className="max-w-52 flex-none text-base max-phone:hidden">
            <Tag>
              <span className="cut leading-4">{t('palette.context', { name: context })}</span>
            </Tag>
          </span>
        )}
      </div>
      <Autocomplete.List className="palette-list scroll">
        {(group: PaletteGroup) => (
          <Autocomplete.Group key={group.value} items={group.items}>
            <Autocomplete.GroupLabel className="palette-head">{titles[group.value]}</Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(item: PaletteItem) => (
                <Autocomplete.Item
                  key={item.id}
                  value={item}
                  className="palette-item"
                  data-dimmed={item.kind === 'action' && typeof item.action.reason === 'string' ? '' : undefined}
                  onClick={() => choose(item)}
                >
                  <PaletteLine item={item} search={search} />
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
      <Autocomplete.Empty className="px-4 empty:hidden">
        {groups.length > 0 ? null : (
          <p className="py-8 text-center text-text-2">
            <b className="block text-text-1">{t('palette.none')}</b>
            {t('palette.noneText')}
          </p>
        )}
      </Autocomplete.Empty>
      <div className="palette-foot" aria-hidden="true">
        <span>
          <kbd>↑↓</kbd> {t('palette.choose')}
        </span>
        <span>
          <kbd>
            <CornerDownLeft className="icon icon-xs" />
          </kbd>{' '}
          {t('palette.run')}
        </span>
        <span>
          <kbd>&gt;</kbd> {t('palette.commandsOnly')}
        </span>
      </div>
    </Autocomplete.Root>
  )
}
