import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { CompanyName } from '#protocol/settings'
import { useAct } from '../../state/act'
import { useIsLive, useWorkspace } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { refusalText } from '../../text/refusal'
import { TextField } from '../../ui/TextField'
import { SaveBar } from '../SaveBar'
import { SettingsScreen } from '../SettingsScreen'
import { useUnsavedGuard } from '../unsaved'

const CompanyForm = z.object({ name: CompanyName })

/** What the company is called, by operators and in the chat on the site. */
export function CompanyPage() {
  const { t, format } = useText()
  const act = useAct()
  const isLive = useIsLive()
  const stored = useWorkspace((state) => state.company?.settings.companyName ?? '')
  const form = useForm({
    resolver: zodResolver(CompanyForm),
    values: { name: stored },
    resetOptions: { keepDirtyValues: true },
  })
  const { isDirty, errors, isSubmitting } = form.formState
  useUnsavedGuard(isDirty)
  const save = form.handleSubmit(async ({ name }) => {
    const reply = await act({ kind: 'company.rename', name }, { isQuiet: true, done: t('settings.saved') })
    if (reply.ok) form.reset({ name })
    else form.setError('name', { type: 'hub', message: refusalText(t, format, reply.refusal) })
  })
  const problem = errors.name?.type === 'hub' ? errors.name.message : t('settings.companyName.wrong')
  return (
    <div className="settings-page">
      <form className="contents" noValidate onSubmit={(event) => void save(event)}>
        <SettingsScreen
          title={t('settings.page.company')}
          foot={
            <SaveBar
              isDirty={isDirty}
              errors={Object.keys(errors).length}
              isSaving={isSubmitting}
              reason={isLive ? null : t('settings.needsHub')}
              onDiscard={() => form.reset({ name: stored })}
            />
          }
        >
          <div className="form">
            <div className="max-w-100">
              <TextField
                label={t('settings.companyName.label')}
                hint={t('settings.companyName.hint')}
                error={errors.name === undefined ? null : problem}
                maxLength={80}
                autoComplete="organization"
                {...form.register('name')}
              />
            </div>
          </div>
        </SettingsScreen>
      </form>
    </div>
  )
}
