import { useText } from '../../text/i18n'
import { Empty } from '../../ui/Empty'
import { SkeletonRows } from '../../ui/Skeleton'
import { NotLoaded } from '../NotLoaded'
import { QueueItem } from './QueueItem'
import { useQueue } from './use-queue'

/** Who waits for an operator, in the order of the queue, and for how long still. */
export function QueuePage() {
  const { t } = useText()
  const { queue, reload } = useQueue()
  if (queue.kind === 'loading') return <SkeletonRows rows={6} />
  if (queue.kind === 'failed') return <NotLoaded refusal={queue.refusal} onRetry={reload} />
  const { places, total } = queue.view
  if (places.length === 0) return <Empty title={t('supervisor.queue.empty')}>{t('supervisor.queue.emptyText')}</Empty>
  const isCut = places.length < total
  return (
    <>
      <p className="shift-line">
        <span>{t('supervisor.queue.total', { total })}</span>
        <span>{t('supervisor.queue.pace')}</span>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled list must be reachable by keys */}
      <section className="shift-body scroll" tabIndex={0} aria-label={t('supervisor.queue.list')}>
        <ol className="shift-list">
          {places.map((place) => (
            <QueueItem key={place.conversationId} place={place} onChanged={reload} />
          ))}
        </ol>
        {isCut ? (
          <p className="shift-line">{t('supervisor.queue.onlyFirst', { shown: places.length, total })}</p>
        ) : null}
      </section>
    </>
  )
}
