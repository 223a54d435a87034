import { type TemplateButton, type TemplateForm, templateLimits, variablesOf } from './templates'

/** What is wrong with a template before anybody reviews it; the screen has a sentence for each. */
export const templateProblemCodes = [
  'name',
  'required',
  'tooLong',
  'numbered',
  'variableName',
  'mixed',
  'atEdge',
  'oneVariable',
  'noVariable',
  'example',
  'url',
  'phone',
  'same',
  'tooMany',
] as const
export type TemplateProblemCode = (typeof templateProblemCodes)[number]

export interface TemplateProblem {
  readonly field: string
  readonly problem: TemplateProblemCode
}

type Found = readonly TemplateProblem[]
const when = (isSo: boolean, field: string, problem: TemplateProblemCode): Found => (isSo ? [{ field, problem }] : [])

/** Numbered from 1 without gaps, or named by small letters; never both. */
function variableProblems(text: string, field: string): Found {
  const names = variablesOf(text)
  const numbers = names.filter((name) => /^\d+$/.test(name))
  if (numbers.length > 0 && numbers.length < names.length) return [{ field, problem: 'mixed' }]
  if (numbers.length > 0)
    return when(
      numbers.some((name, index) => name !== String(index + 1)),
      field,
      'numbered',
    )
  return when(
    names.some((name) => !/^[a-z_]{1,20}$/.test(name)),
    field,
    'variableName',
  )
}

function wordsProblems(words: { text: string; examples: readonly string[] }, field: string, limit: number): Found {
  const names = variablesOf(words.text)
  return [
    ...when(words.text.length > limit, field, 'tooLong'),
    ...variableProblems(words.text, field),
    ...names.flatMap((_, index) => when((words.examples[index] ?? '').trim() === '', `${field}.${index}`, 'example')),
  ]
}

function headerProblems({ header }: TemplateForm['content']): Found {
  if (header.kind !== 'text') return []
  return [
    ...when(header.words.text.trim() === '', 'header', 'required'),
    ...when(variablesOf(header.words.text).length > 1, 'header', 'oneVariable'),
    ...wordsProblems(header.words, 'header', templateLimits.header),
  ]
}

const edge = /^\s*\{\{|\}\}\s*$/

function buttonProblems(button: TemplateButton, index: number): Found {
  const field = `buttons.${index}`
  const common = [
    ...when(button.label.trim() === '', `${field}.label`, 'required'),
    ...when(button.label.length > templateLimits.button, `${field}.label`, 'tooLong'),
  ]
  if (button.kind === 'phone')
    return [...common, ...when(!/^\+?\d{7,15}$/.test(button.phone), `${field}.phone`, 'phone')]
  if (button.kind !== 'url') return common
  const names = variablesOf(button.url)
  // The variable may only end the link.
  const isLink = /^https?:\/\/[^\s{}]+(?:\{\{1\}\})?$/.test(button.url)
  return [
    ...common,
    ...when(!isLink, `${field}.url`, 'url'),
    ...when(names.length > 0 && (button.example ?? '').trim() === '', `${field}.example`, 'example'),
  ]
}

/** By the rules of channels.md section 5.4; empty = it may be submitted. */
export function templateProblems({ name, content }: TemplateForm): Found {
  const { body, footer, buttons } = content
  const labels = buttons.map(({ label }) => label)
  return [
    ...when(!/^[a-z0-9_]+$/.test(name), 'name', 'name'),
    ...headerProblems(content),
    ...when(body.text.trim() === '', 'body', 'required'),
    ...when(edge.test(body.text), 'body', 'atEdge'),
    ...wordsProblems(body, 'body', templateLimits.body),
    ...when(footer.length > templateLimits.footer, 'footer', 'tooLong'),
    ...when(variablesOf(footer).length > 0, 'footer', 'noVariable'),
    ...when(buttons.length > templateLimits.buttons, 'buttons', 'tooMany'),
    ...when(new Set(labels).size < labels.length, 'buttons', 'same'),
    ...buttons.flatMap(buttonProblems),
  ]
}
