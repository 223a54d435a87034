import { useCallback, useEffect, useEffectEvent } from 'react'
import { useWindow } from '../state/hooks'
import { useText } from '../text/i18n'
import { useConfirmation } from '../ui/Confirmation'

/** Asks before unsaved changes are left. The answer is for closing the form itself. */
export function useUnsavedGuard(isDirty: boolean): () => Promise<boolean> {
  const { navigator } = useWindow()
  const confirm = useConfirmation()
  const { t } = useText()
  const mayLeave = useCallback(async () => {
    if (!isDirty) return true
    return confirm({
      title: t('settings.unsavedTitle'),
      text: t('settings.unsavedText'),
      act: t('settings.unsavedAct'),
      keep: t('settings.unsavedKeep'),
      isDangerous: true,
    })
  }, [isDirty, confirm, t])
  const ask = useEffectEvent(() => mayLeave())
  useEffect(() => {
    if (!isDirty) return
    navigator.guard(() => ask())
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => {
      navigator.guard(null)
      window.removeEventListener('beforeunload', warn)
    }
  }, [isDirty, navigator])
  return mayLeave
}
