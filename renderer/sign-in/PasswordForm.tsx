import { type FormEvent, useRef, useState } from 'react'
import type { Refusal } from '#protocol/errors'
import { useBridge } from '../bridge'
import { useText } from '../text/i18n'
import { refusalText } from '../text/refusal'
import { Button } from '../ui/Button'
import { Checkbox } from '../ui/Checkbox'
import { Notice } from '../ui/Notice'
import { PasswordField, TextField } from '../ui/TextField'
import { shownAddress } from './hub-address'

interface Props {
  readonly hubUrl: string
  readonly onLink: () => void
}

export function PasswordForm({ hubUrl, onLink }: Props) {
  const bridge = useBridge()
  const { t, format } = useText()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [goOnDuty, setGoOnDuty] = useState(true)
  const [isTried, setTried] = useState(false)
  const [isWorking, setWorking] = useState(false)
  const [forgot, setForgot] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const loginInput = useRef<HTMLInputElement>(null)
  const passwordInput = useRef<HTMLInputElement>(null)
  const submit = async () => {
    setTried(true)
    setRefusal(null)
    if (login.trim() === '') return loginInput.current?.focus()
    if (password === '') return passwordInput.current?.focus()
    setWorking(true)
    const entered = await bridge.signIn({ hubUrl, login: login.trim(), password, goOnDuty })
    setWorking(false)
    if (entered.ok) return
    setRefusal(entered.refusal)
    passwordInput.current?.select()
  }
  const sentence = (of: Refusal) =>
    of.code === 'NOT_CONNECTED' ? t('signIn.unreachable', { hub: shownAddress(hubUrl) }) : refusalText(t, format, of)
  return (
    <form
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void submit()
      }}
    >
      {refusal === null ? null : (
        <Notice tone="danger" isNews>
          {sentence(refusal)}
        </Notice>
      )}
      <TextField
        ref={loginInput}
        label={t('signIn.login')}
        error={isTried && login.trim() === '' ? t('signIn.loginEmpty') : null}
        isLarge
        autoFocus
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={64}
        value={login}
        onChange={(event) => setLogin(event.target.value)}
      />
      <PasswordField
        ref={passwordInput}
        label={t('signIn.password')}
        error={isTried && password === '' ? t('signIn.passwordEmpty') : null}
        isLarge
        autoComplete="current-password"
        maxLength={128}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        end={
          <button
            type="button"
            className="btn-link text-small"
            aria-expanded={forgot}
            onClick={() => setForgot(!forgot)}
          >
            {t('signIn.forgot')}
          </button>
        }
      />
      {forgot ? <Notice>{t('signIn.forgotText')}</Notice> : null}
      <Checkbox
        label={t('signIn.onDuty')}
        hint={goOnDuty ? t('signIn.onDutyText') : t('signIn.offDutyText')}
        isOn={goOnDuty}
        onChange={setGoOnDuty}
      />
      <Button type="submit" look="ink" size="l" isWorking={isWorking} workingText={t('signIn.working')}>
        {t('signIn.submit')}
      </Button>
      <button type="button" className="btn-link justify-self-start" onClick={onLink}>
        {t('signIn.byLink')}
      </button>
    </form>
  )
}
