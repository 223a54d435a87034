import { type DestinationStream, pino } from 'pino'
import type { Config } from './config'

type Fact = string | number | boolean | null | undefined | readonly (string | number)[]
export type Facts = Readonly<Record<string, Fact>>

/**
 * A named logger. Lines are an event (`session.refused`) with facts: ids, codes, numbers. Never texts of messages, names, phones,
 * tokens; what slips in is blotted out by key and by value, but that is the net, not the rule.
 */
export interface Log {
  debug(event: string, facts?: Facts): void
  info(event: string, facts?: Facts): void
  warn(event: string, facts?: Facts): void
  error(event: string, facts?: Facts, error?: unknown): void
}

const blot = '[hidden]'

/** Keys whose values never belong into a log. */
const hiddenKey =
  /token|password|secret|authori[sz]ation|cookie|text|phone|e-?mail|link|contactname|displayname|body|preview|apikey/i

/** Shapes of secrets and of people: Bot API tokens, e-mail addresses, long random strings, one-time links, phone numbers. */
const hiddenValue =
  /\d{5,}:[A-Za-z0-9_-]{20,}|[\w.+-]+@[\w-]+\.[\w.-]+|(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{40,}(?![A-Za-z0-9_-])|\/join\/[\w-]+|Bearer\s+\S+|\+\d[\d\s().-]{8,}\d|(?<![\w-])[78]\d{10}(?![\w-])/g

const cleanString = (text: string) => text.replace(hiddenValue, blot)

function cleanFacts(facts: Facts): Record<string, unknown> {
  const clean: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(facts)) {
    if (hiddenKey.test(key) && value !== null && value !== undefined) clean[key] = blot
    else if (typeof value === 'string') clean[key] = cleanString(value)
    else if (Array.isArray(value)) clean[key] = value.map((one) => (typeof one === 'string' ? cleanString(one) : one))
    else clean[key] = value
  }
  return clean
}

function cleanError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: cleanString(String(error)) }
  const causes = error.cause === undefined ? {} : { cause: cleanError(error.cause) }
  return { error: error.name, message: cleanString(error.message), stack: cleanString(error.stack ?? ''), ...causes }
}

/** Opens the hub's log: JSON lines in UTC on standard error (standard output is for what people must read once). */
export function openLog(
  level: Config['logLevel'],
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): (name: string) => Log {
  const root = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'event' }, destination)
  return (name) => {
    const logger = root.child({ name })
    return {
      debug: (event, facts = {}) => logger.debug(cleanFacts(facts), event),
      info: (event, facts = {}) => logger.info(cleanFacts(facts), event),
      warn: (event, facts = {}) => logger.warn(cleanFacts(facts), event),
      error: (event, facts = {}, error) =>
        logger.error({ ...cleanFacts(facts), ...(error === undefined ? {} : cleanError(error)) }, event),
    }
  }
}
