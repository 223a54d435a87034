import { describe, expect, it } from 'vitest'
import { askedBy, emptyLinkForm, linkProblems } from './links'

const form = (question: string, title = 'Листовка') => ({ ...emptyLinkForm, title, question })

describe('the question of a link', () => {
  it.each([
    ['Заявка {{номер заявки}}: хочу заказать', null],
    ['Заявка {{ Номер заявки }}', null],
    ['Request {{visit.number}}, hello', null],
    ['Хочу заказать', 'numberMissing'],
    ['Заявка {номер заявки}', 'numberMissing'],
    ['Заявка {{номер}}', 'unknownVariable'],
    ['{{имя}}, заявка {{номер заявки}}', 'unknownVariable'],
    ['  ', 'required'],
  ])('holds the number of the visit and no other variable: %s', (question, problem) => {
    expect(linkProblems(form(question))).toEqual(problem === null ? [] : [{ field: 'question', problem }])
  })

  it('is read with the number in its place, wherever it stands', () => {
    expect(askedBy('№ {{номер заявки}}, {{visit.number}}', 10_000_007)).toBe('№ 10000007, 10000007')
  })

  it('belongs to a link with a title', () => {
    expect(linkProblems(form('{{visit.number}}', ' '))).toEqual([{ field: 'title', problem: 'required' }])
  })
})
