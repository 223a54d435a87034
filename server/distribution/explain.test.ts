import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Explanation, TriggerKind } from '#protocol/explanation'
import { DecisionId } from '#protocol/ids'
import { anySituation } from '#test/support/any-situation'
import {
  aConversation,
  anAbsentOperator,
  anAssigned,
  anOperator,
  aSnapshot,
  conversationId,
  noon,
  operatorId,
} from '#test/support/distribution'
import type { Basis } from './basis'
import { basisOf } from './basis-of'
import { decide } from './decide'
import { explain } from './explain'
import { readBasis } from './read-basis'
import { replay } from './replay'
import type { Snapshot } from './snapshot'
import type { Trigger } from './trigger'

const runs = { numRuns: 1_000 }

/** The basis of a call as it comes back from the store. */
function kept(snapshot: Snapshot, trigger: Trigger): Basis | null {
  const basis = basisOf(snapshot, trigger, decide(snapshot, trigger))
  return basis === null ? null : readBasis(JSON.parse(JSON.stringify(basis)))
}

const arrival: Trigger = { kind: 'messageArrived', conversationId: conversationId('a'), opens: true }

/** The card in a line for each candidate. */
function card(snapshot: Snapshot, trigger: Trigger, name = 'a'): readonly string[] {
  const basis = kept(snapshot, trigger)
  const explanation = basis && explain(basis, conversationId(name))
  if (!explanation) return []
  return [
    explanation.choice,
    ...explanation.candidates.map(({ operatorId: id, load, verdict }) => {
      if (verdict.kind !== 'ineligible') return `${id} ${load}: ${verdict.kind}`
      const since = verdict.since === null ? '' : ` for ${(noon - verdict.since) / 1_000} s`
      return `${id} ${load}: ${verdict.reason}${since}`
    }),
  ]
}

describe('a stored basis', { timeout: 60_000 }, () => {
  it('replays to the same decisions by itself', () => {
    fc.assert(
      fc.property(anySituation, ({ snapshot, trigger }) => {
        const decisions = decide(snapshot, trigger)
        const basis = kept(snapshot, trigger)
        const isChoice = decisions.some(({ kind }) => kind === 'assign' || kind === 'wait' || kind === 'rest')
        expect(basis !== null).toBe(isChoice)
        const kinds = decisions.filter(({ kind }) => kind !== 'startReassignmentDelay')
        if (basis !== null) expect(replay(basis)).toEqual(kinds)
      }),
      runs,
    )
  })

  it('explains every decision of its call, each candidate once, the chosen first', () => {
    fc.assert(
      fc.property(anySituation, ({ snapshot, trigger }) => {
        const basis = kept(snapshot, trigger)
        if (basis === null) return
        for (const decision of decide(snapshot, trigger)) {
          if (decision.kind !== 'assign' && decision.kind !== 'wait' && decision.kind !== 'rest') continue
          const explanation = explain(basis, decision.conversationId)
          const whole = Explanation.parse({ ...explanation, decisionId: DecisionId.parse('one') })
          const chosen = decision.kind === 'assign' ? decision.to : null
          const choice = decision.kind === 'rest' ? 'tooManyMoves' : decision.choice
          expect([whole.chosen, whole.choice]).toEqual([chosen, choice])
          const ids = whole.candidates.map((candidate) => candidate.operatorId)
          expect(new Set(ids).size).toBe(ids.length)
          const ranks = whole.candidates.map(({ verdict }) =>
            ['chosen', 'eligible', 'ineligible'].indexOf(verdict.kind),
          )
          expect(ranks).toEqual(ranks.toSorted((one, other) => one - other))
          expect(ranks.filter((rank) => rank === 0).length).toBe(chosen === null ? 0 : 1)
          if (choice === 'nobody') expect(ranks.every((rank) => rank === 2)).toBe(true)
          if (choice === 'onlyOne') expect(ranks.filter((rank) => rank === 1)).toEqual([])
        }
      }),
      runs,
    )
  })

  it('of one conversation among fifty operators is below 2 kB', () => {
    const id = (index: number) => `Ab3dEf6hIj9lMn${String(index).padStart(2, '0')}`
    const operators = Array.from({ length: 50 }, (_, index) =>
      index % 5 === 0
        ? anAbsentOperator(id(index), { limit: 10 }, 3_000 + index)
        : anOperator(id(index), { load: index % 10, limit: 10, lastAssignedAt: noon - 100_000 - index * 977 }),
    )
    const conversations = [aConversation('Ab3dEf6hIj9lMnOp')]
    const trigger: Trigger = { kind: 'messageArrived', conversationId: conversationId('Ab3dEf6hIj9lMnOp'), opens: true }
    const size = (order: 'inTurn' | 'leastLoaded') =>
      JSON.stringify(kept(aSnapshot({ operators, conversations, order }), trigger)).length
    expect(size('leastLoaded')).toBeLessThan(2_300)
    expect(size('inTurn')).toBeLessThan(2_000)
  })

  it('holds only those the conversation could have gone to', () => {
    const operators = ['ivan', 'regina', 'oleg', 'maria'].map((name) => anOperator(name))
    const basis = kept(aSnapshot({ operators, pool: ['oleg', 'regina'], conversations: [aConversation('a')] }), arrival)
    expect(basis?.operators).toEqual(['regina', 'oleg'])
  })

  it('keeps whose turn it was though the pool lacks him now', () => {
    const operators = ['ivan', 'regina', 'oleg'].map((name) => anOperator(name))
    const conversations = [aConversation('a')]
    const snapshot = aSnapshot({ operators, pool: ['ivan', 'oleg'], pointer: 'regina', conversations })
    const basis = kept(snapshot, arrival)
    expect(basis && replay(basis)).toEqual(decide(snapshot, arrival))
    expect(card(snapshot, arrival)).toEqual(['inTurn', 'oleg 0: chosen', 'ivan 0: eligible'])
  })

  it('is not made when nobody had to be chosen', () => {
    expect(
      kept(aSnapshot({ operators: [anOperator('ivan')], conversations: [anAssigned('a', 'ivan')] }), arrival),
    ).toBeNull()
  })

  it('that is damaged or of a later format is none', () => {
    const basis = kept(aSnapshot({ operators: [anOperator('ivan')], conversations: [aConversation('a')] }), arrival)
    expect(readBasis(basis)).toEqual(basis)
    const damaged = [
      null,
      'text',
      {},
      { ...basis, format: 2 },
      { ...basis, loads: ['many'] },
      { ...basis, settings: { version: 1 } },
      { ...basis, trigger: { kind: 'messageArrived' } },
      { ...basis, trigger: { kind: 'unheardOf' } },
      { ...basis, pointers: [[1, 2]] },
      { ...basis, conversations: [{ id: 'a' }] },
    ]
    expect(damaged.map(readBasis)).toEqual(damaged.map(() => null))
  })
})

describe('«Почему я?»', () => {
  it('names each with his load and the first reason against him', () => {
    const operators = [
      anOperator('ivan', { load: 3 }),
      anOperator('regina', { load: 1 }),
      anAbsentOperator('oleg', { load: 2 }, 90),
      anOperator('maria', { load: 5, limit: 5 }),
      anOperator('pavel', { takesPart: false }),
      anOperator('anna', { link: 'shaky' }),
      anAbsentOperator('igor', { effective: 'lost', link: 'gone', isActive: false }),
    ]
    expect(card(aSnapshot({ order: 'leastLoaded', operators, conversations: [aConversation('a')] }), arrival)).toEqual([
      'leastLoaded',
      'regina 1: chosen',
      'ivan 3: eligible',
      'pavel 0: takesNoPart',
      'anna 0: connectionLost for 3600 s',
      'igor 0: disabled',
      'oleg 2: busy for 90 s',
      'maria 5: atLimit',
    ])
  })

  it('names those next in turn after the chosen', () => {
    const operators = ['ivan', 'regina', 'oleg'].map((name) => anOperator(name))
    expect(card(aSnapshot({ operators, conversations: [aConversation('a')], pointer: 'ivan' }), arrival)).toEqual([
      'inTurn',
      'regina 0: chosen',
      'oleg 0: eligible',
      'ivan 0: eligible',
    ])
  })

  it('shows loads as they were at that moment of a drain', () => {
    const operators = ['ivan', 'regina'].map((name) => anOperator(name, { limit: 1 }))
    const conversations = ['a', 'b'].map((name) => aConversation(name))
    expect(card(aSnapshot({ operators, conversations }), { kind: 'sweep' }, 'b')).toEqual([
      'onlyOne',
      'regina 0: chosen',
      'ivan 1: atLimit',
    ])
  })

  it('names the assignee a conversation was taken from, and tells of too many moves', () => {
    const operators = [anAbsentOperator('ivan', { load: 4 }), anOperator('regina')]
    const moves = [1, 2, 3].map((age) => noon - age)
    const due: Trigger = { kind: 'reassignmentDue', operatorId: operatorId('ivan') }
    expect(card(aSnapshot({ operators, conversations: [anAssigned('a', 'ivan')] }), due)).toEqual([
      'onlyOne',
      'regina 0: chosen',
      'ivan 4: takenFrom',
    ])
    expect(card(aSnapshot({ operators, conversations: [anAssigned('a', 'ivan', { moves })] }), due)).toEqual([
      'tooManyMoves',
      'regina 0: eligible',
      'ivan 4: takenFrom',
    ])
  })

  it('names the last assignee alone when he has it again, and why not when he has not', () => {
    const conversations = [aConversation('a', { returnsTo: operatorId('regina') })]
    const ivan = anOperator('ivan')
    expect(card(aSnapshot({ operators: [ivan, anOperator('regina')], conversations }), arrival)).toEqual([
      'lastAssignee',
      'regina 0: chosen',
    ])
    expect(
      card(aSnapshot({ operators: [ivan, anAbsentOperator('regina')], members: ['ivan'], conversations }), arrival),
    ).toEqual(['onlyOne', 'ivan 0: chosen', 'regina 0: busy for 60 s'])
  })

  it('names nobody where nobody is to be chosen', () => {
    const operators = [anOperator('ivan')]
    const conversations = [aConversation('a')]
    expect(card(aSnapshot({ order: 'byHand', operators, conversations }), arrival)).toEqual(['byHand'])
    expect(card(aSnapshot({ operators, conversations, settings: { isOn: false } }), arrival)).toEqual(['switchedOff'])
  })

  it('says why the named operator did not get it', () => {
    const operators = [anOperator('ivan'), anAbsentOperator('regina')]
    expect(card(aSnapshot({ receiver: 'regina', operators, conversations: [aConversation('a')] }), arrival)).toEqual([
      'nobody',
      'regina 0: busy for 60 s',
    ])
  })

  it('knows every trigger by the name screens have for it', () => {
    const kinds: Record<Trigger['kind'], true> = {
      messageArrived: true,
      presenceChanged: true,
      reassignmentDue: true,
      conversationClosed: true,
      conversationReleased: true,
      transferred: true,
      settingsChanged: true,
      hubStarted: true,
      capacityFreed: true,
      restOver: true,
      answerTimeOver: true,
      waitTooLong: true,
      scheduleEdge: true,
      sweep: true,
    }
    expect(Object.keys(kinds).toSorted()).toEqual(TriggerKind.options.toSorted())
  })
})
