import type { Section } from '#protocol/conversation'
import { useWindow } from '../state/hooks'
import type { ListState } from '../state/workspace-state'
import { useText } from '../text/i18n'
import { Button } from '../ui/Button'
import { Empty } from '../ui/Empty'
import { SkeletonRows } from '../ui/Skeleton'

/** What will come here; grey bars while nothing is cached; what failed and how to try again. */
export function ListEmpty({ section, status }: { readonly section: Section; readonly status: ListState['status'] }) {
  const { t } = useText()
  const { feed } = useWindow()
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
  return (
    <Empty>
      {t(`inbox.none.${section}`)}
      <br />
      {t(`inbox.none.${section}More`)}
    </Empty>
  )
}
