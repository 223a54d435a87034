import { describe, expect, it } from 'vitest'
import type { Action } from '../state/actions'
import { foundActions, matchesAction } from './matches'

const action = (id: string, title: string, group: Action['group'] = 'go', words = ''): Action => ({
  id,
  title,
  group,
  words,
  run: () => undefined,
})

describe('the palette', () => {
  it.each([
    ['Передать оператору', 'пер', true],
    ['Передать оператору', 'опер пере', true],
    ['Передать оператору', 'едать', false],
    ['Стать «Занят»', 'занят', true],
    ['Ещё', 'еще', true],
    ['Закрыть', '', true],
  ])('finds «%s» by «%s»: %s', (title, search, isFound) => {
    expect(matchesAction({ title }, search)).toBe(isFound)
  })

  it('finds by other words of an action', () => {
    expect(matchesAction({ title: 'Go offline', words: 'Не в сети' }, 'сети')).toBe(true)
  })

  it('puts acts on the conversation first and leaves empty groups out', () => {
    const found = foundActions([action('a', 'Тема', 'view'), action('b', 'Взять', 'conversation')], '')
    expect(found.map((one) => [one.group, one.actions.map((each) => each.id)])).toEqual([
      ['conversation', ['b']],
      ['view', ['a']],
    ])
  })
})
