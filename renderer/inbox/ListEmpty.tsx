import type { Section } from '#protocol/conversation'
import { useNavigation, useWindow } from '../state/hooks'
import { isFiltering, noFilter } from '../state/list-filter'
import type { ListState } from '../state/workspace-state'
import { useText } from '../text/i18n'
import { Button } from '../ui/Button'
import { Empty } from '../ui/Empty'
import { SkeletonRows } from '../ui/Skeleton'

interface Props {
  readonly section: Section
  readonly status: ListState['status']
  readonly onLookOn: (() => void) | null
}

/** What will come here; grey bars while nothing is cached; what failed and how to try again. */
export function ListEmpty({ section, status, onLookOn }: Props) {
  const { t } = useText()
  const { feed, navigator } = useWindow()
  const isNarrowed = useNavigation((state) => isFiltering(state.filter))
  if (status === 'unread' || status === 'loading') return <SkeletonRows />
  if (status === 'failed') {
    return (
      <Empty
        title={t('inbox.loadFailed')}
        action={<Button onClick={() => void feed.loadMore(section)}>{t('common.retry')}</Button>}
      >
        {t('inbox.loadFailedText')}
      </Empty>
    )
  }
  if (isNarrowed) {
    return (
      <Empty
        title={t('inbox.filter.none')}
        action={<Button onClick={() => navigator.set({ filter: noFilter })}>{t('inbox.filter.clear')}</Button>}
      >
        {onLookOn === null ? t('inbox.filter.noneText') : <LookOn onLookOn={onLookOn} />}
      </Empty>
    )
  }
  return (
    <Empty>
      {t(`inbox.none.${section}`)}
      <br />
      {t(`inbox.none.${section}More`)}
    </Empty>
  )
}

/** A narrowed list has looked through what it had a right to by itself: whether to go on is for the operator to say. */
export function LookOn({ onLookOn }: { readonly onLookOn: () => void }) {
  const { t } = useText()
  return (
    <span className="list-more">
      {t('inbox.filter.lookedSoFar')}{' '}
      <button type="button" className="btn-link" onClick={onLookOn}>
        {t('inbox.filter.lookOn')}
      </button>
    </span>
  )
}
