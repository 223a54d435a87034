import { isRecord } from '../telegram/params'
import { missingParameter, Refusal, wrongParameter } from './refusals'

type Json = Readonly<Record<string, unknown>>

export interface FakeButton {
  readonly id: string
  readonly title: string
  readonly url: string | null
}

export interface FakeTemplate {
  readonly id: string
  readonly name: string
  readonly language: string
  readonly category: string
  readonly parameterFormat: 'POSITIONAL' | 'NAMED'
  readonly components: readonly Json[]
  readonly status: string
  readonly rejectedReason: string
}

const statuses = ['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED'] as const
export type FakeTemplateStatus = (typeof statuses)[number]

const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isRecord) : [])
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const variables = (words: string): readonly string[] => [
  ...new Set([...words.matchAll(/\{\{([^}]*)\}\}/g)].map(([, name = '']) => name)),
]

const invalid = (details: string) => new Refusal(400, 100, '(#100) Invalid parameter', details)

/** Message templates of one business account, checked as Meta checks them before anybody reviews them. */
export class FakeTemplates {
  #templates: FakeTemplate[] = []
  #count = 0

  /** Listed beside them, as a later version of the service might. */
  readonly strange: unknown[] = []

  get all(): readonly FakeTemplate[] {
    return this.#templates
  }

  create(body: Json): FakeTemplate {
    const name = text(body.name)
    if (!/^[a-z0-9_]{1,512}$/.test(name)) throw invalid('Message template name is invalid')
    const language = text(body.language)
    if (language === '') throw missingParameter('language')
    const category = text(body.category)
    if (!['MARKETING', 'UTILITY', 'AUTHENTICATION'].includes(category)) throw invalid('category')
    if (this.#templates.some((one) => one.name === name && one.language === language))
      throw new Refusal(
        400,
        100,
        '(#100) Invalid parameter',
        'There is already content in this language for this template',
      )
    const parameterFormat = body.parameter_format === 'NAMED' ? 'NAMED' : 'POSITIONAL'
    const components = list(body.components)
    checkComponents(components, parameterFormat)
    return this.#keep({ name, language, category, parameterFormat, components, status: 'PENDING' })
  }

  /** One its owner has made and Meta has approved, in Meta's own pages. */
  addApproved(name: string, language: string, components: readonly Json[]): FakeTemplate {
    return this.#keep({
      ...{ name, language, components, category: 'UTILITY', parameterFormat: 'POSITIONAL', status: 'APPROVED' },
    })
  }

  edit(id: string, body: Json): FakeTemplate {
    const before = this.#templates.find((one) => one.id === id)
    if (before === undefined) throw invalid('No such template')
    const components = list(body.components)
    checkComponents(components, before.parameterFormat)
    return this.#replace(before, { ...before, components, category: text(body.category), status: 'PENDING' })
  }

  review(id: string, status: FakeTemplateStatus, reason = 'NONE'): FakeTemplate {
    const before = this.#templates.find((one) => one.id === id)
    if (before === undefined) throw new Error(`no template ${id}`)
    return this.#replace(before, { ...before, status, rejectedReason: reason })
  }

  remove(name: string, id: string | null): void {
    const kept = this.#templates.filter((one) => one.name !== name || (id !== null && one.id !== id))
    if (kept.length === this.#templates.length) throw invalid('Message template does not exist')
    this.#templates = kept
  }

  /** What the person reads of a template that is sent; throws as the service refuses. */
  filled(content: Json): { readonly text: string; readonly buttons: readonly FakeButton[] } {
    const language = isRecord(content.language) ? text(content.language.code) : ''
    const template = this.#templates.find(
      (one) => one.name === content.name && one.language === language && one.status === 'APPROVED',
    )
    if (template === undefined)
      throw new Refusal(404, 132001, '(#132001) Template name does not exist in the translation')
    const given = list(content.components)
    const words = template.components
      .filter(({ type }) => ['HEADER', 'BODY', 'FOOTER'].includes(text(type)))
      .map((component) => fill(component, given))
    const buttons = template.components
      .filter(({ type }) => type === 'BUTTONS')
      .flatMap((component) => list(component.buttons))
      .map((button, index) => buttonOf(button, index, given))
    return { text: words.join('\n'), buttons }
  }

  #keep(template: Omit<FakeTemplate, 'id' | 'rejectedReason'>): FakeTemplate {
    this.#count += 1
    const kept = { ...template, id: String(10_007_199_254_740_993n + BigInt(this.#count)), rejectedReason: 'NONE' }
    this.#templates.push(kept)
    return kept
  }

  #replace(before: FakeTemplate, after: FakeTemplate): FakeTemplate {
    this.#templates = this.#templates.map((one) => (one === before ? after : one))
    return after
  }
}

function checkComponents(components: readonly Json[], format: FakeTemplate['parameterFormat']): void {
  const body = components.find(({ type }) => type === 'BODY')
  if (body === undefined || text(body.text) === '') throw missingParameter('BODY component is required')
  if (text(body.text).length > 1024) throw invalid('The body is longer than 1024 characters')
  for (const component of components) checkVariables(component, format)
}

function checkVariables(component: Json, format: FakeTemplate['parameterFormat']): void {
  const words = text(component.text)
  const names = variables(words)
  if (names.length === 0) return
  if (component.type === 'FOOTER') throw invalid('Variables are not allowed in the footer')
  if (format === 'NAMED' && names.some((name) => !/^[a-z_]{1,20}$/.test(name))) throw invalid('Variable names')
  if (format === 'POSITIONAL' && names.some((name, index) => name !== String(index + 1)))
    throw invalid('Variables must be numbered from 1 without gaps')
  if (component.type === 'BODY' && /^\s*\{\{|\}\}\s*$/.test(words))
    throw invalid("Variables can't be at the start or end of the template.")
  const example = isRecord(component.example) ? component.example : {}
  const key = component.type === 'HEADER' ? 'header_text' : 'body_text'
  const named = component.type === 'HEADER' ? 'header_text_named_params' : 'body_text_named_params'
  const given = format === 'NAMED' ? example[named] : key === 'body_text' ? list0(example[key]) : example[key]
  if (!Array.isArray(given) || given.length !== names.length) throw invalid('Examples are required for variables')
}

const list0 = (value: unknown): unknown => (Array.isArray(value) ? value[0] : undefined)

/** A component with its variables replaced by what the call gives, which must be as many. */
function fill(component: Json, given: readonly Json[]): string {
  const words = text(component.text)
  const names = variables(words)
  const place = text(component.type).toLowerCase()
  const parameters = list(given.find(({ type }) => type === place)?.parameters)
  if (parameters.length !== names.length)
    throw new Refusal(
      ...([400, 132000, '(#132000) Number of parameters does not match the expected number of params'] as const),
      `${place}: number of localizable_params (${parameters.length}) does not match the expected number of params (${names.length})`,
    )
  return names.reduce((filled, name, index) => {
    const named = parameters.find(({ parameter_name }) => parameter_name === name)
    const value = text((named ?? parameters[index])?.text)
    if (value === '' || /[\n\t]| {5}/.test(value))
      throw wrongParameter('Param text cannot have new-line/tab characters')
    return filled.replaceAll(`{{${name}}}`, value)
  }, words)
}

function buttonOf(button: Json, index: number, given: readonly Json[]): FakeButton {
  const label = text(button.text)
  const own = given.find((one) => one.type === 'button' && String(one.index) === String(index))
  if (button.type !== 'URL') return { id: label, title: label, url: null }
  const url = text(button.url)
  const value = text(list(own?.parameters)[0]?.text)
  if (variables(url).length > 0 && value === '')
    throw new Refusal(400, 132000, '(#132000) Number of parameters does not match the expected number of params')
  return { id: label, title: label, url: url.replace(/\{\{[^}]*\}\}/, value) }
}
