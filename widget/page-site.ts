import type { VisitorSite } from '#protocol/visitor'
import { isRecord, isSite } from './checks'
import { plainSite } from './plain-site'
import type { Text } from './text'
import type { Keep } from './world'

export interface AskSiteOptions {
  readonly hub: string
  readonly channel: string
  readonly origin: string
  readonly text: Text
  readonly keep: Keep
  readonly fetch: (url: string) => Promise<Response>
  /** For whoever looks after the page. */
  readonly warn: (words: string) => void
}

const siteKey = 'site'

/** How the site wants its chat: what was told last time at once, then what the hub says now. */
export async function askSite(options: AskSiteOptions, told: (site: VisitorSite) => void): Promise<void> {
  const { hub, channel, keep, fetch } = options
  const known = parsed(keep.get(siteKey))
  if (isSite(known)) told(known)
  const response = await fetch(`${hub}/widget/${channel}`).catch(() => null)
  const answer: unknown = await response?.json().catch(() => null)
  if (isSite(answer)) {
    keep.set(siteKey, JSON.stringify(answer))
    return told(answer)
  }
  if (isRecord(answer)) options.warn(`Pult: ${reasonOf(answer.code, options)}`)
  if (!isSite(known)) told(plainSite)
}

function reasonOf(code: unknown, { text, origin }: AskSiteOptions): string {
  if (code === 'ORIGIN') return text.origin(origin)
  return code === 'CHANNEL_DISCONNECTED' ? text.disconnected : text.refused
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}
