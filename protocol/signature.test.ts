import { describe, expect, it } from 'vitest'
import { defaultSignature, signatureLine, signatureProblem, signed } from './signature'

const on = { ...defaultSignature, isOn: true }

describe('the signature of a channel', () => {
  it.each([
    ['stands before the text', on, 'Добрый день', 'Регина:\nДобрый день'],
    ['knows the other word for the name', { ...on, form: '{{ operator.name }}, магазин' }, 'Да', 'Регина, магазин\nДа'],
    ['is not there when it is off', defaultSignature, 'Добрый день', 'Добрый день'],
    ['needs words to stand before', on, '', ''],
  ])('%s', (_what, signature, text, sent) => {
    expect(signed(text, signatureLine(signature, 'Регина'))).toBe(sent)
  })

  it('takes a name as it is', () => {
    expect(signed('Да', signatureLine(on, '$& {{имя}}'))).toBe('$& {{имя}}:\nДа')
  })

  it.each([
    [on, null],
    [{ ...on, form: 'Магазин' }, 'nameMissing'],
    [{ ...on, form: '{{имя}} {{фамилия}}' }, 'unknownVariable'],
    [{ ...defaultSignature, form: '' }, null],
    [{ ...defaultSignature, form: '{{кто}}' }, 'unknownVariable'],
  ])('%j is to be saved: %s', (signature, problem) => {
    expect(signatureProblem(signature)).toBe(problem)
  })
})
