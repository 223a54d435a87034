import type { MicrophoneProblem, Recording } from '../../renderer/microphone'

interface Timer {
  readonly at: number
  readonly work: () => void
}

/** Time, timers and pictures of a window that move only when told. */
export class FakePlatform {
  readonly remembered = new Map<string, string>()
  /** What asking for the microphone comes to. */
  heard: Recording | MicrophoneProblem = 'missing'
  #now: number
  #timers: Timer[] = []
  #frames: (() => void)[] = []

  constructor(now: number) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  after(ms: number, work: () => void): () => void {
    const timer = { at: this.#now + ms, work }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer)
    }
  }

  frame(work: () => void): void {
    this.#frames.push(work)
  }

  remember(key: string, value: string): void {
    this.remembered.set(key, value)
  }

  /** A picture made smaller; null = it cannot be. */
  smaller: Blob | null = null

  /** A chosen picture as a small square; null = it cannot be drawn. */
  face: string | null = null

  facePicture = async (): Promise<string | null> => this.face

  shrinkPicture = async (): Promise<Blob | null> => this.smaller

  microphone = async (): Promise<Recording | MicrophoneProblem> => this.heard

  /** Draws the next picture. */
  draw(): void {
    const frames = this.#frames
    this.#frames = []
    for (const work of frames) work()
  }

  /** Lets time pass, timers in their order. */
  pass(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const due = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0]
      if (due === undefined) break
      this.#timers = this.#timers.filter((timer) => timer !== due)
      this.#now = Math.max(this.#now, due.at)
      due.work()
    }
    this.#now = end
  }
}
