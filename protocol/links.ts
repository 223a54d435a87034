import { z } from 'zod'
import { At, ChannelId, LinkId } from './ids'

/** Links of one channel. */
export const mostLinks = 100

/** A link to the channel with a question already written. */
export const LinkForm = z.strictObject({
  title: z.string().trim().max(80),
  /** Holds the number of the visit, by which the first message is known. */
  question: z.string().trim().max(500),
  /** Off: its address leads nowhere. */
  isOn: z.boolean(),
})
export type LinkForm = z.infer<typeof LinkForm>

export const emptyLinkForm: LinkForm = { title: '', question: '', isOn: false }

export const Link = LinkForm.extend({
  id: LinkId,
  channelId: ChannelId,
  version: z.number().int(),
  /** What is put onto a site or a poster. */
  url: z.string(),
  visits: z.number().int().nonnegative(),
  inquiries: z.number().int().nonnegative(),
})
export type Link = z.infer<typeof Link>

/** How the messenger is told who comes: with the question written, or by the number alone; `nothing`: its account has no address. */
export const LinkCarries = z.enum(['question', 'number', 'nothing'])
export type LinkCarries = z.infer<typeof LinkCarries>

export const ChannelLinks = z.object({
  carries: LinkCarries,
  /** All inquiries of the channel, by a link or not. */
  inquiries: z.number().int().nonnegative(),
  links: z.array(Link),
})
export type ChannelLinks = z.infer<typeof ChannelLinks>

export const utmKeys = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'] as const

/** How somebody came: by which link, from where, when he pressed it. */
export const LinkVisit = z.object({
  number: z.number().int(),
  title: z.string(),
  page: z.string().nullable(),
  referrer: z.string().nullable(),
  utm: z.partialRecord(z.enum(utmKeys), z.string()),
  at: At,
})
export type LinkVisit = z.infer<typeof LinkVisit>

/** The number of the visit; both words mean the same. Known before there is an inquiry. */
const numbers: ReadonlySet<string> = new Set(['номер заявки', 'visit.number'])

const variable = /\{\{\s*([^{}]*?)\s*\}\}/gu

export type LinkProblemCode = 'required' | 'numberMissing' | 'unknownVariable'

export interface LinkProblem {
  readonly field: 'title' | 'question'
  readonly problem: LinkProblemCode
}

/** What is wrong with a link that is to be saved. */
export function linkProblems({ title, question }: LinkForm): readonly LinkProblem[] {
  const problem = questionProblem(question)
  return [
    ...(title.trim() === '' ? [{ field: 'title', problem: 'required' } as const] : []),
    ...(problem === null ? [] : [{ field: 'question', problem } as const]),
  ]
}

function questionProblem(question: string): LinkProblemCode | null {
  if (question.trim() === '') return 'required'
  const used = [...question.matchAll(variable)].map(([, name = '']) => name.toLowerCase())
  if (used.some((name) => !numbers.has(name))) return 'unknownVariable'
  return used.length === 0 ? 'numberMissing' : null
}

/** The question as the person finds it written. */
export const askedBy = (question: string, number: number): string => question.replaceAll(variable, () => String(number))
