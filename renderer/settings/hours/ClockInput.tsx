import { useState } from 'react'
import { clockText, minuteOf } from './clock'
import './hours.css'

interface Props {
  readonly label: string
  readonly minute: number
  readonly isWrong: boolean
  readonly describedBy: string | undefined
  readonly onChange: (minute: number) => void
}

/** What is typed stays as typed while it says the same as the value; on leaving it is written out. */
export function ClockInput({ label, minute, isWrong, describedBy, onChange }: Props) {
  const [text, setText] = useState(clockText(minute))
  const isOwn = Object.is(minuteOf(text), minute)
  return (
    <input
      type="text"
      inputMode="numeric"
      autoComplete="off"
      maxLength={5}
      className="input clock"
      aria-label={label}
      aria-invalid={isWrong || undefined}
      aria-describedby={describedBy}
      value={isOwn ? text : clockText(minute)}
      onChange={({ target }) => {
        setText(target.value)
        onChange(minuteOf(target.value))
      }}
      onBlur={() => (Number.isFinite(minute) ? setText(clockText(minute)) : undefined)}
    />
  )
}
