import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** The token of the last session the hub has given out over a wire. */
export function tokenIn(answered: string): string {
  const token = [...answered.matchAll(/"token":"([^"]{30,})"/g)].at(-1)?.[1]
  if (token === undefined) throw new Error('nobody has signed in over this wire')
  return token
}

/** Files of a folder, however deep, in which the secret stands as it is. */
export function filesWith(folder: string, secret: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
  if (files.length === 0) throw new Error(`${folder} holds nothing at all`)
  return files.filter((path) => readFileSync(path).includes(secret))
}
