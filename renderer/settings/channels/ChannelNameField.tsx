import { useText } from '../../text/i18n'
import { TextField } from '../../ui/TextField'
import { isNameWrong } from './connection-edit'

interface Props {
  readonly name: string
  readonly isTried: boolean
  readonly onChange: (name: string) => void
}

/** What operators call it. */
export function ChannelNameField({ name, isTried, onChange }: Props) {
  const { t } = useText()
  return (
    <TextField
      label={t('settings.channels.name')}
      hint={t('settings.channels.nameHint')}
      error={isTried && isNameWrong(name) ? t('settings.requiredName') : null}
      maxLength={80}
      value={name}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
