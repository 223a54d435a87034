import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { FormProvider, useForm } from 'react-hook-form'
import type { AccountDetails } from '#protocol/operator'
import { useBridge } from '../../bridge'
import { useAct } from '../../state/act'
import { useIsLive } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { refusalText } from '../../text/refusal'
import { Button } from '../../ui/Button'
import { Notice } from '../../ui/Notice'
import { SideSheet } from '../SideSheet'
import { useUnsavedGuard } from '../unsaved'
import { AccountActs } from './AccountActs'
import type { GivenLink } from './given-link'
import { OneTimeLink } from './OneTimeLink'
import { OperatorConflict } from './OperatorConflict'
import { OperatorInputs } from './OperatorInputs'
import { OperatorSessions } from './OperatorSessions'
import { commandOf, fieldsOf, newOperator, OperatorFields } from './operator-form'
import { PictureField } from './PictureField'

interface Props {
  /** Null = a new operator. */
  readonly account: AccountDetails | null
  readonly onClose: () => void
  readonly onChanged: () => void
}

export function OperatorSheet({ account, onClose, onChanged }: Props) {
  const { t, format } = useText()
  const act = useAct()
  const bridge = useBridge()
  const isLive = useIsLive()
  const [given, setGiven] = useState<GivenLink | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const [theirs, setTheirs] = useState<AccountDetails | null>(null)
  /** What the next saving is over: the newest version one has seen. */
  const [version, setVersion] = useState(account?.version ?? 0)
  const form = useForm<OperatorFields>({
    resolver: zodResolver(OperatorFields),
    defaultValues: account === null ? newOperator : fieldsOf(account),
  })
  const { isDirty, isSubmitting } = form.formState
  const mayLeave = useUnsavedGuard(isDirty && given === null)
  const close = () => void mayLeave().then((isFree) => (isFree ? onClose() : undefined))
  const saveOver = async (fields: OperatorFields, over: number) => {
    setRefused(null)
    const command = commandOf(fields)
    const quiet = {
      isQuiet: true,
      ...(account === null ? {} : { done: t('settings.operators.savedDone', { name: fields.name }) }),
    }
    const reply =
      account === null
        ? await act({ kind: 'operator.invite', form: command }, quiet)
        : await act({ kind: 'operator.edit', operatorId: account.id, version: over, form: command }, quiet)
    if (!reply.ok && reply.refusal.code === 'CONFLICT' && account !== null) {
      const now = await bridge.query({ kind: 'accounts.details' })
      const other = now.ok ? now.value.find((one) => one.id === account.id) : undefined
      if (other !== undefined) return setTheirs(other)
    }
    if (!reply.ok) {
      const { field } = reply.refusal
      const sentence = refusalText(t, format, reply.refusal)
      const known = field === undefined ? undefined : fieldNames.find((name) => field.endsWith(name))
      if (known !== undefined) form.setError(known, { type: 'hub', message: sentence })
      else setRefused(sentence)
      return
    }
    form.reset(fields)
    setTheirs(null)
    if ('version' in reply.value) setVersion(reply.value.version)
    onChanged()
    if ('link' in reply.value) setGiven({ link: reply.value.link, until: reply.value.until, name: fields.name })
  }
  const save = form.handleSubmit((fields) => saveOver(fields, version))
  const keepMine = form.handleSubmit((fields) => saveOver(fields, theirs?.version ?? version))
  const takeTheirs = () => {
    if (theirs === null) return
    setVersion(theirs.version)
    form.reset(fieldsOf(theirs))
    setTheirs(null)
  }
  if (given !== null) {
    return (
      <SideSheet title={t('settings.operators.linkTitle')} subtitle={given.name} onClose={onClose}>
        <OneTimeLink given={given} onDone={onClose} />
      </SideSheet>
    )
  }
  return (
    <SideSheet title={account?.name ?? t('settings.operators.sheetInvite')} subtitle={account?.login} onClose={close}>
      <FormProvider {...form}>
        <form className="sheet-form" noValidate onSubmit={(event) => void save(event)}>
          <div className="sheet-body scroll min-h-0 flex-1">
            {refused === null ? null : (
              <Notice tone="danger" isNews>
                {refused}
              </Notice>
            )}
            {theirs === null ? null : (
              <OperatorConflict
                mine={form.getValues()}
                theirs={fieldsOf(theirs)}
                onKeepMine={() => void keepMine()}
                onTakeTheirs={takeTheirs}
              />
            )}
            {account === null ? null : <PictureField operatorId={account.id} name={account.name} />}
            <OperatorInputs />
            {account === null ? null : <OperatorSessions operatorId={account.id} />}
          </div>
          <div className="sheet-foot">
            <Button
              type="submit"
              look="ink"
              isWorking={isSubmitting}
              workingText={t('common.saving')}
              reason={isLive ? null : t('settings.needsHub')}
              isDisabled={account !== null && !isDirty}
            >
              {account === null ? t('settings.operators.inviteAct') : t('common.save')}
            </Button>
            <Button look="ghost" onClick={close}>
              {t('common.cancel')}
            </Button>
            {account === null ? null : <AccountActs account={account} onLink={setGiven} onChanged={onChanged} />}
          </div>
        </form>
      </FormProvider>
    </SideSheet>
  )
}

const fieldNames = ['name', 'login', 'role', 'limit'] as const
