import { Search, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useAction, useNavigation, useWindow, useWorkspace } from '../state/hooks'
import { useText } from '../text/i18n'
import { IconButton } from '../ui/IconButton'
import { ConversationList } from './ConversationList'
import { FilterButton } from './FilterButton'
import { FilterChips } from './FilterChips'
import { useListActions } from './list-actions'
import { SearchResults } from './SearchResults'
import { StartConversation } from './StartConversation'
import { useSearch } from './search'
import './inbox.css'

/** The second column: a section, or what was searched for. */
export function Inbox() {
  const { t, format } = useText()
  const { feed, navigator } = useWindow()
  const section = useNavigation((state) => state.section)
  const isSearching = useNavigation((state) => state.isSearching)
  const count = useWorkspace((state) => state.company?.counts[section] ?? 0)
  const generation = useWorkspace((state) => state.generation)
  const [typed, setTyped] = useState('')
  const search = useSearch(isSearching ? typed : '')
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new generation means that the first page is to be read again
  useEffect(() => void feed.show(section), [feed, section, generation])
  useListActions(section)
  const startSearch = () => navigator.set({ isSearching: true })
  const stopSearch = () => {
    setTyped('')
    navigator.set({ isSearching: false })
  }
  useAction({
    id: 'list.search',
    title: t('palette.searchList'),
    group: 'go',
    keys: 'mod+shift+f',
    run: startSearch,
  })
  const title = t(`common.section.${section}`)
  return (
    <section className="column list" data-column="list" tabIndex={-1} aria-label={t('frame.listColumn')}>
      {isSearching ? (
        <div className="list-head pe-3">
          <h1 className="sr-only">{t('inbox.search.label')}</h1>
          <div className="input input-quiet min-h-7.5">
            <Search className="icon text-text-3" aria-hidden="true" />
            <input
              type="search"
              className="[&::-webkit-search-cancel-button]:hidden"
              // biome-ignore lint/a11y/noAutofocus: the field appears because one asked to search
              autoFocus
              aria-label={t('inbox.search.label')}
              placeholder={t('inbox.search.placeholder')}
              maxLength={200}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              onKeyDown={(event) => (event.key === 'Escape' ? stopSearch() : undefined)}
            />
          </div>
          <IconButton
            label={t('inbox.search.clear')}
            keys="escape"
            icon={<X className="icon" aria-hidden="true" />}
            onClick={stopSearch}
          />
        </div>
      ) : (
        <div className="list-head">
          <h1 className="cut me-auto text-title tracking-tight">
            {title}{' '}
            <span className="ms-1 font-normal text-text-3">{section === 'closed' ? null : format.count(count)}</span>
          </h1>
          <IconButton
            label={t('inbox.search.open')}
            keys="mod+shift+f"
            icon={<Search className="icon" aria-hidden="true" />}
            onClick={startSearch}
          />
          <FilterButton />
          <StartConversation />
        </div>
      )}
      {isSearching && search !== null ? (
        <SearchResults search={search} onClear={stopSearch} />
      ) : (
        <>
          <FilterChips />
          <ConversationList key={section} section={section} />
        </>
      )}
    </section>
  )
}
