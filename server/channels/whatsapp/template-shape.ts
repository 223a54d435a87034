import { z } from 'zod'
import {
  type TemplateButton,
  type TemplateCategory,
  type TemplateContent,
  type TemplateForm,
  type TemplateHeader,
  type TemplateStatus,
  templateCategories,
  variablesOf,
} from '#protocol/templates'
import type { RemoteTemplate } from '../../conversations/templates'

const Named = z.array(z.object({ param_name: z.string(), example: z.string() }))
const Example = z.object({
  header_text: z.array(z.string()).optional().catch(undefined),
  header_text_named_params: Named.optional().catch(undefined),
  body_text: z.array(z.array(z.string())).optional().catch(undefined),
  body_text_named_params: Named.optional().catch(undefined),
})
const Word = z.string().catch('')
const Button = z.object({
  type: Word,
  text: Word,
  url: Word,
  phone_number: Word,
  example: z.array(z.string()).optional().catch(undefined),
})
const Component = z.object({
  type: Word,
  format: Word,
  text: Word,
  example: Example.optional().catch(undefined),
  buttons: z.array(Button).optional().catch(undefined),
})

/** A template as Meta lists it. */
export const Listed = z.object({
  id: z.coerce.string(),
  name: z.string(),
  language: z.string(),
  status: z.string(),
  category: z.string(),
  components: z.array(Component).catch([]),
  rejected_reason: z.string().optional().catch(undefined),
})
type Component = z.infer<typeof Component>

const statuses: ReadonlyMap<string, TemplateStatus> = new Map([
  ['APPROVED', 'approved'],
  ['PENDING', 'pending'],
  ['IN_APPEAL', 'pending'],
  ['REJECTED', 'rejected'],
  ['PAUSED', 'paused'],
  ['DISABLED', 'disabled'],
])

export const statusOf = (told: string): TemplateStatus => statuses.get(told) ?? 'other'

export const categoryOf = (told: string): TemplateCategory =>
  templateCategories.find((one) => one === told.toLowerCase()) ?? 'marketing'

type Words = TemplateContent['body']

function wordsOf(text: string, plain: readonly string[] | undefined, named: z.infer<typeof Named> | undefined): Words {
  const names = variablesOf(text)
  const example = (name: string, index: number) =>
    named?.find(({ param_name }) => param_name === name)?.example ?? plain?.[index] ?? ''
  return { text, examples: names.map(example) }
}

function headerOf(component: Component | undefined): TemplateHeader {
  if (component === undefined) return { kind: 'none' }
  const { format, text, example } = component
  if (format !== 'TEXT') return { kind: 'file', format: format.toLowerCase().slice(0, 20) }
  return { kind: 'text', words: wordsOf(text, example?.header_text, example?.header_text_named_params) }
}

function buttonOf({ type, text: label, url, phone_number: phone, example }: z.infer<typeof Button>): TemplateButton {
  switch (type) {
    case 'QUICK_REPLY':
      return { kind: 'reply', label }
    case 'URL':
      return { kind: 'url', label, url, example: example?.[0] ?? null }
    case 'PHONE_NUMBER':
      return { kind: 'phone', label, phone }
    default:
      return { kind: 'other', label, type }
  }
}

function contentOf(components: readonly Component[]): TemplateContent {
  const one = (type: string) => components.find((component) => component.type === type)
  const body = one('BODY')
  return {
    header: headerOf(one('HEADER')),
    body: wordsOf(body?.text ?? '', body?.example?.body_text?.[0], body?.example?.body_text_named_params),
    footer: one('FOOTER')?.text ?? '',
    buttons: (one('BUTTONS')?.buttons ?? []).map(buttonOf),
  }
}

export const remoteOf = (listed: z.infer<typeof Listed>): RemoteTemplate => ({
  externalId: listed.id,
  name: listed.name,
  language: listed.language,
  category: categoryOf(listed.category),
  status: statusOf(listed.status),
  reason: listed.rejected_reason === undefined || listed.rejected_reason === 'NONE' ? null : listed.rejected_reason,
  content: contentOf(listed.components),
})

const isNumber = (name: string) => /^\d+$/.test(name)

/** Examples of a text, as Meta wants them for numbered and for named variables. */
function exampleOf(place: 'header' | 'body', { text, examples }: Words) {
  const names = variablesOf(text)
  if (names.length === 0) return {}
  if (!names.every(isNumber)) {
    const params = names.map((name, index) => ({ param_name: name, example: examples[index] ?? '' }))
    return { example: { [`${place}_text_named_params`]: params } }
  }
  return { example: place === 'header' ? { header_text: examples } : { body_text: [examples] } }
}

function buttonBody(button: TemplateButton) {
  switch (button.kind) {
    case 'reply':
      return { type: 'QUICK_REPLY', text: button.label }
    case 'url':
      return {
        ...{ type: 'URL', text: button.label, url: button.url },
        ...(button.example !== null && button.example !== '' && { example: [button.example] }),
      }
    case 'phone':
      return { type: 'PHONE_NUMBER', text: button.label, phone_number: button.phone }
    case 'other':
      return { type: button.type, text: button.label }
  }
}

/** What is posted to make or change a template (channels.md section 5.4). */
export function bodyOf({ name, language, category, content }: TemplateForm) {
  const { header, body, footer, buttons } = content
  const head =
    header.kind === 'text'
      ? [{ type: 'HEADER', format: 'TEXT', text: header.words.text, ...exampleOf('header', header.words) }]
      : header.kind === 'file'
        ? [{ type: 'HEADER', format: header.format.toUpperCase() }]
        : []
  const texts = [body.text, header.kind === 'text' ? header.words.text : '']
  const isNamed = texts.flatMap(variablesOf).some((variable) => !isNumber(variable))
  return {
    ...{ name, language, category: category.toUpperCase() },
    parameter_format: isNamed ? 'NAMED' : 'POSITIONAL',
    components: [
      ...head,
      { type: 'BODY', text: body.text, ...exampleOf('body', body) },
      ...(footer === '' ? [] : [{ type: 'FOOTER', text: footer }]),
      ...(buttons.length === 0 ? [] : [{ type: 'BUTTONS', buttons: buttons.map(buttonBody) }]),
    ],
  }
}
