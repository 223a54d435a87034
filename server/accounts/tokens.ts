import { createHash } from 'node:crypto'
import type { AccountRandom } from './ports'

/** 256 random bits, as text for links, cookies and headers. */
export const newToken = (random: AccountRandom): string => random.bytes(32).toString('base64url')

/** What is kept of a token. It is random and long, so a plain hash is enough. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url')
