import { Component, type ErrorInfo, type ReactNode } from 'react'
import { useText } from '../text/i18n'
import { Button } from '../ui/Button'
import { Empty } from '../ui/Empty'

interface Props {
  readonly children: ReactNode
}

interface State {
  readonly hasFailed: boolean
}

/** A screen that breaks does not take the others with it: what failed, what still works, and trying again. */
export class ScreenBoundary extends Component<Props, State> {
  override state: State = { hasFailed: false }

  static getDerivedStateFromError(): State {
    return { hasFailed: true }
  }

  override componentDidCatch(error: unknown, _info: ErrorInfo): void {
    reportError(error)
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children
    return <Failed onRetry={() => this.setState({ hasFailed: false })} />
  }
}

function Failed({ onRetry }: { readonly onRetry: () => void }) {
  const { t } = useText()
  return (
    <Empty
      title={t('frame.screenFailed')}
      action={
        <span className="flex gap-2">
          <Button look="ink" onClick={onRetry}>
            {t('common.retry')}
          </Button>
          <Button onClick={() => location.reload()}>{t('frame.reload')}</Button>
        </span>
      }
    >
      {t('frame.screenFailedText')}
    </Empty>
  )
}
