import { type FormEvent, useState } from 'react'
import { useText } from '../text/i18n'
import { Button } from '../ui/Button'
import { TextField } from '../ui/TextField'
import { hubAddress, shownAddress } from './hub-address'

interface Props {
  readonly first: string
  readonly onChosen: (origin: string) => void
  readonly onLink: () => void
}

export function HubForm({ first, onChosen, onLink }: Props) {
  const { t } = useText()
  const [typed, setTyped] = useState(shownAddress(first))
  const [isWrong, setWrong] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const origin = hubAddress(typed)
    setWrong(origin === null)
    if (origin !== null) onChosen(origin)
  }
  return (
    <form onSubmit={submit} noValidate>
      <TextField
        label={t('signIn.hub')}
        hint={t('signIn.hubHint')}
        error={isWrong ? t('signIn.hubWrong') : null}
        isLarge
        autoFocus
        inputMode="url"
        autoComplete="url"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button type="submit" look="ink" size="l">
        {t('signIn.hubNext')}
      </Button>
      <button type="button" className="btn-link justify-self-start" onClick={onLink}>
        {t('signIn.byLink')}
      </button>
    </form>
  )
}
