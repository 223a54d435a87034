import { describe, expect, it } from 'vitest'
import { GroupForm } from '#protocol/group'
import { aSchedule } from '#test/support/a-schedule'
import { everybodyId, operatorId } from '#test/support/demo-people'
import { demoReturns } from '#test/support/demo-rules'
import { fieldsOf, formOf, moved, newGroup, problemsOf } from './group-form'

const fields = fieldsOf(demoReturns, null)

describe('the form of a group', () => {
  it('writes what is saved and reads the same back', () => {
    const withHours = { ...demoReturns, schedule: aSchedule(), answerTimeMs: null, limit: null }
    for (const group of [demoReturns, withHours]) {
      const { name, order, members, answerTimeMs, limit, schedule } = group
      expect(formOf(fieldsOf(group, null))).toEqual({ name, order, members, answerTimeMs, limit, schedule })
    }
  })

  it.each([
    [{ name: '  ' }, ['nameEmpty']],
    [{ name: ' ВСЕ операторы ' }, ['nameTaken']],
    [{ answerTime: '9' }, ['answerTimeWrong']],
    [{ answerTime: '10,5' }, ['answerTimeWrong']],
    [{ limit: 'много' }, ['limitWrong']],
    [{ hasOwnHours: true, draft: { ...fields.draft, zone: 'Moscow' } }, ['hoursWrong']],
    [{ answerTime: '', limit: '0' }, []],
    [{ answerTime: '86400', limit: '10000' }, []],
  ])('with %o is refused for %o', (change, problems) => {
    const everybody = { ...demoReturns, id: everybodyId, name: 'Все операторы' }
    expect(problemsOf({ ...fields, ...change }, demoReturns.id, [demoReturns, everybody])).toEqual(problems)
  })

  it('without problems is what the hub takes', () => {
    const edges = [
      { ...fields, answerTime: '10', limit: '0' },
      { ...fields, answerTime: '86400', limit: '10000' },
      { ...newGroup(null), name: 'Новая' },
    ]
    expect(edges.every((one) => GroupForm.safeParse(formOf(one)).success)).toBe(true)
  })
})

describe('members', () => {
  const [anna, ivan, oleg] = [operatorId('anna'), operatorId('ivan'), operatorId('oleg')]

  it.each([
    [0, 2, [ivan, oleg, anna]],
    [2, 0, [oleg, anna, ivan]],
    [1, 1, [anna, ivan, oleg]],
    [0, -1, [anna, ivan, oleg]],
    [2, 3, [anna, ivan, oleg]],
  ])('moved from place %d to %d stand as told', (from, to, order) => {
    expect(moved([anna, ivan, oleg], from, to)).toEqual(order)
  })
})
