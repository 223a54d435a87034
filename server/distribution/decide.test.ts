import { describe, expect, it } from 'vitest'
import { BotId, GroupId } from '#protocol/ids'
import {
  aConversation,
  aGroupState,
  anAbsentOperator,
  anAssigned,
  anOperator,
  aSnapshot,
  conversationId,
  noon,
  operatorId,
  shop,
  told,
} from '#test/support/distribution'
import { decide } from './decide'
import type { Snapshot } from './snapshot'
import type { Trigger } from './trigger'

const decided = (snapshot: Snapshot, trigger: Trigger) => decide(snapshot, trigger).map(told)

const arrival: Trigger = { kind: 'messageArrived', conversationId: conversationId('a'), opens: true }
const word: Trigger = { ...arrival, opens: false }
const sweep: Trigger = { kind: 'sweep' }
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

describe('in turn', () => {
  const trio = { operators: [ivan, regina, oleg], conversations: [a] }
  table([
    ['begins with the first', aSnapshot(trio), arrival, ['a: nobody -> ivan, distributed, inTurn', 'pointer -> ivan']],
    [
      'goes on behind the one chosen last',
      aSnapshot({ ...trio, pointer: 'ivan' }),
      arrival,
      ['a: nobody -> regina, distributed, inTurn', 'pointer -> regina'],
    ],
    [
      'goes round',
      aSnapshot({ ...trio, pointer: 'oleg' }),
      arrival,
      ['a: nobody -> ivan, distributed, inTurn', 'pointer -> ivan'],
    ],
    [
      'passes an absent member, who owes no turn',
      aSnapshot({ ...trio, operators: [ivan, anAbsentOperator('regina'), oleg], pointer: 'ivan' }),
      arrival,
      ['a: nobody -> oleg, distributed, inTurn', 'pointer -> oleg'],
    ],
    [
      'begins from the top when the one chosen last has left the group',
      aSnapshot({ ...trio, members: ['regina', 'oleg'], pointer: 'ivan' }),
      arrival,
      ['a: nobody -> regina, distributed, inTurn', 'pointer -> regina'],
    ],
    [
      'says so when there was only one, even if it is his turn again at once',
      aSnapshot({ operators: [ivan, anAbsentOperator('regina')], conversations: [a], pointer: 'ivan' }),
      arrival,
      ['a: nobody -> ivan, distributed, onlyOne', 'pointer -> ivan'],
    ],
    [
      'gives seven to three at limit two: two each, and one stays',
      aSnapshot({
        operators: ['ivan', 'regina', 'oleg'].map((name) => anOperator(name, { limit: 2 })),
        conversations: [...'abcdefg'].map((name, index) =>
          aConversation(name, { unansweredSince: noon - 100 + index }),
        ),
      }),
      sweep,
      [
        'a: nobody -> ivan, queue, inTurn',
        'b: nobody -> regina, queue, inTurn',
        'c: nobody -> oleg, queue, inTurn',
        'd: nobody -> ivan, queue, inTurn',
        'e: nobody -> regina, queue, inTurn',
        'f: nobody -> oleg, queue, onlyOne',
        'pointer -> oleg',
      ],
    ],
  ])
})

describe('least loaded', () => {
  const order = 'leastLoaded'
  const conversations = [a]
  table([
    [
      'takes the smallest load',
      aSnapshot({
        order,
        conversations,
        operators: [anOperator('ivan', { load: 2 }), anOperator('regina', { load: 1 })],
      }),
      arrival,
      ['a: nobody -> regina, distributed, leastLoaded'],
    ],
    [
      'of equal loads, the longest since his last one',
      aSnapshot({
        order,
        conversations,
        operators: [
          anOperator('ivan', { lastAssignedAt: noon - 1_000 }),
          anOperator('regina', { lastAssignedAt: noon - 2_000 }),
          anOperator('oleg', { load: 1 }),
        ],
      }),
      arrival,
      ['a: nobody -> regina, distributed, longestSinceAssigned'],
    ],
    [
      'never is longer ago than anything',
      aSnapshot({ order, conversations, operators: [anOperator('ivan', { lastAssignedAt: 1 }), regina] }),
      arrival,
      ['a: nobody -> regina, distributed, longestSinceAssigned'],
    ],
    [
      'else the order of members',
      aSnapshot({ order, conversations, operators: [ivan, regina] }),
      arrival,
      ['a: nobody -> ivan, distributed, memberOrder'],
    ],
    [
      'names the rule among the eligible only',
      aSnapshot({
        order,
        conversations,
        pool: ['ivan', 'oleg'],
        operators: [ivan, regina, anOperator('oleg', { load: 3 })],
      }),
      arrival,
      ['a: nobody -> ivan, distributed, leastLoaded'],
    ],
    [
      'says so when there was only one',
      aSnapshot({ order, conversations, operators: [anOperator('ivan', { load: 4 }), anAbsentOperator('regina')] }),
      arrival,
      ['a: nobody -> ivan, distributed, onlyOne'],
    ],
    [
      'counts what the same drain has given',
      aSnapshot({
        order,
        conversations: [a, aConversation('b'), aConversation('c')],
        operators: [anOperator('ivan', { load: 1 }), regina],
      }),
      sweep,
      [
        'a: nobody -> regina, queue, leastLoaded',
        'b: nobody -> ivan, queue, longestSinceAssigned',
        'c: nobody -> regina, queue, leastLoaded',
      ],
    ],
  ])
})

describe('by hand and a named operator', () => {
  table([
    [
      'by hand nobody is chosen',
      aSnapshot({ order: 'byHand', operators: [ivan], conversations: [a] }),
      arrival,
      ['a: stays, byHand'],
    ],
    [
      'by hand a drain leaves everything where it is',
      aSnapshot({ order: 'byHand', operators: [ivan], conversations: [a] }),
      sweep,
      [],
    ],
    [
      'by hand a returning contact still finds his operator again',
      aSnapshot({ order: 'byHand', operators: [ivan], conversations: [aConversation('a', { returnsTo: ivan.id })] }),
      arrival,
      ['a: nobody -> ivan, returned, lastAssignee'],
    ],
    [
      'the named operator gets it',
      aSnapshot({ receiver: 'regina', operators: [ivan, regina], conversations: [a] }),
      arrival,
      ['a: nobody -> regina, distributed, namedOperator'],
    ],
    [
      'nobody else gets it when he cannot',
      aSnapshot({ receiver: 'regina', operators: [ivan, anAbsentOperator('regina')], conversations: [a] }),
      arrival,
      ['a: stays, nobody'],
    ],
  ])
})

describe('eligible is an allow-list', () => {
  const limited = (load: number, limit: number | null) => anOperator('ivan', { load, limit })
  const alone = (operator: typeof ivan, change = {}) =>
    aSnapshot({ operators: [operator], conversations: [a], ...change })
  const gets = ['a: nobody -> ivan, distributed, onlyOne', 'pointer -> ivan']
  const stays = ['a: stays, nobody']
  table([
    ['one below his limit', alone(limited(1, 2)), arrival, gets],
    ['one without a limit', alone(limited(500, null)), arrival, gets],
    ['not one at his limit', alone(limited(2, 2)), arrival, stays],
    ['not one above a lowered limit', alone(limited(5, 2)), arrival, stays],
    ['not one whose limit is nothing', alone(limited(0, 0)), arrival, stays],
    ['not a disabled account', alone(anOperator('ivan', { isActive: false })), arrival, stays],
    ['not one who takes no part', alone(anOperator('ivan', { takesPart: false })), arrival, stays],
    ['not one who is Busy', alone(busyIvan), arrival, stays],
    ['not one who is Offline', alone(anAbsentOperator('ivan', { effective: 'offline' })), arrival, stays],
    ['not one who is lost', alone(anAbsentOperator('ivan', { effective: 'lost', link: 'gone' })), arrival, stays],
    ['not one whose connection is shaky', alone(anOperator('ivan', { link: 'shaky' })), arrival, stays],
    ['not one outside the pool', alone(ivan, { pool: ['regina'] }), arrival, stays],
    ['not one outside the group', alone(ivan, { members: [] }), arrival, stays],
    [
      'not the one who gave it back',
      aSnapshot({ operators: [ivan], conversations: [aConversation('a', { releasedBy: ivan.id })] }),
      { kind: 'conversationReleased', conversationId: conversationId('a') },
      stays,
    ],
  ])
})

describe('a returning contact', () => {
  const conversations = [aConversation('a', { returnsTo: regina.id })]
  table([
    [
      'finds his last assignee again, and no pointer moves',
      aSnapshot({ operators: [ivan, regina], conversations }),
      arrival,
      ['a: nobody -> regina, returned, lastAssignee'],
    ],
    [
      'also when she is not of the group',
      aSnapshot({ operators: [ivan, regina], members: ['ivan'], conversations }),
      arrival,
      ['a: nobody -> regina, returned, lastAssignee'],
    ],
    [
      'is distributed when she is at her limit',
      aSnapshot({ operators: [ivan, anOperator('regina', { load: 1, limit: 1 })], conversations }),
      arrival,
      ['a: nobody -> ivan, distributed, onlyOne', 'pointer -> ivan'],
    ],
    [
      'is distributed when she is not of the pool',
      aSnapshot({ operators: [ivan, regina], pool: ['ivan'], conversations }),
      arrival,
      ['a: nobody -> ivan, distributed, onlyOne', 'pointer -> ivan'],
    ],
    [
      'is distributed when the company does not want it',
      aSnapshot({ operators: [ivan, regina], conversations, settings: { returnToLastAssignee: false } }),
      arrival,
      ['a: nobody -> ivan, distributed, inTurn', 'pointer -> ivan'],
    ],
    [
      'who waited in the queue still goes to her',
      aSnapshot({ operators: [ivan, regina], conversations }),
      back,
      ['a: nobody -> regina, returned, lastAssignee'],
    ],
  ])
})

describe('the queue', () => {
  const one = [anOperator('ivan', { limit: 1 })]
  const first = (name: string) => [`${name}: nobody -> ivan, queue, onlyOne`, 'pointer -> ivan']
  const b = (change: Parameters<typeof aConversation>[1]) => aConversation('b', change)
  table([
    [
      'serves the oldest unanswered first',
      aSnapshot({ operators: one, conversations: [a, b({ unansweredSince: noon - 90_000 })] }),
      sweep,
      first('b'),
    ],
    [
      'but high priority before all',
      aSnapshot({ operators: one, conversations: [a, b({ unansweredSince: noon, priority: 'high' })] }),
      sweep,
      first('b'),
    ],
    [
      'and those who wait for nothing last',
      aSnapshot({ operators: one, conversations: [b({ unansweredSince: null, openedAt: 1 }), a] }),
      sweep,
      first('a'),
    ],
    [
      'then by opening',
      aSnapshot({ operators: one, conversations: [a, b({ openedAt: noon - 70_000 })] }),
      sweep,
      first('b'),
    ],
    ['then by id', aSnapshot({ operators: one, conversations: [b({}), a] }), sweep, first('a')],
    [
      'does not wait for one nobody can have',
      aSnapshot({
        operators: one,
        conversations: [aConversation('a', { releasedBy: ivan.id }), b({ unansweredSince: noon })],
      }),
      sweep,
      first('b'),
    ],
    [
      'takes one marked as waiting by its waiting time',
      aSnapshot({
        operators: [anOperator('regina', { limit: 1 }), busyIvan],
        conversations: [a, anAssigned('b', 'ivan', { waitingSince: noon - 5_000, unansweredSince: noon - 90_000 })],
      }),
      sweep,
      ['b: ivan -> regina, reassigned, onlyOne', 'pointer -> regina'],
    ],
    [
      'passes over a conversation at rest',
      aSnapshot({ operators: one, conversations: [aConversation('a', { restsUntil: noon + 1 }), b({})] }),
      sweep,
      first('b'),
    ],
    [
      'has it again when the rest is over',
      aSnapshot({ operators: one, conversations: [aConversation('a', { restsUntil: noon })] }),
      { kind: 'restOver', conversationId: conversationId('a') },
      first('a'),
    ],
    [
      'has no closed conversation',
      aSnapshot({ operators: one, conversations: [aConversation('a', { isOpen: false })] }),
      sweep,
      [],
    ],
    [
      'has no conversation of a bot',
      aSnapshot({
        operators: one,
        conversations: [aConversation('a', { assignee: { kind: 'bot', id: BotId.parse('robot') } })],
      }),
      sweep,
      [],
    ],
    [
      'counts only the unanswered where the setting says so',
      aSnapshot({
        operators: one,
        settings: { loadCounts: 'awaitingAnswer' },
        conversations: [a, b({ unansweredSince: null, priority: 'high' })],
      }),
      sweep,
      ['b: nobody -> ivan, queue, onlyOne', 'a: nobody -> ivan, queue, onlyOne', 'pointer -> ivan'],
    ],
    ['says nothing of those who stay', aSnapshot({ operators: [busyIvan], conversations: [a, b({})] }), sweep, []],
    ['nor of one whose contact writes once more', aSnapshot({ operators: [busyIvan], conversations: [a] }), word, []],
  ])
})

describe('the limit of a group', () => {
  const all = GroupId.parse('everybody')
  const full = anOperator('ivan', { load: 1, groupLoads: new Map([[all, 1]]) })
  table([
    [
      'has room again in the call that takes one from him',
      aSnapshot({
        operators: [full, regina],
        groupTraits: { limit: 1, answerTimeMs: 20_000 },
        conversations: [
          anAssigned('a', 'ivan', { answerBy: noon, ofGroup: all }),
          aConversation('b', { unansweredSince: noon - 5_000 }),
        ],
      }),
      sweep,
      ['a: ivan -> regina, lapsed, onlyOne', 'b: nobody -> ivan, queue, onlyOne', 'pointer -> ivan'],
    ],
    [
      'and none when what he loses came to him another way',
      aSnapshot({
        operators: [full, regina],
        groupTraits: { limit: 1, answerTimeMs: 20_000 },
        conversations: [
          anAssigned('a', 'ivan', { answerBy: noon }),
          aConversation('b', { unansweredSince: noon - 5_000 }),
        ],
      }),
      sweep,
      ['a: ivan -> regina, lapsed, onlyOne', 'pointer -> regina'],
    ],
  ])
})

describe('a transfer to a group', () => {
  const second = GroupId.parse('second')
  const transferred: Trigger = { kind: 'transferred', conversationId: conversationId('a') }
  const group = aGroupState(second, [regina])
  table([
    [
      'replaces the receiver of the channel',
      aSnapshot({
        operators: [ivan, regina],
        members: ['ivan'],
        groups: [group],
        conversations: [aConversation('a', { groupId: second, releasedBy: ivan.id })],
      }),
      transferred,
      ['a: nobody -> regina, distributed, onlyOne', 'pointer -> regina'],
    ],
    [
      'never comes back to the one it came from',
      aSnapshot({
        operators: [ivan, regina],
        groups: [group],
        conversations: [aConversation('a', { groupId: second, releasedBy: regina.id })],
      }),
      transferred,
      ['a: stays, nobody'],
    ],
    [
      'a group that is there no longer gives way to the receiver of the channel',
      aSnapshot({ operators: [ivan], conversations: [aConversation('a', { groupId: second })] }),
      transferred,
      ['a: nobody -> ivan, distributed, onlyOne', 'pointer -> ivan'],
    ],
  ])
})

describe('a decision', () => {
  it('carries what the shell needs to carry it out', () => {
    expect(
      decide(aSnapshot({ operators: [ivan], conversations: [aConversation('a', { assignVersion: 4 })] }), arrival),
    ).toEqual([
      {
        kind: 'assign',
        conversationId: 'a',
        assignVersion: 4,
        from: null,
        to: 'ivan',
        cause: 'distributed',
        choice: 'onlyOne',
        groupId: 'everybody',
        answerBy: null,
        lapsed: [],
      },
      { kind: 'movePointer', groupId: 'everybody', channelId: shop, to: 'ivan' },
    ])
  })
})
