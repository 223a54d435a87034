import { describe, expect, it } from 'vitest'
import { OperatorId } from '#protocol/ids'
import type { AssignmentCause, SystemEvent } from '#protocol/message'
import { systemSentence } from './system-sentence'

const anna = OperatorId.parse('anna')
const regina = OperatorId.parse('regina')
const people = {
  me: anna,
  operator: (id: string) => ({ anna: 'Анна Лебедева', regina: 'Регина Сафина' })[id] ?? id,
  bot: (id: string) => id,
  group: () => 'Возвраты',
}

const assigned = (cause: AssignmentCause, fields: Partial<Extract<SystemEvent, { kind: 'assigned' }>> = {}) =>
  systemSentence(
    {
      kind: 'assigned',
      from: null,
      to: { kind: 'operator', id: anna },
      cause,
      by: null,
      groupId: null,
      decisionId: null,
      aboveLimit: false,
      ...fields,
    },
    people,
  )

describe('the line of a system entry', () => {
  it('tells me that the hub chose me', () => {
    expect(assigned('distributed')).toMatchObject({ key: 'chat.system.assigned.distributed.me', isMe: true })
  })

  it('names both when one operator passes a conversation to another', () => {
    const sentence = assigned('transferred', {
      from: { kind: 'operator', id: anna },
      to: { kind: 'operator', id: regina },
      by: anna,
    })
    expect(sentence).toMatchObject({
      key: 'chat.system.assigned.transferred.other.byMe',
      values: { to: 'Регина Сафина', from: 'Анна Лебедева' },
    })
  })

  it('names the group when nobody in it was named', () => {
    const sentence = assigned('transferred', { to: null, by: regina, groupId: null })
    expect(sentence.key).toBe('chat.system.assigned.unassigned')
  })

  it('says who closed and, when nobody did, that the hub did', () => {
    const closed = (by: OperatorId | null) => systemSentence({ kind: 'closed', inquiry: 7, by }, people).key
    expect([closed(anna), closed(regina), closed(null)]).toEqual([
      'chat.system.closed.byMe',
      'chat.system.closed.byOther',
      'chat.system.closed.byHub',
    ])
  })

  it('is red where the contact cannot be reached', () => {
    expect(systemSentence({ kind: 'contactBlocked' }, people).tone).toBe('danger')
  })

  it('shows the mark of a contact, with his words where he has said some', () => {
    const rated = { kind: 'rated', inquiry: 1, score: 4, operatorId: anna } as const
    expect(systemSentence({ ...rated, comment: '' }, people)).toMatchObject({ key: 'chat.system.rated.bare' })
    expect(systemSentence({ ...rated, comment: 'Быстро' }, people)).toMatchObject({
      ...{ key: 'chat.system.rated.said', values: { score: 4, comment: 'Быстро' } },
    })
  })

  it('says whether a contact has told who he is, or his site vouches for it', () => {
    const told = { kind: 'introduced', name: 'Марина', phone: null, email: 'm@shop.example' } as const
    expect(systemSentence({ ...told, customerId: null }, people)).toMatchObject({
      ...{ key: 'chat.system.introduced.claimed', values: { told: 'Марина, m@shop.example' } },
    })
    expect(systemSentence({ ...told, customerId: '1042' }, people)).toMatchObject({
      ...{ key: 'chat.system.introduced.verified', values: { customerId: '1042' } },
    })
  })
})
