import { useCallback, useEffect, useRef, useState } from 'react'
import type { Recording } from '../../../microphone'
import { useWindow } from '../../../state/hooks'
import { useText } from '../../../text/i18n'
import { useToasts } from '../../../ui/Toast'

export type VoiceState =
  | { readonly kind: 'idle' }
  /** The person is asked for his microphone, or the file is being made. */
  | { readonly kind: 'working' }
  | { readonly kind: 'recording'; readonly since: number }

export interface Voice {
  readonly state: VoiceState
  readonly start: () => void
  readonly finish: () => void
  readonly cancel: () => void
}

/** Nobody listens to more, and messengers have limits of their own. */
const longestMs = 10 * 60_000

/** Records a voice for the reply; what was recorded stands beside the text as a file, to be sent or taken out. */
export function useVoice(onFile: (file: File) => void): Voice {
  const { platform } = useWindow()
  const { t } = useText()
  const { show } = useToasts()
  const [state, setState] = useState<VoiceState>({ kind: 'idle' })
  const recording = useRef<Recording | null>(null)
  const isHere = useRef(true)
  const latest = useRef(onFile)
  useEffect(() => {
    latest.current = onFile
  })
  const cancel = useCallback(() => {
    recording.current?.cancel()
    recording.current = null
    setState({ kind: 'idle' })
  }, [])
  const finish = useCallback(() => {
    const ending = recording.current
    if (ending === null) return
    recording.current = null
    setState({ kind: 'working' })
    ending
      .finish()
      .then((file) => latest.current(file))
      .catch(() => show(t('chat.voice.broken')))
      .finally(() => setState({ kind: 'idle' }))
  }, [show, t])
  const start = () => {
    setState({ kind: 'working' })
    void platform.microphone().then((given) => {
      if (typeof given === 'string') {
        setState({ kind: 'idle' })
        return show(t(`chat.voice.${given}`))
      }
      // He has gone to another conversation before he agreed.
      if (!isHere.current) return given.cancel()
      recording.current = given
      setState({ kind: 'recording', since: platform.now() })
    })
  }
  useEffect(() => {
    isHere.current = true
    return () => {
      isHere.current = false
      recording.current?.cancel()
      recording.current = null
    }
  }, [])
  const since = state.kind === 'recording' ? state.since : null
  useEffect(
    () => (since === null ? undefined : platform.after(since + longestMs - platform.now(), finish)),
    [since, platform, finish],
  )
  return { state, start, finish, cancel }
}
