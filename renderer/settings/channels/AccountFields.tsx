import type { ClipboardEvent } from 'react'
import type { ChannelDetails } from '#protocol/channel'
import { assertNever } from '#protocol/ids'
import { useText } from '../../text/i18n'
import { Field } from '../../ui/Field'
import { RadioCards } from '../../ui/RadioCards'
import { Switch } from '../../ui/Switch'
import { PasswordField, TextField } from '../../ui/TextField'
import { type AccountProblem, type AccountValues, secretEnd } from './account-form'
import type { Input } from './messengers/messenger'

export interface FieldsProps {
  readonly inputs: readonly Input[]
  readonly values: AccountValues
  readonly channel: ChannelDetails | null
  readonly publicUrl: string | null
  readonly problems: ReadonlyMap<string, AccountProblem>
  readonly onChange: (part: AccountValues) => void
  /** A secret was pasted: it takes the place of what was there. */
  readonly onPaste: (name: string, text: string) => void
}

/** Inputs as the messenger's description names them. */
export function AccountFields({ inputs, ...rest }: FieldsProps) {
  return inputs.map((input) => <AccountField key={input.name} input={input} {...rest} />)
}

type FieldProps = Omit<FieldsProps, 'inputs'> & { readonly input: Input }

function AccountField({ input, values, channel, publicUrl, problems, onChange, onPaste }: FieldProps) {
  const { t } = useText()
  const { name } = input
  const value = values[name]
  const text = typeof value === 'string' ? value : ''
  const problem = problems.get(name)
  switch (input.kind) {
    case 'secret': {
      const end = channel === null ? '' : secretEnd(channel, name)
      const kept = end === '' ? '' : t('messengers.secretStored', { end })
      return (
        <PasswordField
          label={input.label(t)}
          hint={end === '' ? input.hint(t) : kept}
          error={problem === undefined ? null : t(`messengers.secretProblem.${problem}`)}
          autoComplete="off"
          spellCheck={false}
          maxLength={500}
          value={text}
          onChange={(event) => onChange({ [name]: event.target.value })}
          onPaste={(event: ClipboardEvent) => {
            event.preventDefault()
            onPaste(name, event.clipboardData.getData('text').trim())
          }}
        />
      )
    }
    case 'text':
      return (
        <TextField
          label={input.label(t)}
          hint={input.hint(t)}
          error={problem === undefined ? null : input.wrong(t)}
          autoComplete="off"
          spellCheck={false}
          maxLength={64}
          value={text}
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      )
    case 'address':
      return (
        <TextField
          label={input.label(t)}
          hint={input.hint(t)}
          error={problem === undefined ? null : t('messengers.addressWrong')}
          inputMode="url"
          spellCheck={false}
          maxLength={300}
          value={text}
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      )
    case 'switch':
      return (
        <Switch
          label={input.label(t)}
          hint={input.hint(t)}
          isOn={value === true}
          onChange={(isOn) => onChange({ [name]: isOn })}
        />
      )
    case 'mode':
      return (
        <Field label={input.label(t)} hint={input.hint(t)}>
          {() => (
            <RadioCards
              label={input.label(t)}
              value={text}
              options={[
                { value: 'polling', label: t('messengers.polling'), hint: input.polling(t) },
                {
                  value: 'webhook',
                  label: t('messengers.webhook'),
                  hint: publicUrl === null ? t('messengers.noPublicAddress') : input.webhook(t),
                  isDisabled: publicUrl === null && text !== 'webhook',
                },
              ]}
              onChange={(mode) => onChange({ [name]: mode })}
            />
          )}
        </Field>
      )
    default:
      return assertNever(input)
  }
}
