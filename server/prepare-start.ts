import { existsSync } from 'node:fs'
import { type Config, ConfigProblems } from './config'
import { openDataFolder, openSecrets, storeFile } from './data-folder'
import { addressFor, type HubAddress } from './listening'
import type { Secrets } from './secrets'
import type { StartOptions } from './start-options'
import { assertKnownSchema, NewerSchema } from './storage/migrate'
import { openReadable } from './storage/sqlite/connection'
import { migrations } from './storage/sqlite/migrations/migrations'
import { lockStore, StoreLocked } from './storage/store-lock'

type StoreLock = ReturnType<typeof lockStore>

/** What a start needs before the store is opened. The lock is the caller's to release. */
export interface Prepared {
  readonly address: HubAddress
  readonly lock: StoreLock
  readonly secrets: Secrets
}

function lockFolder({ config, clock, timers }: StartOptions): StoreLock {
  try {
    return lockStore(config.dataDir, clock, timers)
  } catch (error) {
    if (!(error instanceof StoreLocked)) throw error
    throw new ConfigProblems([`PULT_DATA_DIR is in use by ${error.owner}: one hub to a store`], { cause: error })
  }
}

function assertNotNewer(config: Config): void {
  if (!existsSync(storeFile(config))) return
  const readable = openReadable(storeFile(config))
  try {
    assertKnownSchema(readable, migrations)
  } catch (error) {
    if (!(error instanceof NewerSchema)) throw error
    throw new ConfigProblems(['the store in PULT_DATA_DIR was written by a newer version of the hub'], { cause: error })
  } finally {
    readable.database.close()
  }
}

/** Problems of several steps, so that they are told together. */
class Problems {
  readonly #told: ConfigProblems[] = []

  /** What the step gives; undefined when it is a problem of the configuration. */
  async of<Value>(step: () => Value | Promise<Value>): Promise<Value | undefined> {
    try {
      return await step()
    } catch (error) {
      if (!(error instanceof ConfigProblems)) throw error
      this.#told.push(error)
      return undefined
    }
  }

  all(): ConfigProblems {
    const causes = this.#told.map((one) => one.cause)
    return new ConfigProblems(
      this.#told.flatMap((one) => one.problems),
      { cause: causes.length === 1 ? causes[0] : causes },
    )
  }
}

/**
 * Finds out all that can be wrong with the configuration before the store is opened, by reading alone: the address, the folder,
 * another hub, the age of the store, its key. Throws ConfigProblems that name everything at once.
 */
export async function prepareStart(options: StartOptions): Promise<Prepared> {
  const { config, random } = options
  const problems = new Problems()
  const address = await problems.of(() => addressFor(config))
  const hasFolder = await problems.of(() => {
    openDataFolder(config)
    return true
  })
  if (hasFolder === undefined) throw problems.all()
  const lock = await problems.of(() => lockFolder(options))
  try {
    const secrets = await problems.of(() => {
      assertNotNewer(config)
      return openSecrets(config, random)
    })
    if (address === undefined || lock === undefined || secrets === undefined) throw problems.all()
    return { address, lock, secrets }
  } catch (error) {
    lock?.release()
    throw error
  }
}
