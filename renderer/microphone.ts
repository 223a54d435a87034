/** A voice while it is being recorded. */
export interface Recording {
  /** Ends it, and gives the file as every messenger plays it: Ogg with Opus. Rejects when nothing was recorded. */
  finish(): Promise<File>
  /** Ends it, and nothing is left of it. */
  cancel(): void
}

/** Why nothing can be recorded: forbidden by the person or the system, no microphone there, or it does not work. */
export type MicrophoneProblem = 'denied' | 'missing' | 'broken'

export type Microphone = () => Promise<Recording | MicrophoneProblem>

/** Speech stays clear at this rate: a minute is about 200 kB. */
const bitsPerSecond = 28_000
const format = 'audio/webm;codecs=opus'

/** Asks the person for the microphone, and records at once when he agrees. */
export const browserMicrophone: Microphone = async () => {
  // Browsers hide it from pages that came without TLS.
  if (!('mediaDevices' in navigator)) return 'denied'
  try {
    const sound = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true }
    const stream = await navigator.mediaDevices.getUserMedia({ audio: sound })
    return begin(stream)
  } catch (error) {
    return problemOf(error)
  }
}

function begin(stream: MediaStream): Recording {
  const recorder = new MediaRecorder(stream, { mimeType: format, audioBitsPerSecond: bitsPerSecond })
  const pieces: Blob[] = []
  recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data))
  const ended = new Promise<void>((resolve) => recorder.addEventListener('stop', () => resolve(), { once: true }))
  const end = () => {
    if (recorder.state !== 'inactive') recorder.stop()
    // The lamp beside the camera goes out with the last track.
    for (const track of stream.getTracks()) track.stop()
  }
  recorder.start()
  return {
    finish: async () => {
      end()
      await ended
      const { toOgg } = await import('./to-ogg')
      return new File([await toOgg(new Blob(pieces, { type: format }))], 'voice.ogg', { type: 'audio/ogg' })
    },
    cancel: end,
  }
}

function problemOf(error: unknown): MicrophoneProblem {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'broken'
}
