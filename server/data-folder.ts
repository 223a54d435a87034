import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, ConfigProblems } from './config'
import type { Random } from './platform'
import { SecretNotOpened, Secrets } from './secrets'
import { readMeta, writeMeta } from './storage/meta-store'
import type { WritableSql } from './storage/sql'
import { openReadable } from './storage/sqlite/connection'

const keyFile = 'secret.key'
const checkName = 'keyCheck'
const checkText = 'the key of this store'
const checkRow = 'meta:keyCheck'

export const storeFile = (config: Config): string => join(config.dataDir, 'pult.sqlite')

/** Makes the folder when it is not there. A folder that cannot be written to is a problem of the configuration. */
export function openDataFolder(config: Config): void {
  try {
    mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
    accessSync(config.dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new ConfigProblems(['PULT_DATA_DIR must be a folder that can be written to'], { cause: error })
  }
}

/** The hub's key: from the environment, or (demo only) made once and kept in the folder for nobody else to read. */
function keyOf(config: Config, random: Random): Buffer {
  if (config.secretKey !== null) return config.secretKey
  const file = join(config.dataDir, keyFile)
  if (!existsSync(file)) writeFileSync(file, `${random.bytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
  if (key.length !== 32) throw new ConfigProblems([`${keyFile} in PULT_DATA_DIR is damaged`])
  return key
}

/** Opens the secrets, after proving on the untouched store that the key is the one it was sealed with. */
export async function openSecrets(config: Config, random: Random): Promise<Secrets> {
  const secrets = new Secrets(keyOf(config, random), random)
  if (!existsSync(storeFile(config))) return secrets
  const readable = openReadable(storeFile(config))
  try {
    const hasMeta = await readable.get("select 1 from sqlite_master where type = 'table' and name = 'meta'")
    const sealed = hasMeta === undefined ? undefined : await readMeta(readable, checkName)
    if (sealed !== undefined) secrets.open(Buffer.from(sealed, 'base64'), checkRow)
  } catch (error) {
    if (!(error instanceof SecretNotOpened)) throw error
    throw new ConfigProblems(['PULT_SECRET_KEY is not the key this store was sealed with'], { cause: error })
  } finally {
    readable.database.close()
  }
  return secrets
}

/** Leaves in a new store what proves the key at the next start. */
export async function keepKeyCheck(sql: WritableSql, secrets: Secrets): Promise<void> {
  if ((await readMeta(sql, checkName)) === undefined)
    await writeMeta(sql, checkName, secrets.seal(checkText, checkRow).toString('base64'))
}
