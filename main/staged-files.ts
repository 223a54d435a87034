import { mkdir, open, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileStore } from '#client/files'

/** Keys are made by the workspace; anything else must not become a path. */
const isKey = (key: string): boolean => /^[A-Za-z0-9_-]{1,100}$/.test(key)

/** Bytes of files that wait to be sent: they outlive the program as the replies do that they belong to. */
export function stagedFiles(folder: string): FileStore {
  const path = (key: string): string => {
    if (!isKey(key)) throw new Error('not a key of a staged file')
    return join(folder, key)
  }
  return {
    put: async (key, bytes) => {
      await mkdir(folder, { recursive: true })
      await writeFile(path(key), bytes, { mode: 0o600 })
    },
    read: async (key, offset, length) => {
      try {
        const file = await open(path(key))
        try {
          const { bytesRead, buffer } = await file.read(new Uint8Array(length), 0, length, offset)
          return buffer.slice(0, bytesRead)
        } finally {
          await file.close()
        }
      } catch {
        return null
      }
    },
    remove: (key) => rm(path(key), { force: true }),
    keepOnly: async (keys) => {
      const names = await readdir(folder).catch(() => [])
      await Promise.all(
        names.filter((name) => !keys.has(name)).map((name) => rm(join(folder, name), { force: true, recursive: true })),
      )
    },
  }
}
