import type { Refusal } from '#protocol/errors'
import { type TemplateProblemCode, templateProblemCodes, templateProblems } from '#protocol/template-problems'
import {
  type Template,
  type TemplateButton,
  type TemplateContent,
  type TemplateForm,
  type TemplateHeader,
  variablesOf,
} from '#protocol/templates'

export const emptyForm = (language: string): TemplateForm => ({
  ...{ name: '', language, category: 'utility' },
  content: { header: { kind: 'none' }, body: { text: '', examples: [] }, footer: '', buttons: [] },
})

export const formOf = ({ name, language, category, content }: Template): TemplateForm => ({
  ...{ name, language, category, content },
})

/** Other words keep the examples of the variables that are still in them. */
export function reworded(before: TemplateContent['body'], text: string): TemplateContent['body'] {
  const known = variablesOf(before.text)
  const examples = variablesOf(text).map((name) => before.examples[known.indexOf(name)] ?? '')
  return { text, examples }
}

export const headerOf = (before: TemplateHeader, text: string): TemplateHeader =>
  text === ''
    ? { kind: 'none' }
    : { kind: 'text', words: reworded(before.kind === 'text' ? before.words : { text: '', examples: [] }, text) }

export const newButtons: Readonly<Record<'reply' | 'url' | 'phone', TemplateButton>> = {
  reply: { kind: 'reply', label: '' },
  url: { kind: 'url', label: '', url: 'https://', example: null },
  phone: { kind: 'phone', label: '', phone: '+7' },
}

export type FieldProblem = TemplateProblemCode | 'taken'

/** What is wrong, by field: as the hub would say it, and what it has said. */
export function problemsOf(form: TemplateForm, refusal: Refusal | null): ReadonlyMap<string, FieldProblem> {
  const told = (refusal?.fields ?? []).flatMap(({ field, problem }) => {
    const code = problem === 'taken' ? problem : templateProblemCodes.find((one) => one === problem)
    return code === undefined ? [] : [[field.replace(/^form\./, ''), code] as const]
  })
  const found = templateProblems(form).map(({ field, problem }) => [field, problem] as const)
  // The first of a field is the one to mend first.
  return new Map([...told, ...found].toReversed())
}
