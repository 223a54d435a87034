import type { Attachment } from '#protocol/attachment'
import type { DoorAnswer, FileDoor, PageFile } from './files'
import type { World } from './world'

/** The hub's own limits (`protocol/attachment.ts`), said before a byte has travelled. */
export const uploadLimits = { bytes: 25 * 1024 * 1024, perMessage: 10, pieceBytes: 256 * 1024 } as const

export type UploadState =
  | { readonly kind: 'sending'; readonly sent: number }
  | { readonly kind: 'done'; readonly attachment: Attachment }
  /** `canRetry`: the same bytes may be taken another time. */
  | { readonly kind: 'failed'; readonly code: string; readonly canRetry: boolean }

/** A file that will go with the next message. */
export interface Upload {
  readonly key: string
  readonly name: string
  readonly size: number
  readonly state: UploadState
}

export interface UploadsOptions {
  readonly world: Pick<World, 'after' | 'uuid'>
  readonly door: FileDoor
  readonly changed: () => void
}

const firstPauseMs = 1000
const longestPauseMs = 15_000

/** Files on their way to the hub, in pieces. A broken line goes on where the hub has got to; only the hub's word ends one. */
export class Uploads {
  private items: readonly Upload[] = []
  private readonly files = new Map<string, PageFile>()

  constructor(private readonly options: UploadsOptions) {}

  all(): readonly Upload[] {
    return this.items
  }

  /** Some are still on their way. */
  get isBusy(): boolean {
    return this.items.some(({ state }) => state.kind === 'sending')
  }

  add(files: readonly PageFile[]): void {
    for (const file of files) {
      const key = this.options.world.uuid()
      const { name, size } = file
      const problem = this.problemOf(file)
      const state: UploadState =
        problem === null ? { kind: 'sending', sent: 0 } : { kind: 'failed', code: problem, canRetry: false }
      this.items = [...this.items, { key, name, size, state }]
      if (problem !== null) continue
      this.files.set(key, file)
      void this.run(key, file)
    }
    this.options.changed()
  }

  cancel(key: string): void {
    this.files.delete(key)
    this.items = this.items.filter((one) => one.key !== key)
    this.options.changed()
  }

  retry(key: string): void {
    const file = this.files.get(key)
    if (file === undefined) return
    this.set(key, { kind: 'sending', sent: 0 })
    void this.run(key, file)
  }

  /** Gives what has arrived, and begins anew. */
  take(): readonly Attachment[] {
    const done = this.items.flatMap(({ state }) => (state.kind === 'done' ? [state.attachment] : []))
    this.items = []
    this.files.clear()
    this.options.changed()
    return done
  }

  private problemOf({ size }: PageFile): string | null {
    if (size === 0) return 'FILE_EMPTY'
    if (size > uploadLimits.bytes) return 'FILE_TOO_BIG'
    const going = this.items.filter(({ state }) => state.kind !== 'failed').length
    return going >= uploadLimits.perMessage ? 'FILE_COUNT' : null
  }

  private async run(key: string, file: PageFile): Promise<void> {
    const { door } = this.options
    const begun = await this.insisted(key, () => door.begin(file))
    if (begun?.ok !== true) return this.failed(key, begun)
    const { uploadId } = begun.value
    let offset = 0
    while (this.files.has(key)) {
      const to = Math.min(offset + uploadLimits.pieceBytes, file.size)
      const sent = await door.append(uploadId, offset, file.slice(offset, to))
      if (sent?.ok === true && sent.value.attachment !== null)
        return this.set(key, { kind: 'done', attachment: sent.value.attachment })
      if (sent?.ok === true) offset = sent.value.offset
      else {
        if (sent !== null && sent.code !== 'CONFLICT' && sent.retryAfterMs === null) return this.failed(key, sent)
        await this.pause(sent?.retryAfterMs ?? firstPauseMs)
        const place = await this.insisted(key, () => door.offset(uploadId))
        if (place?.ok !== true) return this.failed(key, place)
        offset = place.value.offset
      }
      this.set(key, { kind: 'sending', sent: offset })
    }
  }

  /** Asks until the hub answers, as long as the file is wanted. */
  private async insisted<Value>(key: string, ask: () => Promise<DoorAnswer<Value>>): Promise<DoorAnswer<Value>> {
    for (let pause = firstPauseMs; this.files.has(key); pause = Math.min(longestPauseMs, pause * 2)) {
      const answer = await ask()
      if (answer !== null && (answer.ok || answer.retryAfterMs === null)) return answer
      await this.pause(answer?.retryAfterMs ?? pause)
    }
    return null
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.options.world.after(ms, resolve))
  }

  private failed(key: string, answer: DoorAnswer<unknown>): void {
    if (answer === null || answer.ok) return
    this.set(key, { kind: 'failed', code: answer.code, canRetry: answer.code === 'UPLOAD_UNKNOWN' })
  }

  private set(key: string, state: UploadState): void {
    this.items = this.items.map((one) => (one.key === key ? { ...one, state } : one))
    this.options.changed()
  }
}
