import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { FormProvider, useForm } from 'react-hook-form'
import type { ChannelDetails, CheckedAccount } from '#protocol/channel'
import { useAct } from '../../state/act'
import { useIsLive, useWorkspace } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { refusalText } from '../../text/refusal'
import { Button } from '../../ui/Button'
import { Notice } from '../../ui/Notice'
import { useUnsavedGuard } from '../unsaved'
import { CommonInputs } from './CommonInputs'
import {
  ChannelFields,
  type ConnectableMessenger,
  connectionEditOf,
  connectionOf,
  fieldsOf,
  needsToken,
  newChannel,
  receiverOf,
} from './channel-form'
import { TelegramSteps } from './TelegramSteps'
import { WebInputs } from './WebInputs'

interface Props {
  readonly messenger: ConnectableMessenger
  /** Null = connecting a new one. */
  readonly channel: ChannelDetails | null
  readonly onClose: () => void
  readonly onSaved: (saved: ChannelDetails) => void
}

/** What the channel is connected with; of a new one also who answers. */
export function Connection({ messenger, channel, onClose, onSaved }: Props) {
  const { t, format } = useText()
  const act = useAct()
  const isLive = useIsLive()
  const everybody = useWorkspace((state) => state.company?.groups.find((group) => group.isEverybody)?.id)
  const companyName = useWorkspace((state) => state.company?.settings.companyName ?? '')
  const title = t(`common.messenger.${messenger}`)
  const [stored] = useState(() => (channel === null ? null : fieldsOf(channel)))
  const [checked, setChecked] = useState<CheckedAccount | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const form = useForm<ChannelFields>({
    resolver: zodResolver(ChannelFields),
    defaultValues: stored ?? newChannel(`${title} · ${companyName}`.slice(0, 80), `group:${everybody ?? ''}`),
  })
  const { isDirty, isSubmitting } = form.formState
  /** Its settings do not open: they have to be entered again, as they were. */
  const isLocked = channel !== null && channel.health.kind === 'stopped' && channel.health.reason === 'secret'
  useUnsavedGuard(isDirty)
  const save = form.handleSubmit(async (fields) => {
    setRefused(null)
    const message = messenger === 'telegram' ? tokenProblem(fields) : null
    if (message !== null) return form.setError('token', { type: 'own', message })
    const told = {
      isQuiet: true,
      done: channel === null ? t('settings.channels.connected', { name: fields.name }) : t('settings.saved'),
    }
    const reply =
      channel === null || stored === null
        ? await act(
            {
              kind: 'channel.connect',
              name: fields.name,
              receiver: receiverOf(fields.receiver),
              form: connectionOf(messenger, fields),
            },
            told,
          )
        : await act(
            {
              kind: 'channel.edit',
              channelId: channel.id,
              version: channel.version,
              name: fields.name,
              form: connectionEditOf(messenger, fields, stored),
            },
            told,
          )
    if (!reply.ok) return setRefused(refusalText(t, format, reply.refusal))
    form.reset(fields)
    onSaved(reply.value)
  })
  const tokenProblem = (fields: ChannelFields) => {
    if (fields.token !== '') return checked === null ? t('settings.channels.telegram.notChecked') : null
    if (stored === null || isLocked) return t('settings.channels.telegram.tokenEmpty')
    return needsToken(fields, stored) ? t('settings.channels.telegram.tokenForAddress') : null
  }
  return (
    <FormProvider {...form}>
      <form className="sheet-form" noValidate onSubmit={(event) => void save(event)}>
        <div className="sheet-body scroll min-h-0 flex-1">
          {refused === null ? null : (
            <Notice tone="danger" isNews>
              {refused}
            </Notice>
          )}
          {messenger === 'telegram' ? (
            <TelegramSteps channel={channel} checked={checked} onChecked={setChecked} />
          ) : (
            <WebInputs channel={channel} />
          )}
          {messenger === 'telegram' && channel === null ? null : <CommonInputs isNew={channel === null} />}
        </div>
        <div className="sheet-foot">
          <Button
            type="submit"
            look="ink"
            isWorking={isSubmitting}
            workingText={t('common.saving')}
            reason={isLive ? null : t('settings.needsHub')}
            isDisabled={channel !== null && !isDirty && !isLocked}
          >
            {channel === null ? t('settings.channels.save') : t('common.save')}
          </Button>
          <Button look="ghost" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </div>
      </form>
    </FormProvider>
  )
}
