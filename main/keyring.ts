import { safeStorage } from 'electron'
import { z } from 'zod'
import type { Credentials, Keyring } from '#client/workspace'
import { OperatorId } from '#protocol/ids'
import { JsonFile } from './json-file'

const Kept = z.object({
  hubUrl: z.string(),
  accountId: OperatorId.nullable(),
  /** The token, encrypted by the system's key store, as base64. */
  sealed: z.string().nullable(),
})

/** Without a key store of the system Electron would scramble with a key that everybody knows: then nothing is written. */
async function hasKeyStore(): Promise<boolean> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return false
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
}

async function open(sealed: string): Promise<string | null> {
  try {
    const { result } = await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'))
    return result
  } catch {
    return null
  }
}

/**
 * The session's token in the system's secret store, the rest in a plain file. Where there is no store the token lives in memory
 * alone and the next start asks to sign in.
 */
export function systemKeyring(path: string): Keyring {
  const file = new JsonFile(path, Kept)
  let inMemory: Credentials | null = null
  return {
    load: async () => {
      if (inMemory !== null) return inMemory
      const kept = file.read()
      if (kept === null) return null
      const { hubUrl, accountId, sealed } = kept
      const token = sealed !== null && (await hasKeyStore()) ? await open(sealed) : null
      return { hubUrl, accountId, auth: token === null ? { kind: 'none' } : { kind: 'token', token } }
    },
    save: async (credentials) => {
      inMemory = credentials
      const { hubUrl, accountId, auth } = credentials
      const token = auth.kind === 'token' && (await hasKeyStore()) ? auth.token : null
      const sealed = token === null ? null : (await safeStorage.encryptStringAsync(token)).toString('base64')
      file.write({ hubUrl, accountId, sealed })
    },
  }
}
