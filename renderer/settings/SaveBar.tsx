import { CircleAlert } from 'lucide-react'
import { useText } from '../text/i18n'
import { Button } from '../ui/Button'

interface Props {
  readonly isDirty: boolean
  readonly errors: number
  readonly isSaving: boolean
  readonly reason: string | null
  readonly onDiscard: () => void
}

/** Appears with the first change; counts what is wrong. */
export function SaveBar({ isDirty, errors, isSaving, reason, onDiscard }: Props) {
  const { t } = useText()
  if (!isDirty && errors === 0) return null
  return (
    <div className="save-bar">
      {errors > 0 ? (
        <span className="flex items-center gap-2 text-danger" role="status">
          <CircleAlert className="icon" aria-hidden="true" />
          {t('settings.errors', { count: errors })}
        </span>
      ) : (
        <span className="text-text-2">{t('settings.notSaved')}</span>
      )}
      <span className="flex gap-2">
        <Button look="ghost" onClick={onDiscard}>
          {t('settings.discard')}
        </Button>
        <Button type="submit" look="ink" isWorking={isSaving} workingText={t('common.saving')} reason={reason}>
          {t('common.save')}
        </Button>
      </span>
    </div>
  )
}
