import { describe, expect, it } from 'vitest'
import { questionIn } from './question-in'

describe('the question behind the address of a page', () => {
  it.each([
    ['#pult-ask=%D0%97%D0%B0%D1%8F%D0%B2%D0%BA%D0%B0%2010000007', 'Заявка 10000007'],
    ['#contacts', null],
    ['', null],
    ['#pult-ask=', null],
    ['#pult-ask=%E0%A4%A', null],
  ])('is read from %s', (hash, question) => {
    expect(questionIn(hash)).toBe(question)
  })
})
