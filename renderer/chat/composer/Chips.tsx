import { CircleAlert, LoaderCircle, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { isPicture } from '#protocol/file-problem'
import { useText } from '../../text/i18n'
import { refusalText } from '../../text/refusal'
import { cx } from '../../ui/class-names'
import { IconButton } from '../../ui/IconButton'
import { FileSign } from '../attachments/FileSign'
import type { ChosenFile } from './chosen-files'

interface Acts {
  readonly onRemove: (id: number) => void
  readonly onShrink: (id: number) => void
  readonly onRestore: (id: number) => void
}

interface Props extends Acts {
  readonly files: readonly ChosenFile[]
}

/** Below this nobody waits for a picture, on any line. */
const largeBytes = 1_000_000

/** By choice alone: what is written small in a photographed contract should arrive readable. */
const canShrink = ({ mediaType, size, bytes, full }: ChosenFile): boolean =>
  bytes !== null && full === null && size > largeBytes && /^image\/(jpeg|png|webp)$/u.test(mediaType)

/** Chosen files above the text: a look at pictures, size or reason, a way to take each out. */
export function Chips({ files, ...acts }: Props) {
  const { t } = useText()
  if (files.length === 0) return null
  return (
    <ul className="chips" aria-label={t('chat.composer.files')}>
      {files.map((file) => (
        <Chip key={file.id} file={file} {...acts} />
      ))}
    </ul>
  )
}

function Chip({ file, onRemove, onShrink, onRestore }: Acts & { readonly file: ChosenFile }) {
  const { t, format } = useText()
  const reason = useReason(file)
  return (
    <li className={cx('chip', reason !== null && 'chip-failed')}>
      <Preview file={file} />
      <span className="min-w-0 flex-1">
        <span className="cut block" title={file.name}>
          {file.name}
        </span>
        <span className={reason === null ? 'block text-text-3' : 'block text-danger'}>
          {reason ?? format.size(file.size)}
          {canShrink(file) ? (
            <button type="button" className="btn-link ms-2" onClick={() => onShrink(file.id)}>
              {t('chat.composer.shrink')}
            </button>
          ) : null}
          {file.full === null ? null : (
            <button type="button" className="btn-link ms-2" onClick={() => onRestore(file.id)}>
              {t('chat.composer.restore', { size: format.size(file.full.size) })}
            </button>
          )}
        </span>
      </span>
      <IconButton
        size="s"
        label={t('chat.composer.removeFile', { name: file.name })}
        icon={<X className="icon icon-s" aria-hidden="true" />}
        onClick={() => onRemove(file.id)}
      />
    </li>
  )
}

function useReason(file: ChosenFile): string | null {
  const { t, format } = useText()
  switch (file.state.kind) {
    case 'staging':
    case 'staged':
      return null
    case 'failed':
      return refusalText(t, format, file.state.refusal)
    case 'refused': {
      const { problem } = file.state
      const limit =
        problem.kind === 'tooBig' ? format.size(problem.limit) : problem.kind === 'tooMany' ? problem.limit : ''
      return t(`chat.composer.fileProblem.${problem.kind}`, { limit })
    }
  }
}

function Preview({ file }: { readonly file: ChosenFile }) {
  const url = useObjectUrl(isPicture(file.mediaType) && file.size < 20_000_000 ? file.bytes : null)
  if (file.state.kind === 'staging') {
    return (
      <span className="chip-picture">
        <LoaderCircle className="icon btn-spin" aria-hidden="true" />
      </span>
    )
  }
  if (file.state.kind === 'refused' || file.state.kind === 'failed') {
    return (
      <span className="chip-picture text-danger">
        <CircleAlert className="icon" aria-hidden="true" />
      </span>
    )
  }
  if (url !== null) return <img className="chip-picture" src={url} alt="" />
  return (
    <span className="chip-picture">
      <FileSign mediaType={file.mediaType} />
    </span>
  )
}

function useObjectUrl(bytes: Blob | null): string | null {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (bytes === null) return
    const made = URL.createObjectURL(bytes)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [bytes])
  return url
}
