import { Check, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useNow } from '../../../state/hooks'
import { useText } from '../../../text/i18n'
import { Button } from '../../../ui/Button'
import type { Voice } from './use-voice'

/** In place of the bar while a voice is recorded: how long it is, and what becomes of it. */
export function VoiceStrip({ voice, since }: { readonly voice: Voice; readonly since: number }) {
  const { t, format } = useText()
  const now = useNow(200)
  const done = useRef<HTMLButtonElement>(null)
  useEffect(() => done.current?.focus(), [])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape works wherever in the strip the focus is
    <div
      className="composer-bar voice-strip"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        voice.cancel()
      }}
    >
      <span className="voice-lamp" aria-hidden="true" />
      <span role="status" className="font-medium">
        {t('chat.voice.recording')}
      </span>
      <span className="voice-time" role="timer" aria-label={t('chat.voice.length')}>
        {format.stopwatch(now - since)}
      </span>
      <span className="composer-send">
        <Button look="ghost" icon={<X className="icon" aria-hidden="true" />} onClick={voice.cancel}>
          {t('chat.voice.cancel')}
        </Button>
        <Button ref={done} look="ink" icon={<Check className="icon" aria-hidden="true" />} onClick={voice.finish}>
          {t('chat.voice.finish')}
        </Button>
      </span>
    </div>
  )
}
