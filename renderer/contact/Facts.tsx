import type { ReactNode } from 'react'
import type { ConversationId } from '#protocol/ids'
import type { LinkVisit } from '#protocol/links'
import { useBridge } from '../bridge'
import { useReady } from '../state/conversation'
import { useChannel, useHubNow, useWorkspace } from '../state/hooks'
import { usePeople } from '../state/people'
import { useText } from '../text/i18n'
import { Mark } from '../ui/Mark'
import { PanelSection } from './PanelSection'

/** What is known of the conversation itself. */
export function Facts() {
  const { t, format } = useText()
  const { row, entries } = useReady()
  const now = useHubNow(60_000)
  const channel = useChannel(row.channelId)
  const people = usePeople()
  const source = entries.findLast((entry) => entry.kind === 'system' && entry.event.kind === 'opened')
  const sourceText = source?.kind === 'system' && source.event.kind === 'opened' ? source.event.source : null
  // Of an earlier inquiry it says nothing of this one.
  const visited = entries.findLast(
    (entry) => entry.kind === 'system' && entry.event.kind === 'visited' && entry.at >= row.openedAt,
  )
  return (
    <PanelSection name="facts">
      <dl className="facts">
        <Fact label={t('contact.fact.opened')}>{format.full(row.openedAt, now)}</Fact>
        {row.closedAt === null ? null : <Fact label={t('contact.fact.closed')}>{format.full(row.closedAt, now)}</Fact>}
        <Fact label={t('contact.fact.activity')}>{format.full(row.lastActivityAt, now)}</Fact>
        <Fact label={t('contact.fact.channel')}>
          {channel === null ? null : (
            <>
              <Mark messenger={channel.messenger} />
              <span className="cut" title={channel.account}>
                {channel.name}
              </span>
            </>
          )}
        </Fact>
        <Fact label={t('contact.fact.inquiry')}>{t('contact.fact.inquiryValue', { inquiry: row.inquiry })}</Fact>
        <Fact label={t('contact.fact.openedBy')}>
          {row.openedBy === 'contact' ? t('contact.fact.openedByContact') : t('contact.fact.openedByOperator')}
        </Fact>
        {row.groupId === null ? null : <Fact label={t('contact.fact.group')}>{people.group(row.groupId)}</Fact>}
        <VisitFact conversationId={row.id} />
        {visited?.kind === 'system' && visited.event.kind === 'visited' ? (
          <LinkFacts visit={visited.event.visit} />
        ) : null}
        {sourceText === null ? null : <Fact label={t('contact.fact.source')}>{withoutScheme(sourceText)}</Fact>}
      </dl>
    </PanelSection>
  )
}

/** The page the contact looks at, or when he has left it; nothing where nobody can tell. */
function VisitFact({ conversationId }: { readonly conversationId: ConversationId }) {
  const { t, format } = useText()
  const now = useHubNow(60_000)
  const bridge = useBridge()
  const visit = useWorkspace((state) => state.visits.get(conversationId))
  if (visit === undefined) return null
  const { page, leftAt } = visit
  if (leftAt !== null)
    return <Fact label={t('contact.fact.visit')}>{t('contact.fact.left', { time: format.moment(leftAt, now) })}</Fact>
  const isLink = /^https?:/i.test(page.url)
  const name = page.title === '' ? withoutScheme(page.url) : page.title
  return (
    <Fact label={t('contact.fact.visit')}>
      {isLink ? (
        <button
          type="button"
          className="btn-link cut"
          title={`${name}\n${page.url}`}
          onClick={() => void bridge.openExternal({ url: page.url })}
        >
          {name}
        </button>
      ) : (
        <span className="cut" title={page.url}>
          {name}
        </span>
      )}
    </Fact>
  )
}

/** By which link he has come, from which page, under which marks. */
function LinkFacts({ visit: { title, page, referrer, utm, at } }: { readonly visit: LinkVisit }) {
  const { t, format } = useText()
  const now = useHubNow(60_000)
  const marks = Object.entries(utm).map(([key, value]) => `${key.replace('utm_', '')}: ${value}`)
  return (
    <>
      <Fact label={t('contact.fact.link')}>{title}</Fact>
      <Fact label={t('contact.fact.linkAt')}>{format.full(at, now)}</Fact>
      {page === null ? null : <Fact label={t('contact.fact.linkPage')}>{withoutScheme(page)}</Fact>}
      {referrer === null ? null : <Fact label={t('contact.fact.linkReferrer')}>{withoutScheme(referrer)}</Fact>}
      {marks.length === 0 ? null : <Fact label={t('contact.fact.utm')}>{marks.join(', ')}</Fact>}
    </>
  )
}

/** The half of the panel is narrow, and what comes before the site's name tells nothing. */
const withoutScheme = (address: string): string => address.replace(/^https?:\/\//, '')

export function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  )
}
