import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { type Explanation, ineligibleReasons, receivingRoads } from '#protocol/explanation'
import { aScreen } from '#test/support/a-screen'
import { conversationId } from '#test/support/demo-people'
import { decisionId, demoExplanation } from '#test/support/demo-stream'
import { FakeBridge } from '#test/support/fake-bridge'
import { presenceThen, roadKey } from './explanation'
import { WhyCard } from './WhyCard'

const katya = conversationId('katya')

async function shown(explanation: Partial<Explanation>, language: 'ru' | 'en' = 'ru') {
  const bridge = new FakeBridge({ preferences: { language } })
  bridge.explanation = (id) => ({ ...demoExplanation(id), ...explanation })
  await aScreen(bridge, <WhyCard conversationId={katya} decisionId={decisionId} onFold={() => undefined} />)
  return screen.getByRole('region', { name: /^(Почему|Why)/ }).textContent
}

describe('the card «Почему я?»', () => {
  it.each([
    ['reserve', 'Бот не принял обращение, его получает резерв. Группа «Все операторы»'],
    ['outside', 'Нерабочее время, отвечают дежурные. Группа «Все операторы»'],
    ['transfer', 'Диалог передали сюда. Группа «Все операторы»'],
    ['overflow', 'Клиент ждал слишком долго, на помощь пришла другая группа. Группа «Все операторы»'],
  ] as const)('tells that it came by the road "%s"', async (road, sentence) => {
    expect(await shown({ road })).toContain(sentence)
  })

  it('says nothing of the road where the channel simply says so', async () => {
    expect(await shown({ road: 'receiver' }, 'en')).toMatch(/^Why me\?Group “Все операторы”/)
    expect(receivingRoads.filter((road) => roadKey({ ...demoExplanation(katya), road }) === null)).toEqual(['receiver'])
  })

  it('names who did not answer in time, whose group is full, and whose hours are over', async () => {
    const [first] = demoExplanation(katya).candidates
    if (first === undefined) throw new Error('nobody was looked at')
    const candidates = (['lapsed', 'atGroupLimit', 'outsideHours'] as const).map((reason, place) => {
      const operatorId = demoExplanation(katya).candidates[place]?.operatorId ?? first.operatorId
      return { ...first, operatorId, verdict: { kind: 'ineligible' as const, reason, since: null } }
    })
    const text = await shown({ chosen: null, choice: 'nobody', candidates })
    for (const reason of ['Нет ответа в срок', 'На лимите группы', 'Вне рабочего времени'])
      expect(text).toContain(reason)
  })

  it('shows as there whoever was looked at after his presence', () => {
    const there = ineligibleReasons.filter((reason) => {
      const verdict = { kind: 'ineligible' as const, reason, since: null }
      const [candidate] = demoExplanation(katya).candidates
      return candidate !== undefined && presenceThen({ ...candidate, verdict }) === 'online'
    })
    expect(there).toEqual(['atLimit', 'atGroupLimit', 'outsideHours', 'lapsed'])
  })
})
