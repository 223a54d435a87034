import { CircleAlert } from 'lucide-react'
import { type ComponentPropsWithRef, useId } from 'react'

/** Where the value stands in the sentence. */
export const gap = '\u{FFFC}'

interface Props extends Omit<ComponentPropsWithRef<'input'>, 'id' | 'className' | 'type'> {
  /** The sentence with `gap` in it. */
  readonly sentence: string
  /** What it is called where the sentence is not read: by a screen reader and in a conflict. */
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | null | undefined
}

/** A setting as a sentence with its number in it: «Не больше [10] диалогов на оператора». */
export function SentenceInput({ sentence, label, hint, error, ...input }: Props) {
  const id = useId()
  const isWrong = error !== undefined && error !== null
  const [before = '', after = ''] = sentence.split(gap)
  return (
    <div className="grid gap-1">
      <label className="sentence">
        <span>{before}</span>
        <input
          inputMode="decimal"
          autoComplete="off"
          {...input}
          type="text"
          className="input"
          aria-label={label}
          aria-invalid={isWrong || undefined}
          aria-describedby={isWrong || hint !== undefined ? `${id}d` : undefined}
        />
        <span>{after}</span>
      </label>
      {isWrong ? (
        <p id={`${id}d`} className="error">
          <CircleAlert className="icon" aria-hidden="true" />
          <span>{error}</span>
        </p>
      ) : null}
      {!isWrong && hint !== undefined ? (
        <p id={`${id}d`} className="hint">
          {hint}
        </p>
      ) : null}
    </div>
  )
}
