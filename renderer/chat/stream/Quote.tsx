import type { Seq } from '#protocol/ids'
import { useText } from '../../text/i18n'
import { spotlight, usePaneStore } from '../pane-state'
import { authorName } from './author-name'
import { useStreamAround } from './stream-context'

/** The message that is answered, above the answer; leads to it. */
export function Quote({ seq }: { readonly seq: Seq }) {
  const { t } = useText()
  const pane = usePaneStore()
  const around = useStreamAround()
  const entry = around.entryAt(seq)
  if (entry === null || entry.kind !== 'message')
    return <span className="quote cut">{t('chat.stream.quoteMissing')}</span>
  const words = entry.text === '' ? t(`common.attachment.${entry.attachments[0]?.kind ?? 'file'}`) : entry.text
  return (
    <button type="button" className="quote cut" onClick={() => spotlight(pane, seq)}>
      <b className="font-medium">{authorName(entry.author, around.row, around.people, t)}: </b>
      {words.slice(0, 160)}
    </button>
  )
}
