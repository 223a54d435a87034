import { describe, expect, it } from 'vitest'
import { type ButtonLimits, buttonRows, buttonsProblem, kindOfButton, type ReplyButtonForm } from './reply-button'

const limits: ButtonLimits = { kinds: ['press', 'say', 'link', 'sharePhone'], most: 3, label: 10 }
const a = (label: string, traits: Partial<ReplyButtonForm> = {}): ReplyButtonForm => ({
  ...{ kind: 'press', label, url: '' },
  ...traits,
})
const link = (url: string) => a('Сайт', { kind: 'link', url })

describe('buttons under a reply', () => {
  it.each<[string, readonly ReplyButtonForm[], ReturnType<typeof buttonsProblem>]>([
    ['may be none', [], null],
    ['may be of several kinds', [a('Да'), a('Нет', { kind: 'say' }), link('https://shop.example/a?b=1')], null],
    ['may ask for the number alone', [a('Мой номер', { kind: 'sharePhone' })], null],
    [
      'ask for the number beside no others',
      [a('Да'), a('Номер', { kind: 'sharePhone' })],
      { index: 1, problem: 'notAlone' },
    ],
    [
      'are no more than the messenger shows',
      ['1', '2', '3', '4'].map((label) => a(label)),
      { index: 3, problem: 'tooMany' },
    ],
    ['have words', [a('Да'), a('  ')], { index: 1, problem: 'labelMissing' }],
    ['have words that fit', [a('Одиннадцать')], { index: 0, problem: 'labelTooLong' }],
    ['differ in their words', [a('Да'), a(' Да ')], { index: 1, problem: 'labelTwice' }],
    ['lead somewhere', [link('shop.example')], { index: 0, problem: 'address' }],
    ['lead to pages alone', [link('javascript:alert(1)')], { index: 0, problem: 'address' }],
  ])('%s', (_what, forms, problem) => {
    expect(buttonsProblem(forms, limits)).toEqual(problem)
  })

  it('are of a kind the messenger has', () => {
    const few: ButtonLimits = { ...limits, kinds: ['press'] }
    expect(buttonsProblem([a('Да', { kind: 'say' })], few)).toEqual({ index: 0, problem: 'kind' })
  })

  it('stand each in a row, known by place and words', () => {
    const rows = buttonRows([a(' Да '), a('Нет', { kind: 'say', url: 'x' }), link(' https://shop.example ')])
    expect(rows).toEqual([
      [{ id: '1:Да', label: 'Да', url: null }],
      [{ id: '2:Нет', label: 'Нет', url: null, kind: 'say' }],
      [{ id: '3:Сайт', label: 'Сайт', url: 'https://shop.example' }],
    ])
    expect(rows.flat().map(kindOfButton)).toEqual(['press', 'say', 'link'])
  })
})
