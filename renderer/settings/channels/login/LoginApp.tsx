import { ExternalLink } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import type { Messenger } from '#protocol/channel'
import type { Refusal } from '#protocol/errors'
import { LoginAppForm, type LoginPlace } from '#protocol/messenger-login'
import { useBridge } from '../../../bridge'
import { useAct } from '../../../state/act'
import { useIsLive } from '../../../state/hooks'
import { useText } from '../../../text/i18n'
import { refusalText } from '../../../text/refusal'
import { Button } from '../../../ui/Button'
import { CopyButton } from '../../../ui/CopyButton'
import { Notice } from '../../../ui/Notice'
import { PasswordField, TextField } from '../../../ui/TextField'
import type { LoginGuide } from '../messengers/messenger'

interface Props {
  readonly messenger: Messenger
  readonly guide: LoginGuide
  readonly baseUrl: string
  readonly app: LoginPlace['app']
  readonly returnUrl: string
  readonly onSaved: () => void
  readonly onClose: () => void
}

/** The company's app at the messenger: registered once, for all its accounts there. */
export function LoginApp({ messenger, guide, baseUrl, app, returnUrl, onSaved, onClose }: Props) {
  const { t, format } = useText()
  const bridge = useBridge()
  const act = useAct()
  const isLive = useIsLive()
  const [appId, setAppId] = useState(app?.appId ?? '')
  const [secret, setSecret] = useState('')
  const [isTried, setTried] = useState(false)
  const [isSaving, setSaving] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const form = LoginAppForm.safeParse({
    ...{ appId, secret: secret.trim() === '' ? null : secret, baseUrl: baseUrl.trim() === '' ? null : baseUrl },
  })
  const isSecretMissing = app === null && secret.trim() === ''
  const isWrongId = !LoginAppForm.shape.appId.safeParse(appId).success
  const save = async () => {
    setTried(true)
    if (!form.success || isSecretMissing) return
    setSaving(true)
    const reply = await act({ kind: 'login.setApp', messenger, form: form.data }, { isQuiet: true })
    setSaving(false)
    setRefusal(reply.ok ? null : reply.refusal)
    if (reply.ok) onSaved()
  }
  /** Not the channel around it. */
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    void save()
  }
  return (
    <>
      <p className="text-text-2">{guide.appText(t)}</p>
      <Button
        size="s"
        className="justify-self-start"
        icon={<ExternalLink className="icon icon-s" aria-hidden="true" />}
        onClick={() => void bridge.openExternal({ url: guide.appUrl })}
      >
        {guide.appAct(t)}
      </Button>
      <div className="grid gap-1">
        <span className="label">{t('messengers.login.returnUrl')}</span>
        <div className="flex items-start gap-2">
          <code className="snippet min-w-0 flex-1">{returnUrl}</code>
          <CopyButton text={returnUrl} />
        </div>
      </div>
      <TextField
        label={t('messengers.login.appId')}
        error={isTried && isWrongId ? t('messengers.login.appIdWrong') : null}
        inputMode="numeric"
        autoComplete="off"
        maxLength={20}
        value={appId}
        onKeyDown={onKeyDown}
        onChange={(event) => setAppId(event.target.value)}
      />
      <PasswordField
        label={t('messengers.login.secret')}
        hint={
          app === null ? t('messengers.login.secretHint') : t('messengers.login.secretStored', { end: app.secretEnd })
        }
        error={isTried && isSecretMissing ? t('messengers.secretProblem.missing') : null}
        autoComplete="off"
        spellCheck={false}
        maxLength={500}
        value={secret}
        onKeyDown={onKeyDown}
        onChange={(event) => setSecret(event.target.value)}
      />
      {refusal === null ? null : (
        <Notice tone="danger" isNews>
          {refusal.field === 'form.secret' ? t('messengers.secretProblem.forAddress') : refusalText(t, format, refusal)}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          size="s"
          isWorking={isSaving}
          workingText={t('messengers.login.saving')}
          reason={isLive ? null : t('settings.needsHub')}
          onClick={() => void save()}
        >
          {t('messengers.login.saveApp')}
        </Button>
        <Button size="s" look="ghost" onClick={onClose}>
          {t('common.cancel')}
        </Button>
      </div>
    </>
  )
}
