import { Download } from 'lucide-react'
import type { Attachment } from '#protocol/attachment'
import { useText } from '../../text/i18n'
import { IconButton } from '../../ui/IconButton'
import { FileSign } from './FileSign'
import { Unloaded } from './Unloaded'
import { useSave } from './use-save'

/** A document: what it is called, how big it is, and a button to keep it. */
export function FileCard({ attachment }: { readonly attachment: Attachment }) {
  const { t, format } = useText()
  const save = useSave()
  const { kind } = attachment.state
  const name = attachment.kind === 'voice' ? t('common.attachment.voice') : attachment.name
  return (
    <span className="file">
      <span className="file-sign">
        <FileSign mediaType={attachment.mediaType} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="cut block" title={name}>
          {name}
        </span>
        <span className="file-line">
          {attachment.size === null || kind === 'failed' ? null : format.size(attachment.size)}{' '}
          <Unloaded attachment={attachment} />
        </span>
      </span>
      {kind === 'stored' ? (
        <IconButton
          label={t('chat.attachment.saveNamed', { name: attachment.name })}
          icon={<Download className="icon" aria-hidden="true" />}
          onClick={() => save(attachment)}
        />
      ) : null}
    </span>
  )
}
