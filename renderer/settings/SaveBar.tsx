import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useText } from '../text/i18n'
import { Button } from '../ui/Button'

interface Props {
  readonly isDirty: boolean
  readonly errors: number
  readonly isSaving: boolean
  readonly reason: string | null
  readonly onDiscard: () => void
  /** What else can be done with what is not saved yet. */
  readonly more?: ReactNode
}

/** Appears with the first change; counts what is wrong. */
export function SaveBar({ isDirty, errors, isSaving, reason, onDiscard, more }: Props) {
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
      <span className="flex flex-wrap justify-end gap-2">
        {more}
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
