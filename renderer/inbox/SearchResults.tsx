import { SearchX } from 'lucide-react'
import type { SearchResult } from '#preload/contract'
import type { ConversationRow } from '#protocol/conversation'
import type { Entry } from '#protocol/message'
import { useChannel, useHubNow, useIsLive, useNavigation, useWindow } from '../state/hooks'
import { useText } from '../text/i18n'
import { refusalText } from '../text/refusal'
import { Avatar } from '../ui/Avatar'
import { Button } from '../ui/Button'
import { Empty } from '../ui/Empty'
import { Highlight } from '../ui/Highlight'
import { foundBesides, type Search } from './search'

const isEmpty = (result: SearchResult | null) =>
  result === null || (result.conversations.length === 0 && result.messages.length === 0)

/** Conversations and messages with the words marked; what the hub adds comes below, so nothing moves. */
export function SearchResults({ search, onClear }: { readonly search: Search; readonly onClear: () => void }) {
  const { t, format } = useText()
  const isLive = useIsLive()
  const now = useHubNow(60_000)
  const { cache, hub, text } = search
  const more = hub.kind === 'found' ? foundBesides(cache, hub.result) : null
  const nothing = isEmpty(cache) && (hub.kind !== 'found' || isEmpty(more))
  const searchedTo =
    hub.kind === 'found' && hub.result.searchedTo !== null
      ? t(nothing ? 'inbox.search.nothingTo' : 'inbox.search.searchedTo', {
          time: format.full(hub.result.searchedTo, now),
        })
      : null
  const count = [cache, more].reduce(
    (sum, one) => sum + (one?.conversations.length ?? 0) + (one?.messages.length ?? 0),
    0,
  )
  return (
    <div className="scroll min-h-0 flex-1 pb-3">
      <p className="sr-only" role="status">
        {cache === null ? null : t('inbox.search.results', { count })}
      </p>
      {[...text].length < 3 ? <p className="hint px-4.5 pt-2">{t('inbox.search.short')}</p> : null}
      {cache === null ? null : <Results result={cache} text={text} />}
      {more === null || isEmpty(more) ? null : (
        <section aria-label={t('inbox.search.fromHub')}>
          <p className="list-group">
            <b>{t('inbox.search.fromHub')}</b>
          </p>
          <Results result={more} text={text} />
        </section>
      )}
      {hub.kind === 'searching' && isLive ? <p className="hint px-4.5 pt-3">{t('inbox.search.searchingHub')}</p> : null}
      {hub.kind === 'failed' ? (
        <p className="hint px-4.5 pt-3">
          {hub.refusal.code === 'NOT_CONNECTED'
            ? t('inbox.search.onlyCache')
            : t('inbox.search.hubFailed', { reason: refusalText(t, format, hub.refusal) })}
        </p>
      ) : null}
      {searchedTo === null || nothing ? null : <p className="hint px-4.5 pt-3">{searchedTo}</p>}
      {nothing && hub.kind !== 'searching' && cache !== null ? (
        <Empty
          icon={<SearchX className="icon icon-l" aria-hidden="true" />}
          title={t('inbox.search.none')}
          action={<Button onClick={onClear}>{t('inbox.search.clear')}</Button>}
        >
          {t('inbox.search.noneText', { text })}
          {searchedTo === null ? null : <span className="mt-2 block text-small text-text-3">{searchedTo}</span>}
        </Empty>
      ) : null}
    </div>
  )
}

function Results({ result, text }: { readonly result: SearchResult; readonly text: string }) {
  const { t } = useText()
  return (
    <>
      {result.conversations.length === 0 ? null : (
        <ul aria-label={t('inbox.search.conversations')} className="px-1.5">
          {result.conversations.map((row) => (
            <Hit key={row.id} row={row} line={row.lastMessage?.preview ?? ''} at={row.lastActivityAt} text={text} />
          ))}
        </ul>
      )}
      {result.messages.length === 0 ? null : (
        <>
          <p className="list-group">
            <b>{t('inbox.search.messages')}</b>
          </p>
          <ul aria-label={t('inbox.search.messages')} className="px-1.5">
            {result.messages.map(({ row, entry }) => (
              <Hit key={`${row.id}/${entry.seq}`} row={row} line={wordsOf(entry)} at={entry.at} text={text} />
            ))}
          </ul>
        </>
      )}
    </>
  )
}

const wordsOf = (entry: Entry) => (entry.kind === 'system' ? '' : entry.text)

interface HitProps {
  readonly row: ConversationRow
  readonly line: string
  readonly at: number
  readonly text: string
}

function Hit({ row, line, at, text }: HitProps) {
  const { t, format } = useText()
  const { navigator } = useWindow()
  const channel = useChannel(row.channelId)
  const now = useHubNow(60_000)
  const isOpen = useNavigation((state) => state.conversationId === row.id)
  return (
    <li>
      <button
        type="button"
        className="conv w-full hover:bg-hover"
        aria-current={isOpen ? 'true' : undefined}
        onClick={() => navigator.openConversation(row.id)}
      >
        <span />
        <span className="conv-ava">
          <Avatar id={row.contactId} name={row.contactName} messenger={channel?.messenger} />
        </span>
        <span className="min-w-0">
          <span className="conv-line">
            <span className="conv-name cut">
              <Highlight text={row.contactName} search={text} />
            </span>
            <span className="conv-time">{format.moment(at, now)}</span>
          </span>
          <span className="conv-line">
            <span className="conv-text cut">
              <Highlight text={line.replaceAll(/\s+/gu, ' ')} search={text} around={18} />
            </span>
            {row.isOpen ? null : <span className="conv-time">{t('common.section.closed')}</span>}
          </span>
        </span>
      </button>
    </li>
  )
}
