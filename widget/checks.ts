import type { Attachment } from '#protocol/attachment'
import type {
  VisitorAnswer,
  VisitorCompany,
  VisitorDone,
  VisitorGap,
  VisitorLine,
  VisitorRating,
  VisitorSite,
  VisitorWelcome,
} from '#protocol/visitor'

// The few packets of the hub, looked at by hand: a schema library would weigh more than the widget.

type Fields<Shape> = { readonly [Key in keyof Shape]?: unknown }

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

export function isAttachment(value: unknown): value is Attachment {
  if (!isRecord(value)) return false
  const one: Fields<Attachment> = value
  const areTexts = [one.id, one.kind, one.name, one.mediaType].every((text) => typeof text === 'string')
  return areTexts && isRecord(one.state)
}

export function isLine(value: unknown): value is VisitorLine {
  if (!isRecord(value)) return false
  const line: Fields<VisitorLine> = value
  const isWho = line.from === 'visitor' || line.from === 'company'
  const isSaid = typeof line.seq === 'number' && typeof line.at === 'number' && typeof line.text === 'string'
  return isWho && isSaid && Array.isArray(line.buttons) && areAttachments(line.attachments)
}

export const areAttachments = (value: unknown): value is Attachment[] =>
  Array.isArray(value) && value.every(isAttachment)

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

export function isSite(value: unknown): value is VisitorSite {
  if (!isRecord(value)) return false
  const site: Fields<VisitorSite> = value
  const areTexts = typeof site.companyName === 'string' && typeof site.greeting === 'string'
  return areTexts && isRecord(site.look) && isRecord(site.ask) && isRecord(site.away) && Array.isArray(site.messengers)
}

export function isRating(value: unknown): value is VisitorRating {
  if (!isRecord(value)) return false
  const rating: Fields<VisitorRating> = value
  return typeof rating.inquiry === 'number'
}

export function isWelcome(value: unknown): value is VisitorWelcome {
  if (!isRecord(value)) return false
  const welcome: Fields<VisitorWelcome> = value
  const isRated = welcome.rating === null || isRating(welcome.rating)
  return (
    typeof welcome.token === 'string' &&
    isSite(welcome.site) &&
    isCompany(welcome.company) &&
    isGap(welcome.gap) &&
    isRated
  )
}

export function isAnswer(value: unknown): value is VisitorAnswer {
  if (!isRecord(value)) return false
  return value.ok === true ? isLine(value.line) : value.ok === false && typeof value.code === 'string'
}

export function isDone(value: unknown): value is VisitorDone {
  return isRecord(value) && (value.ok === true || (value.ok === false && typeof value.code === 'string'))
}
