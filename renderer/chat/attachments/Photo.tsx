import { Play } from 'lucide-react'
import { useState } from 'react'
import type { Attachment } from '#protocol/attachment'
import { useBridge } from '../../bridge'
import { useText } from '../../text/i18n'
import { cx } from '../../ui/class-names'
import { usePaneStore } from '../pane-state'
import { FileSign } from './FileSign'
import { fitted } from './fit'
import { Unloaded } from './Unloaded'

interface Props {
  readonly attachment: Attachment
  /** The cell of the grid gives the size. */
  readonly isInAlbum?: boolean
}

/** A picture, a sticker or the first frame of a video; opens in the viewer. Its place is kept before it is loaded. */
export function Photo({ attachment, isInAlbum = false }: Props) {
  const { t, format } = useText()
  const bridge = useBridge()
  const pane = usePaneStore()
  const [isBroken, setBroken] = useState(false)
  const size = fitted(
    attachment.width,
    attachment.height,
    attachment.kind === 'sticker' ? { width: 160, height: 160 } : undefined,
  )
  if (isBroken) return <Broken attachment={attachment} isInAlbum={isInAlbum} onRetry={() => setBroken(false)} />
  if (attachment.state.kind !== 'stored') {
    return (
      <span className="photo-wait">
        <svg width={isInAlbum ? 120 : size.width} height={isInAlbum ? 24 : size.height / 3} aria-hidden="true" />
        <Unloaded attachment={attachment} />
        <span className="cut max-w-full px-3 text-text-2">{attachment.name}</span>
        <svg width={1} height={isInAlbum ? 24 : size.height / 4} aria-hidden="true" />
      </span>
    )
  }
  const isVideo = attachment.kind === 'video'
  // What the messenger told keeps its place even where the bytes say otherwise.
  const kept = isInAlbum ? {} : { width: size.width, style: { aspectRatio: `${size.width} / ${size.height}` } }
  const source = bridge.mediaUrl(attachment.id)
  return (
    <button
      type="button"
      className={cx('photo', attachment.kind === 'sticker' && 'photo-sticker')}
      aria-label={t(isVideo ? 'chat.attachment.watch' : 'chat.attachment.open', { name: attachment.name })}
      onClick={() => pane.setState({ viewing: attachment.id })}
    >
      {isVideo ? (
        <>
          <video src={source} {...kept} preload="metadata" muted playsInline onError={() => setBroken(true)} />
          <span className="photo-play">
            <Play className="icon icon-l" aria-hidden="true" />
          </span>
          {attachment.durationMs === null ? null : (
            <span className="photo-length">{format.stopwatch(attachment.durationMs)}</span>
          )}
        </>
      ) : (
        <img src={source} alt="" {...kept} loading="lazy" decoding="async" onError={() => setBroken(true)} />
      )}
    </button>
  )
}

interface BrokenProps extends Required<Props> {
  readonly onRetry: () => void
}

/** It is stored, but did not reach the screen. Alone it takes no more room than its name. */
function Broken({ attachment, isInAlbum, onRetry }: BrokenProps) {
  const { t } = useText()
  return (
    <span className={isInAlbum ? 'photo-wait' : 'photo-gone'}>
      {isInAlbum ? null : (
        <span className="file-sign">
          <FileSign mediaType={attachment.mediaType} />
        </span>
      )}
      <span className="grid min-w-0">
        <span className="cut" title={attachment.name}>
          {attachment.name}
        </span>
        <span className="file-line">
          {t('chat.attachment.failed')}{' '}
          <button type="button" className="btn-link" onClick={onRetry}>
            {t('chat.attachment.retry')}
          </button>
        </span>
      </span>
    </span>
  )
}
