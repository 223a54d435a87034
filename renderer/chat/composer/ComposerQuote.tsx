import { X } from 'lucide-react'
import type { Seq } from '#protocol/ids'
import type { OpenedReady } from '../../state/opened-conversation'
import { usePeople } from '../../state/people'
import { useText } from '../../text/i18n'
import { IconButton } from '../../ui/IconButton'
import { authorName } from '../stream/author-name'

interface Props {
  readonly ready: OpenedReady
  readonly seq: Seq
  readonly onCancel: () => void
}

/** The message the reply answers, over the text. */
export function ComposerQuote({ ready, seq, onCancel }: Props) {
  const { t } = useText()
  const people = usePeople()
  const entry = ready.entries.find((one) => one.seq === seq)
  if (entry?.kind !== 'message') return null
  return (
    <div className="composer-quote">
      <span className="quote cut">
        <b className="font-medium">{authorName(entry.author, ready.row, people, t)}: </b>
        {entry.text === '' ? t(`common.attachment.${entry.attachments[0]?.kind ?? 'file'}`) : entry.text.slice(0, 160)}
      </span>
      <IconButton
        size="s"
        label={t('chat.composer.cancelReply')}
        icon={<X className="icon icon-s" aria-hidden="true" />}
        onClick={onCancel}
      />
    </div>
  )
}
