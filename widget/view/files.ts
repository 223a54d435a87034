import type { FileDoor } from '../files'
import { el } from './dom'

/** Bytes held for a second look. */
const heldFiles = 30

/** Files of the conversation as the screen needs them: loaded once, when they are looked at. */
export class Files {
  private readonly blobs = new Map<string, Promise<Blob | null>>()
  private readonly waiting = new WeakMap<Element, () => void>()
  private readonly sight: IntersectionObserver

  constructor(private readonly door: Pick<FileDoor, 'read'>) {
    this.sight = new IntersectionObserver((seen) => {
      for (const { target, isIntersecting } of seen) if (isIntersecting) this.seen(target)
    })
  }

  load(id: string): Promise<Blob | null> {
    const known = this.blobs.get(id)
    if (known !== undefined) return known
    const blob = this.door.read(id)
    this.blobs.set(id, blob)
    const [oldest] = this.blobs.keys()
    if (this.blobs.size > heldFiles && oldest !== undefined) this.blobs.delete(oldest)
    // What did not come is asked for anew the next time.
    void blob.then((one) => (one === null ? this.blobs.delete(id) : undefined))
    return blob
  }

  save(name: string, blob: Blob): void {
    const url = URL.createObjectURL(blob)
    el('a', { href: url, download: name }).click()
    // The browser has begun to read it by the next task.
    queueMicrotask(() => requestAnimationFrame(() => URL.revokeObjectURL(url)))
  }

  whenSeen(element: Element, work: () => void): void {
    this.waiting.set(element, work)
    this.sight.observe(element)
  }

  private seen(element: Element): void {
    this.sight.unobserve(element)
    this.waiting.get(element)?.()
    this.waiting.delete(element)
  }
}
