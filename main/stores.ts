import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Stores } from '#client/desk'
import type { OperatorId } from '#protocol/ids'
import { openStores } from './cache/open-stores'
import type { Log } from './log'
import { folderName, monotonic, nextTurn, systemClock } from './platform'
import { stagedFiles } from './staged-files'
import { Tidying } from './tidying'

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown')

/** One folder for each account on each hub: cache, outbox, files that wait, received media. Nobody's file is ever opened for another. */
export class AccountFolders {
  readonly #root: string
  readonly #log: Log
  readonly #idleSeconds: () => number
  #media: string | null = null

  constructor(root: string, log: Log, idleSeconds: () => number) {
    this.#root = root
    this.#log = log
    this.#idleSeconds = idleSeconds
  }

  /** Where the signed-in account keeps received media; null while nobody is. */
  get media(): string | null {
    return this.#media
  }

  async open(owner: { readonly hubUrl: string; readonly accountId: OperatorId | null }): Promise<Stores> {
    const folder = join(this.#root, folderName(`${owner.hubUrl} ${owner.accountId ?? ''}`))
    this.#media = join(folder, 'media')
    const stores = openStores({
      folder,
      files: stagedFiles(join(folder, 'files')),
      monotonic,
      pause: nextTurn,
      onSlow: (statement, ms) => this.#log.warn(`slow statement ${statement} ${Math.round(ms)} ms`),
      onTrouble: (what, error) => this.#log.warn(`set aside ${what} ${nameOf(error)}`),
    })
    const tidying = new Tidying({
      clock: systemClock,
      idleSeconds: this.#idleSeconds,
      tidy: (now) => stores.tidy(now),
      onTrouble: (error) => this.#log.warn(`not tidied ${nameOf(error)}`),
    })
    return {
      ...stores,
      close: async () => {
        tidying.stop()
        await stores.close()
      },
      wipe: async () => {
        this.#media = null
        await stores.wipe()
        await rm(folder, { recursive: true, force: true })
      },
    }
  }
}
