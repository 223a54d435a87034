import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bridge, Withdrawn } from '#preload/contract'
import type { Capabilities } from '#protocol/channel'
import type { Refusal } from '#protocol/errors'
import { type FileProblem, fileProblem } from '#protocol/file-problem'
import type { ConversationId } from '#protocol/ids'
import type { ShrinkPicture } from '../../shrink-picture'

/** What can be said of a file before it is read. */
interface About {
  readonly name: string
  readonly mediaType: string
  readonly size: number
}

/** A file beside the text, on its way to leave with it. */
export interface ChosenFile extends About {
  readonly id: number
  /** For a look at it; null for one that came back with a withdrawn reply. */
  readonly bytes: Blob | null
  /** As it was chosen, once it was made smaller. */
  readonly full: (About & { readonly bytes: Blob }) | null
  readonly state:
    | { readonly kind: 'staging' }
    | { readonly kind: 'staged'; readonly key: string }
    | { readonly kind: 'refused'; readonly problem: FileProblem }
    | { readonly kind: 'failed'; readonly refusal: Refusal }
}

/** Files chosen for the next reply of one conversation. They outlive a look at another conversation, as the text does. */
export class ChosenFiles {
  readonly store: StoreApi<readonly ChosenFile[]> = createStore<readonly ChosenFile[]>(() => [])
  readonly #bridge: Bridge
  #ids = 0

  constructor(bridge: Bridge) {
    this.#bridge = bridge
  }

  async add(files: readonly File[], capabilities: Capabilities): Promise<void> {
    await Promise.all(files.map((file) => this.#addOne(file, capabilities)))
  }

  remove(id: number): void {
    const file = this.store.getState().find((one) => one.id === id)
    this.store.setState(
      this.store.getState().filter((one) => one.id !== id),
      true,
    )
    if (file?.state.kind === 'staged') void this.#bridge.dropFile({ key: file.state.key })
  }

  /** They leave with a reply: once it is taken the workspace owns them. */
  leave(): readonly ChosenFile[] {
    const leaving = this.store.getState()
    this.store.setState([], true)
    return leaving
  }

  /** The reply did not leave: they stand where they stood. */
  stay(files: readonly ChosenFile[]): void {
    this.store.setState([...files, ...this.store.getState()], true)
  }

  /** A reply was withdrawn: its files, still staged, stand beside the text again. */
  giveBack(files: Withdrawn['files']): void {
    const back = files.map(({ key, name, mediaType, size }): ChosenFile => {
      this.#ids += 1
      return { id: this.#ids, name, mediaType, size, bytes: null, full: null, state: { kind: 'staged', key } }
    })
    this.store.setState([...back, ...this.store.getState()], true)
  }

  /** Puts a smaller picture in place of the chosen one. False when it does not get smaller. */
  async shrink(id: number, capabilities: Capabilities, shrink: ShrinkPicture): Promise<boolean> {
    const file = this.#find(id)
    if (file === undefined || file.bytes === null) return false
    const { name, mediaType, size, bytes } = file
    const smaller = await shrink(bytes)
    if (smaller === null || this.#find(id) !== file) return false
    const about = { name: name.replace(/\.\w+$|$/u, '.jpg'), mediaType: smaller.type, size: smaller.size }
    await this.#put(id, about, smaller, { name, mediaType, size, bytes }, capabilities)
    return true
  }

  /** Puts the picture back as it was chosen. */
  async restore(id: number, capabilities: Capabilities): Promise<void> {
    const full = this.#find(id)?.full ?? null
    if (full === null) return
    const { name, mediaType, size, bytes } = full
    await this.#put(id, { name, mediaType, size }, bytes, null, capabilities)
  }

  async #addOne(file: File, capabilities: Capabilities): Promise<void> {
    this.#ids += 1
    const about = { name: file.name, mediaType: file.type || 'application/octet-stream', size: file.size }
    await this.#put(this.#ids, about, file, null, capabilities)
  }

  #find(id: number): ChosenFile | undefined {
    return this.store.getState().find((one) => one.id === id)
  }

  /** Stands at its place, or at the end, and is staged where the messenger takes it. */
  async #put(
    id: number,
    about: About,
    bytes: Blob,
    full: ChosenFile['full'],
    capabilities: Capabilities,
  ): Promise<void> {
    const before = this.#find(id)
    if (before?.state.kind === 'staged') void this.#bridge.dropFile({ key: before.state.key })
    const others = this.store.getState().filter((one) => one.id !== id)
    const usable = others.filter((one) => one.state.kind !== 'refused' && one.state.kind !== 'failed')
    const problem = fileProblem(about, capabilities, usable.length)
    const state: ChosenFile['state'] = problem === null ? { kind: 'staging' } : { kind: 'refused', problem }
    const chosen: ChosenFile = { id, ...about, bytes, full, state }
    const all = this.store.getState()
    this.store.setState(
      before === undefined ? [...all, chosen] : all.map((one) => (one.id === id ? chosen : one)),
      true,
    )
    if (problem === null) await this.#stage(chosen, bytes)
  }

  async #stage(chosen: ChosenFile, bytes: Blob): Promise<void> {
    const outcome = await this.#bridge.stageFile({
      name: chosen.name.slice(-255) || 'file',
      mediaType: chosen.mediaType.slice(0, 127),
      bytes: await bytes.arrayBuffer(),
    })
    const isWanted = this.#find(chosen.id) === chosen
    if (outcome.ok && !isWanted) void this.#bridge.dropFile({ key: outcome.value.key })
    const state: ChosenFile['state'] = outcome.ok
      ? { kind: 'staged', key: outcome.value.key }
      : { kind: 'failed', refusal: outcome.refusal }
    this.store.setState(
      this.store.getState().map((one) => (one === chosen ? { ...one, state } : one)),
      true,
    )
  }
}

const ofWindow = new WeakMap<Bridge, Map<ConversationId, ChosenFiles>>()

/** The files of a conversation in this window. */
export function chosenFilesOf(bridge: Bridge, conversationId: ConversationId): ChosenFiles {
  const all = ofWindow.get(bridge) ?? new Map<ConversationId, ChosenFiles>()
  ofWindow.set(bridge, all)
  const files = all.get(conversationId) ?? new ChosenFiles(bridge)
  all.set(conversationId, files)
  return files
}
