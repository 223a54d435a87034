import { type FormEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Refusal } from '#protocol/errors'
import { useBridge } from '../bridge'
import { useText } from '../text/i18n'
import { refusalText } from '../text/refusal'
import { Button } from '../ui/Button'
import { Checkbox } from '../ui/Checkbox'
import { Notice } from '../ui/Notice'
import { PasswordField, TextField } from '../ui/TextField'

const shortestPassword = 12

interface Props {
  /** Not empty when the page was opened by the link: it is then used at once. */
  readonly link: string
  readonly onPassword: () => void
}

/** The hub keeps an invitation good until a password is chosen: it answers INVALID with the field and the name. */
const wantsPassword = (refusal: Refusal) => refusal.code === 'INVALID' && refusal.field === 'password'

export function LinkForm({ link: first, onPassword }: Props) {
  const bridge = useBridge()
  const { t, format } = useText()
  const [link, setLink] = useState(first)
  const [password, setPassword] = useState('')
  const [invited, setInvited] = useState<string | null>(null)
  const [goOnDuty, setGoOnDuty] = useState(true)
  const [isTried, setTried] = useState(false)
  const [isWorking, setWorking] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const passwordInput = useRef<HTMLInputElement>(null)
  const isChoosing = invited !== null
  const isShort = password.length < shortestPassword
  const submit = async () => {
    setTried(true)
    setRefusal(null)
    if (link.trim() === '') return
    if (isChoosing && isShort) return passwordInput.current?.focus()
    setWorking(true)
    const entered = await bridge.signInByLink({ link: link.trim(), password: isChoosing ? password : null, goOnDuty })
    setWorking(false)
    if (entered.ok) return
    if (!isChoosing && wantsPassword(entered.refusal)) {
      const { name, login } = entered.refusal.facts ?? {}
      setTried(false)
      setInvited(typeof name === 'string' ? name : typeof login === 'string' ? login : '')
      return
    }
    setRefusal(entered.refusal)
  }
  const enterAtOnce = useEffectEvent(() => (first === '' ? undefined : void submit()))
  useEffect(() => enterAtOnce(), [])
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
          {refusalText(t, format, refusal)}
        </Notice>
      )}
      {isChoosing ? (
        <>
          <p className="text-text-2" role="status">
            {invited === '' ? null : <b className="block text-message text-text-1">{invited}</b>}
            {t('signIn.invitationText')}
          </p>
          <PasswordField
            ref={passwordInput}
            label={t('signIn.newPassword')}
            hint={t('signIn.newPasswordHint')}
            error={isTried && isShort ? t('signIn.passwordShort', { number: password.length }) : null}
            isLarge
            autoFocus
            autoComplete="new-password"
            maxLength={128}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </>
      ) : (
        <TextField
          label={t('signIn.link')}
          hint={t('signIn.linkHint')}
          error={isTried && link.trim() === '' ? t('signIn.linkEmpty') : null}
          isLarge
          autoFocus
          autoComplete="off"
          spellCheck={false}
          maxLength={600}
          value={link}
          onChange={(event) => setLink(event.target.value)}
        />
      )}
      <Checkbox
        label={t('signIn.onDuty')}
        hint={goOnDuty ? t('signIn.onDutyText') : t('signIn.offDutyText')}
        isOn={goOnDuty}
        onChange={setGoOnDuty}
      />
      <Button type="submit" look="ink" size="l" isWorking={isWorking} workingText={t('signIn.working')}>
        {isChoosing ? t('signIn.invitationSubmit') : t('signIn.submit')}
      </Button>
      <button type="button" className="btn-link justify-self-start" onClick={onPassword}>
        {t('signIn.byPassword')}
      </button>
    </form>
  )
}
