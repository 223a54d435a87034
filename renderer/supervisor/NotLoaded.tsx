import type { Refusal } from '#protocol/errors'
import { useText } from '../text/i18n'
import { refusalText } from '../text/refusal'
import { Button } from '../ui/Button'
import { Empty } from '../ui/Empty'

interface Props {
  readonly refusal: Refusal
  readonly onRetry: () => void
}

/** In the place of what could not be read: why, and the way to try again. */
export function NotLoaded({ refusal, onRetry }: Props) {
  const { t, format } = useText()
  const isOffline = refusal.code === 'NOT_CONNECTED'
  return (
    <Empty title={t('supervisor.failed')} action={<Button onClick={onRetry}>{t('common.retry')}</Button>}>
      {isOffline ? t('supervisor.needsHub') : refusalText(t, format, refusal)}
    </Empty>
  )
}
