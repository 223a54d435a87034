import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bridge, Withdrawn } from '#preload/contract'
import type { Capabilities } from '#protocol/channel'
import type { Refusal } from '#protocol/errors'
import { type FileProblem, fileProblem } from '#protocol/file-problem'
import type { ConversationId } from '#protocol/ids'

/** A file beside the text, on its way to leave with it. */
export interface ChosenFile {
  readonly id: number
  readonly name: string
  readonly mediaType: string
  readonly size: number
  /** For a look at it; null for one that came back with a withdrawn reply. */
  readonly bytes: Blob | null
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
      return { id: this.#ids, name, mediaType, size, bytes: null, state: { kind: 'staged', key } }
    })
    this.store.setState([...back, ...this.store.getState()], true)
  }

  async #addOne(file: File, capabilities: Capabilities): Promise<void> {
    const usable = this.store.getState().filter((one) => one.state.kind !== 'refused' && one.state.kind !== 'failed')
    const about = { name: file.name, mediaType: file.type || 'application/octet-stream', size: file.size }
    const problem = fileProblem(about, capabilities, usable.length)
    this.#ids += 1
    const id = this.#ids
    const chosen: ChosenFile = {
      id,
      ...about,
      bytes: file,
      state: problem === null ? { kind: 'staging' } : { kind: 'refused', problem },
    }
    this.store.setState([...this.store.getState(), chosen], true)
    if (problem !== null) return
    const outcome = await this.#bridge.stageFile({
      name: about.name.slice(-255) || 'file',
      mediaType: about.mediaType.slice(0, 127),
      bytes: await file.arrayBuffer(),
    })
    const isWanted = this.store.getState().some((one) => one.id === id)
    if (outcome.ok && !isWanted) void this.#bridge.dropFile({ key: outcome.value.key })
    const state: ChosenFile['state'] = outcome.ok
      ? { kind: 'staged', key: outcome.value.key }
      : { kind: 'failed', refusal: outcome.refusal }
    this.store.setState(
      this.store.getState().map((one) => (one.id === id ? { ...one, state } : one)),
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
