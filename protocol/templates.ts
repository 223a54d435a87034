import { z } from 'zod'
import { At, ChannelId, TemplateId } from './ids'
import type { ReplyButton } from './reply-button'

export const templateCategories = ['marketing', 'utility', 'authentication'] as const
export const TemplateCategory = z.enum(templateCategories)
export type TemplateCategory = z.infer<typeof TemplateCategory>

/** `draft` is ours alone; the messenger has not seen it. `other`: a state of the messenger's that changes nothing for us. */
export const templateStatuses = ['draft', 'pending', 'approved', 'rejected', 'paused', 'disabled', 'other'] as const
export const TemplateStatus = z.enum(templateStatuses)
export type TemplateStatus = z.infer<typeof TemplateStatus>

export const templateLimits = { name: 512, header: 60, body: 1024, footer: 60, buttons: 10, button: 25 } as const

/** A text with variables (`{{1}}`, `{{name}}`) and an example for each, in the order they first stand in it. */
const Words = z.strictObject({ text: z.string().max(4096), examples: z.array(z.string().max(1024)).max(50) })

export const TemplateHeader = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('text'), words: Words }),
  /** A file goes above the words; made in the messenger's own pages. */
  z.strictObject({ kind: z.literal('file'), format: z.string().max(20) }),
])
export type TemplateHeader = z.infer<typeof TemplateHeader>

const label = z.string().max(200)
export const TemplateButton = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reply'), label }),
  z.strictObject({
    kind: z.literal('url'),
    label,
    url: z.string().max(2000),
    example: z.string().max(2000).nullable(),
  }),
  z.strictObject({ kind: z.literal('phone'), label, phone: z.string().max(30) }),
  /** Made in the messenger's own pages. */
  z.strictObject({ kind: z.literal('other'), label, type: z.string().max(60) }),
])
export type TemplateButton = z.infer<typeof TemplateButton>

export const TemplateContent = z.strictObject({
  header: TemplateHeader,
  body: Words,
  footer: z.string().max(1024),
  buttons: z.array(TemplateButton).max(20),
})
export type TemplateContent = z.infer<typeof TemplateContent>

export const TemplateForm = z.strictObject({
  name: z.string().max(templateLimits.name),
  language: z.string().regex(/^[a-z]{2,3}(?:_[A-Z]{2,3})?$/),
  category: TemplateCategory,
  content: TemplateContent,
})
export type TemplateForm = z.infer<typeof TemplateForm>

/** Text a messenger has approved beforehand, for one channel and in one language. */
export const Template = TemplateForm.extend({
  id: TemplateId,
  channelId: ChannelId,
  status: TemplateStatus,
  /** Why it was rejected, in the messenger's words. */
  reason: z.string().nullable(),
  isArchived: z.boolean(),
  /** It is known to the messenger. */
  isSubmitted: z.boolean(),
  version: z.number().int(),
  changedAt: At,
})
export type Template = z.infer<typeof Template>

const Values = z.array(z.string().max(1024)).max(50)
/** A template put to use: what stands for its variables, in their order; `buttons` for the links that have one. */
export const TemplateUse = z.strictObject({ templateId: TemplateId, header: Values, body: Values, buttons: Values })
export type TemplateUse = z.infer<typeof TemplateUse>

const variable = /\{\{\s*([^{}]*?)\s*\}\}/g

/** Names of the variables in the order they first stand in a text. */
export const variablesOf = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(variable)].map(([, name = '']) => name)),
]

/** A text with values in place of its variables; one without a value stays as it is written. */
export function filledText(text: string, values: readonly string[]): string {
  const names = variablesOf(text)
  return text.replaceAll(variable, (written, name: string) => values[names.indexOf(name)] || written)
}

const headerWords = ({ header }: TemplateContent) => (header.kind === 'text' ? header.words.text : '')

/** The links that end with a variable, which is the only place one may stand in. */
export const variableLinks = ({ buttons }: TemplateContent) =>
  buttons.flatMap((button) => (button.kind === 'url' && variablesOf(button.url).length > 0 ? [button] : []))

/** What has to be said before a template can be sent. */
export const variablesNeeded = (content: TemplateContent) => ({
  header: variablesOf(headerWords(content)),
  body: variablesOf(content.body.text),
  buttons: variableLinks(content).map(({ label }) => label),
})

type Values = Pick<TemplateUse, 'header' | 'body' | 'buttons'>

/** The text as the contact reads it. */
export function templateText(content: TemplateContent, values: Values): string {
  const lines = [filledText(headerWords(content), values.header), filledText(content.body.text, values.body)]
  return [...lines, content.footer].filter((line) => line !== '').join('\n')
}

export function templateButtons(content: TemplateContent, values: Values): readonly ReplyButton[] {
  let link = 0
  return content.buttons.map((button, index) => {
    const [id, label] = [String(index), button.label.slice(0, 64)]
    if (button.kind !== 'url') return { id, label, url: null }
    if (variablesOf(button.url).length === 0) return { id, label, url: button.url }
    const value = values.buttons[link] ?? ''
    link += 1
    return { id, label, url: filledText(button.url, [value]) }
  })
}

/** Line ends and tabs are refused by the messenger, and so are more than four blanks in a row. */
const isValue = (value: string) => value.trim() !== '' && !/[\n\r\t]| {5}/.test(value)

export type TemplateUnusable = 'notApproved' | 'archived' | 'needsFile' | 'foreign'

/** Why a template cannot be sent from here; null = it can. */
export function unusableBecause(
  template: Pick<Template, 'status' | 'isArchived' | 'category' | 'content'>,
): TemplateUnusable | null {
  if (template.status !== 'approved') return 'notApproved'
  if (template.isArchived) return 'archived'
  if (template.content.header.kind === 'file') return 'needsFile'
  const isForeign =
    template.category === 'authentication' || template.content.buttons.some(({ kind }) => kind === 'other')
  return isForeign ? 'foreign' : null
}

/** Which variables have no value that can be sent; empty = none is missing. */
export function missingValues(content: TemplateContent, values: Values): readonly string[] {
  const needed = variablesNeeded(content)
  return (['header', 'body', 'buttons'] as const).flatMap((place) =>
    needed[place].flatMap((_name, index) => (isValue(values[place][index] ?? '') ? [] : [`${place}.${index}`])),
  )
}
