import { Play } from 'lucide-react'
import { useState } from 'react'
import type { Attachment } from '#protocol/attachment'
import { useBridge } from '../../bridge'
import { useText } from '../../text/i18n'
import { cx } from '../../ui/class-names'
import { usePaneStore } from '../pane-state'
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
  if (attachment.state.kind !== 'stored' || isBroken) {
    return (
      <span className="photo-wait">
        <svg width={isInAlbum ? 120 : size.width} height={isInAlbum ? 24 : size.height / 3} aria-hidden="true" />
        {isBroken ? <Broken onRetry={() => setBroken(false)} /> : <Unloaded attachment={attachment} />}
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

function Broken({ onRetry }: { readonly onRetry: () => void }) {
  const { t } = useText()
  return (
    <span className="grid justify-items-center">
      {t('chat.attachment.failed')}
      <button type="button" className="btn-link" onClick={onRetry}>
        {t('chat.attachment.retry')}
      </button>
    </span>
  )
}
