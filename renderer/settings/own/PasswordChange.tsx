import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { Password } from '#protocol/operator'
import { useAct } from '../../state/act'
import { useIsLive } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { refusalText } from '../../text/refusal'
import { Button } from '../../ui/Button'
import { PasswordField } from '../../ui/TextField'
import { useToasts } from '../../ui/Toast'

const schema = z.object({ current: z.string().min(1), next: Password })

export function PasswordChange({ onChanged }: { readonly onChanged: () => void }) {
  const { t, format } = useText()
  const act = useAct()
  const { show } = useToasts()
  const isLive = useIsLive()
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { current: '', next: '' } })
  const { errors, isSubmitting } = form.formState
  const save = form.handleSubmit(async ({ current, next }) => {
    const reply = await act({ kind: 'account.password', current, next }, { isQuiet: true })
    if (reply.ok) {
      form.reset()
      show(t('settings.sessions.changed'))
      return onChanged()
    }
    const isWrong = reply.refusal.code === 'WRONG_CREDENTIALS' || reply.refusal.field === 'current'
    const message = isWrong ? t('settings.sessions.currentWrong') : refusalText(t, format, reply.refusal)
    form.setError(reply.refusal.field === 'next' ? 'next' : 'current', { type: 'hub', message })
  })
  const currentError = errors.current?.type === 'hub' ? errors.current.message : t('settings.sessions.currentEmpty')
  const nextError = errors.next?.type === 'hub' ? errors.next.message : t('settings.sessions.short')
  return (
    <form className="form-set" onSubmit={(event) => void save(event)} noValidate>
      <h3>{t('settings.sessions.password')}</h3>
      <div className="grid max-w-80 gap-3">
        <PasswordField
          label={t('settings.sessions.currentPassword')}
          error={errors.current === undefined ? null : currentError}
          autoComplete="current-password"
          {...form.register('current')}
        />
        <PasswordField
          label={t('settings.sessions.next')}
          hint={t('settings.sessions.nextHint')}
          error={errors.next === undefined ? null : nextError}
          autoComplete="new-password"
          {...form.register('next')}
        />
        <Button
          type="submit"
          className="justify-self-start"
          isWorking={isSubmitting}
          workingText={t('common.saving')}
          reason={isLive ? null : t('settings.needsHub')}
        >
          {t('settings.sessions.change')}
        </Button>
      </div>
    </form>
  )
}
