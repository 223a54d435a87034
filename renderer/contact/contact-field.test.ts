import { describe, expect, it } from 'vitest'
import { parseField } from './contact-field'

describe('a field of a contact', () => {
  it.each([
    ['name', '  Марина Кольцова ', { name: 'Марина Кольцова' }],
    ['phone', '+7 (916) 204-18-37', { phone: '+7 (916) 204-18-37' }],
    ['phone', ' ', { phone: null }],
    ['email', 'm.koltsova@example.com', { email: 'm.koltsova@example.com' }],
    ['comment', '', { comment: null }],
  ] as const)('takes %s «%s»', (field, typed, fields) => {
    expect(parseField(field, typed)).toEqual({ kind: 'fields', fields })
  })

  it.each([
    ['name', '   ', 'nameEmpty'],
    ['name', 'я'.repeat(201), 'nameLong'],
    ['phone', 'позвоните', 'phone'],
    ['email', 'почта', 'email'],
    ['comment', 'я'.repeat(2001), 'commentLong'],
  ] as const)('names what is wrong with %s', (field, typed, problem) => {
    expect(parseField(field, typed)).toEqual({ kind: 'problem', problem })
  })
})
