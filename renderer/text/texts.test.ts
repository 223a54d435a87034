import { describe, expect, it } from 'vitest'
import { fileFailures } from '#protocol/attachment'
import { channelTroubles } from '#protocol/channel'
import { refusalCodes } from '#protocol/errors'
import { failureReasons } from '#protocol/receipts'
import { scheduleProblems } from '#protocol/schedules'
import { en } from './en'
import { Formats } from './format'
import { createTexts } from './i18n'
import { refusalText } from './refusal'
import { ru } from './ru'

interface Tree {
  readonly [key: string]: string | Tree
}

function leaves(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : leaves(value, `${path}${key}.`),
  )
}

const plural = /_(zero|one|two|few|many|other)$/
const keysOf = (tree: Tree) => [...new Set(leaves(tree).map(([key]) => key.replace(plural, '')))].sort()
const formsOf = (tree: Tree) => {
  const forms = new Map<string, string[]>()
  for (const [key] of leaves(tree)) {
    const form = plural.exec(key)?.[1]
    if (form === undefined) continue
    const base = key.replace(plural, '')
    forms.set(base, [...(forms.get(base) ?? []), form])
  }
  return forms
}

describe('texts', () => {
  it('have the same keys in both languages', () => {
    expect(keysOf(en)).toEqual(keysOf(ru))
  })

  it('have every plural form wherever a number is said', () => {
    const wrong = [
      ...[...formsOf(ru)]
        .filter(([, forms]) => forms.sort().join() !== 'few,many,one,other')
        .map(([key]) => `ru ${key}`),
      ...[...formsOf(en)].filter(([, forms]) => forms.sort().join() !== 'one,other').map(([key]) => `en ${key}`),
    ]
    expect(wrong).toEqual([])
  })

  it('use the same variables in both languages', () => {
    const variables = (tree: Tree) => {
      const found = new Map<string, Set<string>>()
      for (const [key, value] of leaves(tree)) {
        const base = key.replace(plural, '')
        const names = found.get(base) ?? new Set<string>()
        for (const match of value.matchAll(/\{\{(\w+)\}\}/g)) names.add(match[1] ?? '')
        found.set(base, names)
      }
      return new Map([...found].map(([key, names]) => [key, [...names].sort().join()]))
    }
    expect(variables(en)).toEqual(variables(ru))
  })

  it.each(['ru', 'en'] as const)('have a sentence for every refusal in %s', (language) => {
    const t = createTexts(language).getFixedT(language)
    const sentences = refusalCodes.map((code) =>
      refusalText(t, new Formats(language), { code, message: 'x', retryable: false }),
    )
    expect(sentences.filter((sentence) => !/^\p{L}.*\.$/u.test(sentence))).toEqual([])
  })

  it.each(['ru', 'en'] as const)('say what happened and what to do for every reason in %s', (language) => {
    const t = createTexts(language).getFixedT(language)
    const lines = [
      ...channelTroubles.map((trouble) => t(`common.channelTrouble.${trouble}`)),
      ...fileFailures.map((failure) => t(`chat.attachment.failure.${failure}`)),
    ]
    expect(lines.filter((line) => !/^\p{Lu}[^.]+[.,:;] ?.+\.$/u.test(line))).toEqual([])
    expect(new Set(lines).size).toBe(channelTroubles.length + fileFailures.length)
    expect(failureReasons.filter((reason) => !/^\p{Ll}/u.test(t(`common.failure.${reason}`)))).toEqual([])
  })

  it.each(['ru', 'en'] as const)('say of every problem of a schedule what to do in %s', (language) => {
    const t = createTexts(language).getFixedT(language)
    const lines = scheduleProblems.map((problem) => t(`hours.problem.${problem}`))
    expect(lines.filter((line) => !/^\p{Lu}.+\.$/u.test(line))).toEqual([])
    expect(new Set(lines).size).toBe(scheduleProblems.length)
  })

  it('never shout and never beg', () => {
    const loud = [...leaves(ru), ...leaves(en)].filter(([, text]) => /!|пожалуйста|please/iu.test(text))
    expect(loud).toEqual([])
  })
})
