import { Download, Pause, Play } from 'lucide-react'
import { type CSSProperties, useRef, useState } from 'react'
import type { Attachment } from '#protocol/attachment'
import { useBridge } from '../../bridge'
import { useText } from '../../text/i18n'
import { IconButton } from '../../ui/IconButton'
import { Unloaded } from './Unloaded'
import { useSave } from './use-save'

const rates = [1, 1.5, 2] as const

/** Only one thing speaks at a time. */
function hushOthers(mine: HTMLMediaElement): void {
  for (const other of document.querySelectorAll<HTMLMediaElement>('audio, video')) if (other !== mine) other.pause()
}

/** Voice and audio: play, the place in it, its length, faster. */
export function Player({ attachment }: { readonly attachment: Attachment }) {
  const { t, format } = useText()
  const bridge = useBridge()
  const save = useSave()
  const audio = useRef<HTMLAudioElement>(null)
  const [isPlaying, setPlaying] = useState(false)
  const [atMs, setAtMs] = useState(0)
  const [rate, setRate] = useState(0)
  const [lengthMs, setLengthMs] = useState(attachment.durationMs ?? 0)
  const [isBroken, setBroken] = useState(false)
  if (attachment.state.kind !== 'stored') return <Unloaded attachment={attachment} />
  const played: Record<string, string> = { '--played': `${Math.min(100, (100 * atMs) / Math.max(1, lengthMs))}%` }
  const name = attachment.kind === 'voice' ? t('common.attachment.voice') : attachment.name
  const toggle = () => {
    const element = audio.current
    if (element === null) return
    if (isPlaying) element.pause()
    else void element.play().catch(() => setBroken(true))
  }
  const faster = () => {
    const next = (rate + 1) % rates.length
    setRate(next)
    if (audio.current !== null) audio.current.playbackRate = rates[next] ?? 1
  }
  const learnLength = (seconds: number) => (Number.isFinite(seconds) ? setLengthMs(seconds * 1000) : undefined)
  return (
    <span className="player">
      {/* biome-ignore lint/a11y/useMediaCaption: a contact's voice has no captions */}
      <audio
        ref={audio}
        src={bridge.mediaUrl(attachment.id)}
        // Where the messenger has not said how long it is, the file itself does.
        preload={attachment.durationMs === null ? 'metadata' : 'none'}
        onPlay={(event) => {
          hushOthers(event.currentTarget)
          setPlaying(true)
        }}
        onPause={() => setPlaying(false)}
        onEnded={() => setAtMs(0)}
        onTimeUpdate={(event) => setAtMs(event.currentTarget.currentTime * 1000)}
        onLoadedMetadata={(event) => learnLength(event.currentTarget.duration)}
        onError={() => setBroken(true)}
      />
      <button
        type="button"
        className="player-play"
        disabled={isBroken}
        aria-label={
          isPlaying
            ? t('chat.attachment.pause')
            : t('chat.attachment.play', { name, duration: format.stopwatch(lengthMs) })
        }
        onClick={toggle}
      >
        {isPlaying ? <Pause className="icon" aria-hidden="true" /> : <Play className="icon" aria-hidden="true" />}
      </button>
      <span className="grid min-w-0 flex-1">
        {attachment.kind === 'audio' ? <span className="cut text-small">{attachment.name}</span> : null}
        {isBroken ? (
          <span className="text-small text-danger">{t('chat.attachment.failed')}</span>
        ) : (
          <input
            type="range"
            className="player-range"
            style={played as CSSProperties}
            aria-label={t('chat.attachment.position')}
            aria-valuetext={format.stopwatch(atMs)}
            min={0}
            max={Math.max(1, lengthMs)}
            step={100}
            value={Math.min(atMs, Math.max(1, lengthMs))}
            onChange={(event) => {
              const next = Number(event.target.value)
              setAtMs(next)
              if (audio.current !== null) audio.current.currentTime = next / 1000
            }}
          />
        )}
      </span>
      <span className="player-side">{format.stopwatch(isPlaying || atMs > 0 ? atMs : lengthMs)}</span>
      {isPlaying || rate > 0 ? (
        <button
          type="button"
          className="player-rate"
          aria-label={t('chat.attachment.speed', { rate: rates[rate] ?? 1 })}
          onClick={faster}
        >
          {rates[rate]}×
        </button>
      ) : null}
      {attachment.kind === 'audio' || isBroken ? (
        <IconButton
          size="s"
          label={t('chat.attachment.saveNamed', { name: attachment.name })}
          icon={<Download className="icon icon-s" aria-hidden="true" />}
          onClick={() => save(attachment)}
        />
      ) : null}
    </span>
  )
}
