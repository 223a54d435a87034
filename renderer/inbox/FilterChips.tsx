import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useNavigation, useWindow, useWorkspace } from '../state/hooks'
import { filterSwitches, isFiltering, withChannel } from '../state/list-filter'
import { useText } from '../text/i18n'

/** What the list is narrowed to, each condition with a way out: nobody wonders where the others are. */
export function FilterChips() {
  const { navigator } = useWindow()
  const { t } = useText()
  const filter = useNavigation((state) => state.filter)
  const channels = useWorkspace((state) => state.company?.channels)
  if (!isFiltering(filter)) return null
  return (
    <ul className="list-filters" aria-label={t('inbox.filter.chosen')}>
      {filterSwitches.map((name) =>
        filter[name] ? (
          <Chip key={name} onRemove={() => navigator.set({ filter: { ...filter, [name]: false } })}>
            {t(`inbox.filter.${name}`)}
          </Chip>
        ) : null,
      )}
      {[...filter.channels].map((id) => (
        <Chip key={id} onRemove={() => navigator.set({ filter: withChannel(filter, id, false) })}>
          {channels?.find((channel) => channel.id === id)?.name ?? t('inbox.filter.goneChannel')}
        </Chip>
      ))}
    </ul>
  )
}

function Chip({ children, onRemove }: { readonly children: ReactNode; readonly onRemove: () => void }) {
  return (
    <li className="min-w-0">
      <button type="button" className="filter-chip" onClick={onRemove}>
        <span className="cut">{children}</span>
        <X className="icon icon-s" aria-hidden="true" />
      </button>
    </li>
  )
}
