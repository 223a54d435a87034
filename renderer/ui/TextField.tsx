import { Eye, EyeOff } from 'lucide-react'
import { type ComponentPropsWithRef, type ReactNode, useState } from 'react'
import { useText } from '../text/i18n'
import { cx } from './class-names'
import { Field } from './Field'

interface Common {
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly error?: string | null | undefined
  readonly end?: ReactNode
  readonly isLarge?: boolean
}

type InputProps = Omit<ComponentPropsWithRef<'input'>, 'id' | 'className'>

export function TextField({ label, hint, error, end, isLarge = false, ...input }: Common & InputProps) {
  return (
    <Field label={label} hint={hint} error={error} end={end}>
      {({ id, describedBy, isInvalid }) => (
        <input
          type="text"
          {...input}
          id={id}
          className={cx('input', isLarge && 'input-l')}
          aria-invalid={isInvalid || undefined}
          aria-describedby={describedBy}
        />
      )}
    </Field>
  )
}

type AreaProps = Omit<ComponentPropsWithRef<'textarea'>, 'id' | 'className'>

export function TextArea({ label, hint, error, end, ...area }: Common & AreaProps) {
  return (
    <Field label={label} hint={hint} error={error} end={end}>
      {({ id, describedBy, isInvalid }) => (
        <textarea
          {...area}
          id={id}
          className="input scroll"
          aria-invalid={isInvalid || undefined}
          aria-describedby={describedBy}
        />
      )}
    </Field>
  )
}

/** A password with a sign to see it: typing blind in the wrong layout is the usual cause of failed sign-ins. */
export function PasswordField({ label, hint, error, end, isLarge = false, ...input }: Common & InputProps) {
  const { t } = useText()
  const [isShown, setShown] = useState(false)
  return (
    <Field label={label} hint={hint} error={error} end={end}>
      {({ id, describedBy, isInvalid }) => (
        <div className={cx('input pe-1', isLarge && 'input-l')}>
          <input
            {...input}
            id={id}
            type={isShown ? 'text' : 'password'}
            aria-invalid={isInvalid || undefined}
            aria-describedby={describedBy}
          />
          <button
            type="button"
            className="btn btn-ghost btn-s btn-icon"
            aria-label={isShown ? t('signIn.hide') : t('signIn.show')}
            aria-pressed={isShown}
            onClick={() => setShown(!isShown)}
          >
            {isShown ? <EyeOff className="icon" aria-hidden="true" /> : <Eye className="icon" aria-hidden="true" />}
          </button>
        </div>
      )}
    </Field>
  )
}
