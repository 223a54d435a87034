import type { VisitorAnswer, VisitorCompany, VisitorGap, VisitorLine, VisitorWelcome } from '#protocol/visitor'

// The few packets of the hub, looked at by hand: a schema library would weigh more than the widget.

type Fields<Shape> = { readonly [Key in keyof Shape]?: unknown }

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

export function isLine(value: unknown): value is VisitorLine {
  if (!isRecord(value)) return false
  const line: Fields<VisitorLine> = value
  const isWho = line.from === 'visitor' || line.from === 'company'
  return isWho && typeof line.seq === 'number' && typeof line.at === 'number' && typeof line.text === 'string'
}

const areLines = (value: unknown): value is VisitorLine[] => Array.isArray(value) && value.every(isLine)

export function isPage(value: unknown): value is Pick<VisitorGap, 'lines' | 'hasOlder'> {
  if (!isRecord(value)) return false
  const page: Fields<VisitorGap> = value
  return areLines(page.lines) && typeof page.hasOlder === 'boolean'
}

export function isGap(value: unknown): value is VisitorGap {
  if (!isPage(value)) return false
  const gap: Fields<VisitorGap> = value
  return (
    typeof gap.isReset === 'boolean' && typeof gap.readByCompany === 'number' && typeof gap.readByVisitor === 'number'
  )
}

export function isCompany(value: unknown): value is VisitorCompany {
  if (!isRecord(value)) return false
  const company: Fields<VisitorCompany> = value
  return typeof company.isAnybodyOnline === 'boolean' && Array.isArray(company.team)
}

export function isWelcome(value: unknown): value is VisitorWelcome {
  if (!isRecord(value)) return false
  const welcome: Fields<VisitorWelcome> = value
  const areTexts = typeof welcome.token === 'string' && typeof welcome.companyName === 'string'
  return areTexts && typeof welcome.greeting === 'string' && isCompany(welcome.company) && isGap(welcome.gap)
}

export function isAnswer(value: unknown): value is VisitorAnswer {
  if (!isRecord(value)) return false
  return value.ok === true ? isLine(value.line) : value.ok === false && typeof value.code === 'string'
}
