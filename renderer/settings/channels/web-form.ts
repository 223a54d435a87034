import { type ConnectionForm, Origin, plainWebForm } from '#protocol/connection'
import { plainSite, type SiteSettings } from '#protocol/web-site'
import { keepEqual } from '../../state/keep-equal'
import type { ConnectionKind } from './connection-edit'

/** A web chat as one writes it: sites stand one a line. */
export interface WebValues {
  readonly origins: string
  readonly greeting: string
  readonly site: SiteSettings
}

export const longestGreeting = 250

export const blankWeb: WebValues = { origins: '', greeting: '', site: plainSite }

/** Sites as browsers name them: `shop.ru/path` becomes `https://shop.ru`. */
export function originsOf(text: string): readonly string[] {
  const lines = text.split(/[\s,;]+/u).filter((line) => line !== '')
  return [...new Set(lines.map((line) => originOf(line) ?? line))]
}

function originOf(line: string): string | null {
  const whole = /^https?:\/\//iu.test(line) ? line : `https://${line}`
  if (!URL.canParse(whole)) return null
  const { origin, hostname } = new URL(whole)
  return hostname.includes('.') || hostname === 'localhost' ? origin : null
}

/** The first site that is none. */
export const wrongOrigin = (text: string): string | null =>
  originsOf(text).find((origin) => !Origin.safeParse(origin).success || originOf(origin) === null) ?? null

const formOf = ({ origins, greeting, site }: WebValues): ConnectionForm => ({
  ...plainWebForm,
  site,
  allowedOrigins: [...originsOf(origins)],
  greeting: greeting.trim(),
})

export const webKind: ConnectionKind<WebValues> = {
  valuesOf: (connection) =>
    connection.messenger === 'web'
      ? { origins: connection.allowedOrigins.join('\n'), greeting: connection.greeting, site: connection.site }
      : blankWeb,
  formOf,
  editOf: (values, stored) => (keepEqual(stored, values) === stored ? null : formOf(values)),
}

export const isWebWrong = ({ origins, greeting }: WebValues): boolean =>
  wrongOrigin(origins) !== null || greeting.length > longestGreeting
