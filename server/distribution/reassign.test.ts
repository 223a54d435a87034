import { describe, expect, it } from 'vitest'
import {
  aConversation,
  anAbsentOperator,
  anAssigned,
  anOperator,
  aSnapshot,
  conversationId,
  noon,
  operatorId,
  told,
} from '#test/support/distribution'
import { basisOf } from './basis-of'
import { decide } from './decide'
import { explain } from './explain'
import type { Snapshot } from './snapshot'
import type { Trigger } from './trigger'

const decided = (snapshot: Snapshot, trigger: Trigger) => decide(snapshot, trigger).map(told)

const arrival: Trigger = { kind: 'messageArrived', conversationId: conversationId('a'), opens: true }
const word: Trigger = { ...arrival, opens: false }
const due: Trigger = { kind: 'reassignmentDue', operatorId: operatorId('ivan') }
const back: Trigger = { kind: 'presenceChanged', operatorId: operatorId('ivan') }

type Case = readonly [situation: string, Snapshot, Trigger, decisions: readonly string[]]
const table = (cases: readonly Case[]) =>
  it.each(cases)('%s', (_situation, snapshot, trigger, decisions) => {
    expect(decided(snapshot, trigger)).toEqual(decisions)
  })

const ivan = anOperator('ivan')
const regina = anOperator('regina')
const oleg = anOperator('oleg')
const busyIvan = anAbsentOperator('ivan')
const a = aConversation('a')
const aOfIvan = anAssigned('a', 'ivan')

describe('reassignment', () => {
  const pair = [busyIvan, regina]
  const moved = ['a: ivan -> regina, reassigned, onlyOne', 'pointer -> regina']
  const answered = anAssigned('a', 'ivan', { unansweredSince: null, isAnswered: true })
  const answeredOnce = anAssigned('a', 'ivan', { isAnswered: true })
  const of = (conversation: typeof a, reassignment: 'off' | 'allUncompleted' | 'onlyNew', operators = pair) =>
    aSnapshot({ operators, conversations: [conversation], settings: { reassignment } })
  table([
    ['all uncompleted: moves what waits for us', of(aOfIvan, 'allUncompleted'), due, moved],
    ['all uncompleted: also what was answered before', of(answeredOnce, 'allUncompleted'), due, moved],
    ['all uncompleted: leaves what is answered', of(answered, 'allUncompleted'), due, []],
    ['only new: moves what nobody has answered', of(aOfIvan, 'onlyNew'), due, moved],
    ['only new: leaves what was answered once', of(answeredOnce, 'onlyNew'), due, []],
    [
      'only new: leaves what an operator began',
      of(anAssigned('a', 'ivan', { openedBy: 'operator' }), 'onlyNew'),
      due,
      [],
    ],
    ['off: leaves everything', of(aOfIvan, 'off'), due, []],
    [
      'not before the delay',
      of(aOfIvan, 'allUncompleted', [anAbsentOperator('ivan', {}, 29.9), regina]),
      due,
      ['ivan again in 0.1 s'],
    ],
    ['at the delay', of(aOfIvan, 'allUncompleted', [anAbsentOperator('ivan', {}, 30), regina]), due, moved],
    [
      'what was given to him while away waits for the delay from then',
      of(anAssigned('a', 'ivan', { assignedAt: noon - 10_000 }), 'allUncompleted'),
      due,
      ['ivan again in 20 s'],
    ],
    [
      'an Online assignee with a shaky connection keeps everything',
      of(aOfIvan, 'allUncompleted', [anOperator('ivan', { link: 'shaky' }), regina]),
      due,
      [],
    ],
    [
      'a disabled account gives it up like anybody away',
      of(aOfIvan, 'allUncompleted', [
        anAbsentOperator('ivan', { isActive: false, effective: 'offline', link: 'gone' }),
        regina,
      ]),
      due,
      moved,
    ],
    ['a word to somebody away for longer than the delay moves it at once', of(aOfIvan, 'allUncompleted'), word, moved],
    [
      'nobody free: it stays and is marked',
      of(aOfIvan, 'allUncompleted', [busyIvan, anAbsentOperator('regina')]),
      due,
      ['a: waits, nobody'],
    ],
    [
      'marked already: nothing new',
      of(anAssigned('a', 'ivan', { waitingSince: noon - 1 }), 'allUncompleted', [busyIvan]),
      due,
      [],
    ],
    [
      'by hand: it stays and is marked for whoever takes it',
      aSnapshot({ order: 'byHand', operators: pair, conversations: [aOfIvan] }),
      due,
      ['a: waits, byHand'],
    ],
    [
      'the one it leaves is not chosen even if he seems ready',
      of(aOfIvan, 'allUncompleted', [busyIvan]),
      due,
      ['a: waits, nobody'],
    ],
    [
      'the mark goes when the assignee is back',
      aSnapshot({ operators: [ivan, regina], conversations: [anAssigned('a', 'ivan', { waitingSince: noon - 1 })] }),
      back,
      ['a: no longer waits'],
    ],
    [
      'the mark goes when he has answered from where he is',
      of(
        anAssigned('a', 'ivan', { waitingSince: noon - 1, unansweredSince: null, isAnswered: true }),
        'allUncompleted',
      ),
      { kind: 'capacityFreed' },
      ['a: no longer waits'],
    ],
    [
      'the mark goes when reassignment is switched off',
      of(anAssigned('a', 'ivan', { waitingSince: noon - 1 }), 'off'),
      { kind: 'settingsChanged' },
      ['a: no longer waits'],
    ],
    [
      'all of an operator go round among the others',
      aSnapshot({
        operators: [busyIvan, regina, oleg],
        conversations: [...'abc'].map((name) => anAssigned(name, 'ivan')),
      }),
      due,
      [
        'a: ivan -> regina, reassigned, inTurn',
        'b: ivan -> oleg, reassigned, inTurn',
        'c: ivan -> regina, reassigned, inTurn',
        'pointer -> regina',
      ],
    ],
  ])
})

describe('no loops', () => {
  const minutesAgo = (...minutes: readonly number[]) => minutes.map((each) => noon - each * 60_000)
  const pair = [busyIvan, regina]
  table([
    [
      'three moves in ten minutes: the fourth is a rest',
      aSnapshot({ operators: pair, conversations: [anAssigned('a', 'ivan', { moves: minutesAgo(9, 5, 1) })] }),
      due,
      ['a: rests for 600 s'],
    ],
    [
      'moves of longer ago do not count',
      aSnapshot({ operators: pair, conversations: [anAssigned('a', 'ivan', { moves: minutesAgo(10, 5, 1) })] }),
      due,
      ['a: ivan -> regina, reassigned, onlyOne', 'pointer -> regina'],
    ],
    [
      'with nobody free it stays with its assignee',
      aSnapshot({ operators: [busyIvan], conversations: [anAssigned('a', 'ivan', { moves: minutesAgo(3, 2, 1) })] }),
      due,
      ['a: waits, nobody'],
    ],
  ])
})

describe('nothing is distributed', () => {
  const operators = [ivan, busyIvan]
  table([
    ['while paused after a start', aSnapshot({ isPaused: true, operators, conversations: [a] }), arrival, []],
    [
      'while switched off; a new one hears why',
      aSnapshot({ operators, conversations: [a], settings: { isOn: false } }),
      arrival,
      ['a: stays, switchedOff'],
    ],
    [
      'nor given back to the last assignee while switched off',
      aSnapshot({
        operators,
        conversations: [aConversation('a', { returnsTo: ivan.id })],
        settings: { isOn: false },
      }),
      arrival,
      ['a: stays, switchedOff'],
    ],
    [
      'nor reassigned while switched off',
      aSnapshot({ operators: [busyIvan, regina], conversations: [aOfIvan], settings: { isOn: false } }),
      due,
      [],
    ],
    [
      'to a channel that is not there',
      { ...aSnapshot({ operators, conversations: [a] }), channels: new Map() },
      { kind: 'hubStarted' },
      [],
    ],
  ])
})

describe('room that comes in the middle of a call', () => {
  const ivan = anOperator('ivan', { load: 1, limit: 1 })
  const regina = anOperator('regina', { limit: 1 })
  const held = anAssigned('held', 'ivan', { answerBy: noon, unansweredSince: noon - 50_000 })
  const given = { releasedBy: regina.id } as const
  const old = aConversation('old', { ...given, unansweredSince: noon - 60_000 })
  const late = aConversation('late', { ...given, unansweredSince: noon - 10_000 })

  it('is for who has waited longest, although he was looked at before there was any', () => {
    const snapshot = aSnapshot({ operators: [ivan, regina], conversations: [old, held, late] })
    expect(decided(snapshot, { kind: 'capacityFreed' })).toEqual([
      'held: ivan -> regina, lapsed, onlyOne',
      'old: nobody -> ivan, queue, onlyOne',
      'pointer -> ivan',
    ])
  })

  it('is told so by the explanation', () => {
    const snapshot = aSnapshot({ operators: [ivan, regina], conversations: [old, held, late] })
    const trigger: Trigger = { kind: 'capacityFreed' }
    const basis = basisOf(snapshot, trigger, decide(snapshot, trigger))
    expect(basis && explain(basis, old.id)).toMatchObject({
      chosen: 'ivan',
      candidates: [
        { operatorId: 'ivan', load: 0, verdict: { kind: 'chosen' } },
        { operatorId: 'regina', verdict: { kind: 'ineligible', reason: 'takenFrom' } },
      ],
    })
  })
})
