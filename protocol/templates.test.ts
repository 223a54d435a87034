import { describe, expect, it } from 'vitest'
import { templateProblems } from './template-problems'
import {
  filledText,
  missingValues,
  type TemplateContent,
  type TemplateForm,
  templateButtons,
  templateText,
  variablesOf,
} from './templates'

const content: TemplateContent = {
  header: { kind: 'text', words: { text: 'Заказ {{1}}', examples: ['А-17'] } },
  body: { text: 'Здравствуйте, {{1}}! Заказ {{2}} готов, {{1}}.', examples: ['Анна', 'А-17'] },
  footer: 'Север Дом',
  buttons: [
    { kind: 'reply', label: 'Спасибо' },
    { kind: 'url', label: 'Открыть', url: 'https://shop.example/{{1}}', example: 'А-17' },
  ],
}
const form: TemplateForm = { name: 'order_ready', language: 'ru', category: 'utility', content }
const values = { header: ['7'], body: ['Вера', 'А-7'], buttons: ['7'] }

describe('a template put to use', () => {
  it('reads as the contact will read it, each variable wherever it stands', () => {
    expect(variablesOf(content.body.text)).toEqual(['1', '2'])
    expect(templateText(content, values)).toBe('Заказ 7\nЗдравствуйте, Вера! Заказ А-7 готов, Вера.\nСевер Дом')
    expect(templateButtons(content, values)).toEqual([
      { id: '0', label: 'Спасибо', url: null },
      { id: '1', label: 'Открыть', url: 'https://shop.example/7' },
    ])
  })

  it('keeps a variable without a value as it is written, and takes values for words, not for variables', () => {
    expect(filledText('{{1}} и {{2}}', ['{{2}}', ''])).toBe('{{2}} и {{2}}')
    expect(filledText('{{1}}', ['$&'])).toBe('$&')
  })

  it.each([
    ['none', values, []],
    ['an empty one', { ...values, body: ['Вера', ' '] }, ['body.1']],
    ['one with a line end', { ...values, header: ['а\nб'] }, ['header.0']],
    ['all', { header: [], body: [], buttons: [] }, ['header.0', 'body.0', 'body.1', 'buttons.0']],
  ] as const)('misses %s', (_what, given, missing) => {
    expect(
      missingValues(content, { header: [...given.header], body: [...given.body], buttons: [...given.buttons] }),
    ).toEqual(missing)
  })
})

describe('a template before it is reviewed', () => {
  const problemsOf = (change: Partial<TemplateContent>, more: Partial<TemplateForm> = {}) =>
    templateProblems({ ...form, ...more, content: { ...content, ...change } }).map(
      ({ field, problem }) => `${field} ${problem}`,
    )
  const body = (text: string, examples: string[] = ['а', 'б']) => ({ body: { text, examples } })

  it('may be right', () => {
    expect(templateProblems(form)).toEqual([])
  })

  it.each([
    [problemsOf({}, { name: 'Заказ' }), 'name name'],
    [problemsOf(body('')), 'body required'],
    [problemsOf(body('{{1}}, здравствуйте')), 'body atEdge'],
    [problemsOf(body('Да {{2}} так')), 'body numbered'],
    [problemsOf(body('Да {{1}} и {{имя}} так')), 'body mixed'],
    [problemsOf(body('Да {{Name}} так')), 'body variableName'],
    [problemsOf(body('Да {{1}} так', [''])), 'body.0 example'],
    [problemsOf(body('я'.repeat(1025))), 'body tooLong'],
    [problemsOf({ footer: 'Ваш {{1}}' }), 'footer noVariable'],
    [
      problemsOf({ header: { kind: 'text', words: { text: '{{1}} {{2}}', examples: ['а', 'б'] } } }),
      'header oneVariable',
    ],
    [problemsOf({ buttons: [{ kind: 'url', label: 'Да', url: 'shop.example', example: null }] }), 'buttons.0.url url'],
    [problemsOf({ buttons: [{ kind: 'phone', label: 'Да', phone: '12' }] }), 'buttons.0.phone phone'],
    [
      problemsOf({
        buttons: [
          { kind: 'reply', label: 'Да' },
          { kind: 'reply', label: 'Да' },
        ],
      }),
      'buttons same',
    ],
  ] as const)('has %j, of which the first is told: %s', (problems, wanted) => {
    expect(problems).toContain(wanted)
  })
})
