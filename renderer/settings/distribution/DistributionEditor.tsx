import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { FormProvider, useForm } from 'react-hook-form'
import type { DistributionRules } from '#protocol/queries'
import type { DistributionSettings } from '#protocol/settings'
import { useBridge } from '../../bridge'
import { useAct } from '../../state/act'
import { useIsLive } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { refusalText } from '../../text/refusal'
import { useToasts } from '../../ui/Toast'
import { RehearsalButton } from '../rehearsal/RehearsalButton'
import { SaveBar } from '../SaveBar'
import { SettingsScreen } from '../SettingsScreen'
import { useUnsavedGuard } from '../unsaved'
import { Conflict } from './Conflict'
import { DistributionFields } from './DistributionFields'
import { DistributionForm, formOf, settingsOf } from './distribution-form'

interface Saved {
  readonly version: number
  readonly settings: DistributionSettings
}

export function DistributionEditor({ rules }: { readonly rules: DistributionRules }) {
  const { t, format } = useText()
  const bridge = useBridge()
  const act = useAct()
  const { show } = useToasts()
  const isLive = useIsLive()
  const [saved, setSaved] = useState<Saved>(rules)
  const [theirs, setTheirs] = useState<Saved | null>(null)
  const form = useForm<DistributionForm>({
    resolver: zodResolver(DistributionForm),
    defaultValues: formOf(rules.settings),
    mode: 'onTouched',
  })
  const { isDirty, errors, isSubmitting } = form.formState
  useUnsavedGuard(isDirty)
  const saveOver = async (values: DistributionForm, version: number) => {
    const settings = settingsOf(values)
    const reply = await act({ kind: 'distribution.save', version, settings }, { isQuiet: true })
    if (reply.ok) {
      setSaved({ version: reply.value.version, settings })
      setTheirs(null)
      form.reset(values)
      return show(t('settings.saved'))
    }
    if (reply.refusal.code !== 'CONFLICT') return show(refusalText(t, format, reply.refusal))
    const now = await bridge.query({ kind: 'distribution.rules' })
    if (now.ok) setTheirs({ version: now.value.version, settings: now.value.settings })
    else show(refusalText(t, format, now.refusal))
  }
  const takeTheirs = () => {
    if (theirs === null) return
    setSaved(theirs)
    form.reset(formOf(theirs.settings))
    setTheirs(null)
  }
  const draft = () => {
    const values = DistributionForm.safeParse(form.getValues())
    return values.success ? { settings: settingsOf(values.data) } : null
  }
  const keepMine = form.handleSubmit((values) => saveOver(values, theirs?.version ?? saved.version))
  return (
    <FormProvider {...form}>
      <form
        className="contents"
        noValidate
        onSubmit={(event) => void form.handleSubmit((values) => saveOver(values, saved.version))(event)}
      >
        <SettingsScreen
          title={t('settings.page.distribution')}
          foot={
            <SaveBar
              isDirty={isDirty}
              errors={Object.keys(errors).length}
              isSaving={isSubmitting}
              reason={isLive ? null : t('settings.needsHub')}
              onDiscard={() => form.reset(formOf(saved.settings))}
              more={<RehearsalButton draft={draft} />}
            />
          }
        >
          {theirs === null ? null : (
            <Conflict
              mine={form.getValues()}
              theirs={formOf(theirs.settings)}
              groups={rules.groups}
              onKeepMine={() => void keepMine()}
              onTakeTheirs={takeTheirs}
            />
          )}
          <DistributionFields rules={rules} />
        </SettingsScreen>
      </form>
    </FormProvider>
  )
}
