import { Dialog } from '@base-ui/react/dialog'
import { ChevronLeft, ChevronRight, Download, X } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import type { Attachment } from '#protocol/attachment'
import type { Entry } from '#protocol/message'
import { useBridge } from '../../bridge'
import { useText } from '../../text/i18n'
import { IconButton } from '../../ui/IconButton'
import { usePane, usePaneStore } from '../pane-state'
import { isMedia } from './Attachments'
import { useSave } from './use-save'

const viewable = (entries: readonly Entry[]): readonly Attachment[] =>
  entries.flatMap((entry) =>
    entry.kind === 'message'
      ? entry.attachments.filter((attachment) => isMedia(attachment) && attachment.state.kind === 'stored')
      : [],
  )

/** Pictures and videos of the conversation, one at a time; arrows go through them. */
export function Viewer({ entries }: { readonly entries: readonly Entry[] }) {
  const viewing = usePane((state) => state.viewing)
  const pane = usePaneStore()
  const all = viewing === null ? [] : viewable(entries)
  const at = all.findIndex((attachment) => attachment.id === viewing)
  const shown = all[at]
  const close = () => pane.setState({ viewing: null })
  const go = (step: number) => {
    const next = all[at + step]
    if (next !== undefined) pane.setState({ viewing: next.id })
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') go(-1)
    if (event.key === 'ArrowRight') go(1)
  }
  return (
    <Dialog.Root open={shown !== undefined} onOpenChange={(open) => (open ? undefined : close())}>
      <Dialog.Portal>
        <Dialog.Popup className="viewer" onKeyDown={onKey}>
          {shown === undefined ? null : <Shown attachment={shown} at={at} of={all.length} go={go} close={close} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

interface ShownProps {
  readonly attachment: Attachment
  readonly at: number
  readonly of: number
  readonly go: (step: number) => void
  readonly close: () => void
}

function Shown({ attachment, at, of, go, close }: ShownProps) {
  const { t, format } = useText()
  const bridge = useBridge()
  const save = useSave()
  const source = bridge.mediaUrl(attachment.id)
  return (
    <>
      <div className="viewer-head">
        <Dialog.Title className="cut min-w-0 flex-1">
          {attachment.name}
          <span className="font-normal text-text-3">
            {attachment.size === null ? null : ` · ${format.size(attachment.size)}`}
            {of > 1 ? ` · ${t('chat.attachment.of', { at: at + 1, of })}` : null}
          </span>
        </Dialog.Title>
        <IconButton
          label={t('chat.attachment.saveNamed', { name: attachment.name })}
          icon={<Download className="icon" aria-hidden="true" />}
          onClick={() => save(attachment)}
        />
        <IconButton
          label={t('chat.attachment.closeViewer')}
          keys="escape"
          icon={<X className="icon" aria-hidden="true" />}
          onClick={close}
        />
      </div>
      <div className="viewer-stage">
        {attachment.kind === 'video' ? (
          // biome-ignore lint/a11y/useMediaCaption: a contact's video has no captions
          <video key={attachment.id} src={source} controls autoPlay playsInline />
        ) : (
          <img key={attachment.id} src={source} alt={attachment.name} />
        )}
        {at > 0 ? (
          <IconButton
            className="viewer-side viewer-back"
            look="plain"
            label={t('chat.attachment.previous')}
            keys="left"
            icon={<ChevronLeft className="icon" aria-hidden="true" />}
            onClick={() => go(-1)}
          />
        ) : null}
        {at < of - 1 ? (
          <IconButton
            className="viewer-side viewer-on"
            look="plain"
            label={t('chat.attachment.next')}
            keys="right"
            icon={<ChevronRight className="icon" aria-hidden="true" />}
            onClick={() => go(1)}
          />
        ) : null}
      </div>
    </>
  )
}
