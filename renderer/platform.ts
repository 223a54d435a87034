import { type FacePicture, facePicture } from './face-picture'
import { browserMicrophone, type Microphone } from './microphone'
import { type ShrinkPicture, shrinkPicture } from './shrink-picture'

/** What a window needs of the browser besides the page; made in the composition roots, faked in tests. */
export interface Platform {
  now(): number
  /** Calls once after `ms`; the returned function calls it off. */
  after(ms: number, work: () => void): () => void
  /** Calls once before the next picture; a hidden window draws none, so there it is called soon all the same. */
  frame(work: () => void): void
  /** A small value kept on this device, read before the first paint. */
  remember(key: string, value: string): void
  /** Asks the person for it, and records. */
  readonly microphone: Microphone
  readonly shrinkPicture: ShrinkPicture
  readonly facePicture: FacePicture
}

export function browserPlatform(): Platform {
  return {
    now: () => Date.now(),
    after: (ms, work) => {
      const timer = setTimeout(work, ms)
      return () => clearTimeout(timer)
    },
    frame: (work) => {
      if (document.hidden) setTimeout(work, 100)
      else requestAnimationFrame(work)
    },
    remember: (key, value) => {
      try {
        localStorage.setItem(key, value)
      } catch {
        // A browser that forbids storage shows the default theme at the first paint; nothing else is lost.
      }
    },
    microphone: browserMicrophone,
    shrinkPicture,
    facePicture,
  }
}
