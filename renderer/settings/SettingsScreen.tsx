import type { ReactNode } from 'react'
import { useText } from '../text/i18n'
import { refusalText } from '../text/refusal'
import { Button } from '../ui/Button'
import { Empty } from '../ui/Empty'
import { SkeletonRows } from '../ui/Skeleton'
import type { Loaded } from './loaded'

interface Props {
  readonly title: string
  readonly action?: ReactNode
  readonly children: ReactNode
  readonly foot?: ReactNode
}

/** A page of the settings: head, scrolling body, save bar. */
export function SettingsScreen({ title, action, children, foot }: Props) {
  return (
    <div className="screen">
      <div className="screen-head">
        <h2>{title}</h2>
        {action}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled page must be reachable by keys */}
      <section className="screen-body scroll" tabIndex={0} aria-label={title}>
        {children}
      </section>
      {foot}
    </div>
  )
}

interface WhenLoadedProps<Value> {
  readonly loaded: Loaded<Value>
  readonly onRetry: () => void
  readonly children: (value: Value) => ReactNode
}

export function WhenLoaded<Value>({ loaded, onRetry, children }: WhenLoadedProps<Value>) {
  const { t, format } = useText()
  if (loaded.kind === 'loading') return <SkeletonRows rows={4} />
  if (loaded.kind === 'ready') return children(loaded.value)
  const isOffline = loaded.refusal.code === 'NOT_CONNECTED'
  return (
    <Empty title={t('settings.loadFailed')} action={<Button onClick={onRetry}>{t('common.retry')}</Button>}>
      {isOffline ? t('settings.needsHub') : refusalText(t, format, loaded.refusal)}
    </Empty>
  )
}
