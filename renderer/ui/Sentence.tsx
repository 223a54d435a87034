import type { ParseKeys } from 'i18next'
import { useText } from '../text/i18n'

/** Sentences with `<b>` in them. */
type SentenceKey = Extract<ParseKeys, `chat.system.${string}` | `supervisor.log.sentence.${string}`>

interface Props {
  readonly textKey: SentenceKey
  readonly values: Readonly<Record<string, string | number>>
}

const placeholder = /\ue000(\d+)\ue001/g

/**
 * A sentence whose `<b>` parts are bold. Values are put in after the marks are read, so that a name with a `<b>` in it
 * stays a name.
 */
export function Sentence({ textKey, values }: Props) {
  const { t } = useText()
  const names = Object.keys(values)
  const marked = Object.fromEntries(names.map((name, index) => [name, `\ue000${index}\ue001`]))
  const filled = (text: string) =>
    text.replaceAll(placeholder, (_mark, index: string) => String(values[names[Number(index)] ?? ''] ?? ''))
  const parts = t(textKey, { replace: marked }).split(/<\/?b>/)
  // Between every pair of marks stands what is bold: every second part.
  return parts
    .map((part, index) => ({ part, isBold: index % 2 === 1, at: index }))
    .map(({ part, isBold, at }) => (isBold ? <b key={at}>{filled(part)}</b> : <span key={at}>{filled(part)}</span>))
}
