import { CircleAlert, CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { useFormContext } from 'react-hook-form'
import type { ChannelDetails, CheckedAccount } from '#protocol/channel'
import type { Refusal } from '#protocol/errors'
import { useAct } from '../../state/act'
import { useIsLive } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { refusalText } from '../../text/refusal'
import { Avatar } from '../../ui/Avatar'
import { Button } from '../../ui/Button'
import { PasswordField } from '../../ui/TextField'
import type { ChannelFields } from './channel-form'
import { connectionOf } from './channel-form'

interface Props {
  readonly channel: ChannelDetails | null
  readonly checked: CheckedAccount | null
  readonly onChecked: (checked: CheckedAccount | null) => void
}

/** The token is asked about at once when pasted: whose it is, or that there is no such bot. Nothing is saved by it. */
export function TokenCheck({ channel, checked, onChecked }: Props) {
  const { t } = useText()
  const act = useAct()
  const isLive = useIsLive()
  const { register, getValues, clearErrors, formState } = useFormContext<ChannelFields>()
  const [isChecking, setChecking] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const check = async () => {
    const isKept = getValues('token').trim() === ''
    if (isKept && channel === null) return
    const given = connectionOf('telegram', getValues())
    const form = isKept && given.messenger === 'telegram' ? { ...given, token: null } : given
    setChecking(true)
    setRefusal(null)
    clearErrors('token')
    const asked = getValues('token')
    const reply = await act({ kind: 'channel.check', form, channelId: channel?.id ?? null }, { isQuiet: true })
    setChecking(false)
    // Another token was pasted meanwhile: this answer is not about it.
    if (getValues('token') !== asked) return
    onChecked(reply.ok ? reply.value : null)
    setRefusal(reply.ok ? null : reply.refusal)
  }
  const forget = () => {
    onChecked(null)
    setRefusal(null)
    clearErrors('token')
  }
  const tokenEnd = channel?.connection.messenger === 'telegram' ? channel.connection.tokenEnd : ''
  const hint =
    tokenEnd === ''
      ? t('settings.channels.telegram.tokenHint')
      : t('settings.channels.telegram.tokenKept', { end: tokenEnd })
  return (
    <div className="grid gap-2">
      <PasswordField
        label={t('settings.channels.telegram.tokenLabel')}
        hint={checked === null && refusal === null ? hint : undefined}
        error={formState.errors.token?.message}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        {...register('token', { onChange: forget })}
        // The field has the new text only after this event.
        onPaste={() => queueMicrotask(() => setTimeout(() => void check()))}
      />
      {refusal === null ? null : <NotFound refusal={refusal} />}
      {checked === null ? (
        <Button
          size="s"
          className="justify-self-start"
          isWorking={isChecking}
          workingText={t('settings.channels.telegram.checking')}
          reason={isLive ? null : t('settings.needsHub')}
          onClick={() => void check()}
        >
          {t('settings.channels.telegram.check')}
        </Button>
      ) : (
        <Verified account={checked} />
      )}
    </div>
  )
}

function Verified({ account }: { readonly account: CheckedAccount }) {
  const { t } = useText()
  return (
    <div className="verified" role="status">
      <Avatar id={account.account} name={account.name} size={28} picture={account.picture} />
      <div className="min-w-0 flex-1">
        <p className="cut font-strong">{account.name}</p>
        <p className="cut text-small text-text-2">{account.account}</p>
      </div>
      <span className="flex items-center gap-1.5 font-medium text-success">
        <CircleCheck className="icon" aria-hidden="true" />
        {t('settings.channels.telegram.authorised')}
      </span>
    </div>
  )
}

/** The headline is always the same words; the reason stands beneath. */
function NotFound({ refusal }: { readonly refusal: Refusal }) {
  const { t, format } = useText()
  const reason = refusalText(t, format, refusal)
  const isNotFound = refusal.code === 'BOT_NOT_FOUND'
  return (
    <div className="notice notice-danger" role="alert">
      <CircleAlert className="icon" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        {isNotFound ? <p className="font-strong">{t('settings.channels.telegram.notFound')}</p> : null}
        <p>
          {isNotFound ? reason.replace(`${t('settings.channels.telegram.notFound')}. `, '') : reason}{' '}
          {t('settings.channels.telegram.nothingSaved')}
        </p>
      </div>
    </div>
  )
}
