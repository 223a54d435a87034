import { File, Film, Image, type LucideIcon, Mic, Music, Sticker } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AttachmentKind } from '#protocol/attachment'
import { assertNever } from '#protocol/ids'
import { useOperator } from '../state/hooks'
import { useText } from '../text/i18n'
import type { Preview } from './preview'

const icons: Record<AttachmentKind, LucideIcon> = {
  picture: Image,
  file: File,
  voice: Mic,
  audio: Music,
  video: Film,
  sticker: Sticker,
}

/** Last words, draft, failure: one line that ends in an ellipsis. */
export function PreviewLine({ preview }: { readonly preview: Preview }) {
  const { t } = useText()
  switch (preview.kind) {
    case 'typing':
      return <Pre tone="accent">{t('inbox.typing')}</Pre>
    case 'draft':
      return <Line tone="accent" pre={t('inbox.draft')} text={preview.text} />
    case 'queued':
      return <Line tone="accent" pre={t('inbox.queuedReply')} text={preview.text} />
    case 'refused':
      return <Line tone="danger" pre={t('inbox.refused')} text={preview.text} />
    case 'failed': {
      const reason = preview.reason === null ? preview.text : t(`common.failure.${preview.reason}`)
      return <Line tone="danger" pre={t('inbox.failed')} text={reason} />
    }
    case 'message':
      return <MessageLine preview={preview} />
    case 'none':
      return t('inbox.empty')
    default:
      return assertNever(preview)
  }
}

function MessageLine({ preview }: { readonly preview: Extract<Preview, { kind: 'message' }> }) {
  const { t } = useText()
  const author = useOperator(preview.operatorId)
  const Icon = preview.attachment === null ? null : icons[preview.attachment]
  const said =
    preview.text === '' && preview.attachment !== null ? t(`common.attachment.${preview.attachment}`) : preview.text
  const firstName = author?.name.split(' ')[0] ?? t('common.unknownOperator')
  const pre = {
    contact: null,
    me: t('inbox.you'),
    operator: t('inbox.of', { name: firstName }),
    bot: t('inbox.bot'),
    automatic: t('inbox.automatic'),
    elsewhere: t('inbox.elsewhere'),
  }[preview.by]
  return (
    <>
      {pre === null ? null : <Pre>{pre} </Pre>}
      {Icon === null ? null : <Icon className="icon icon-xs me-1" aria-hidden="true" />}
      {said}
    </>
  )
}

function Line({
  tone,
  pre,
  text,
}: {
  readonly tone: 'accent' | 'danger'
  readonly pre: string
  readonly text: string
}) {
  return (
    <>
      <Pre tone={tone}>{pre}</Pre> {text}
    </>
  )
}

function Pre({ tone, children }: { readonly tone?: 'accent' | 'danger'; readonly children: ReactNode }) {
  return (
    <span className="conv-pre" data-tone={tone}>
      {children}
    </span>
  )
}
