import { describe, expect, it } from 'vitest'
import { demoAccountDetails } from '#test/support/demo-people'
import { commandOf, fieldsOf, newOperator, OperatorFields } from './operator-form'

const filled = { ...newOperator, name: 'Вера Шаталова', login: 'vera' }

describe('the form of an operator', () => {
  it('of a known account says the same again', () => {
    for (const account of demoAccountDetails) {
      const { name, login, role, takesPart, limit } = account
      expect(commandOf(fieldsOf(account))).toMatchObject({ name, login, role, takesPart, limit })
    }
  })

  it.each([
    ['company', '3', 'company'],
    ['none', '3', null],
    ['own', '3', 3],
    ['own', '0', 0],
  ] as const)('with the limit %s «%s» asks for %s', (limitKind, limit, expected) => {
    expect(commandOf({ ...filled, limitKind, limit }).limit).toBe(expected)
  })

  it('lets only an employee supervise', () => {
    const asked = (role: 'administrator' | 'employee' | 'restricted') =>
      commandOf({ ...filled, role, canSupervise: true }).canSupervise
    expect([asked('administrator'), asked('employee'), asked('restricted')]).toEqual([false, true, false])
  })

  it.each([
    ['name', { ...filled, name: '  ' }],
    ['login', { ...filled, login: 'a b' }],
    ['limit', { ...filled, limitKind: 'own' as const, limit: '-1' }],
    ['limit', { ...filled, limitKind: 'own' as const, limit: '10001' }],
  ])('is wrong at %s', (field, fields) => {
    expect(OperatorFields.safeParse(fields).error?.issues.map((issue) => issue.path[0])).toEqual([field])
  })
})
