import { describe, expect, it } from 'vitest'
import { ConversationId } from '#protocol/ids'
import { VirtualTime } from '#test/support/virtual-time'
import { Moments } from './moments'
import type { Moment } from './ports'

function aDay() {
  const time = new VirtualTime()
  const told: string[] = []
  const start = time.now()
  const onCame = (came: readonly Moment[]) => told.push(...came.map(({ conversationId }) => conversationId))
  const moments = new Moments({ clock: time, timers: time, onCame })
  const moment = (name: string, seconds: number): Moment => ({
    ...{
      conversationId: ConversationId.parse(name),
      at: start + seconds * 1_000,
      isUrgent: false,
      kind: 'waitTooLong',
    },
  })
  const set = (name: string, seconds: number | null) =>
    moments.set(ConversationId.parse(name), seconds === null ? null : moment(name, seconds))
  return { time, told, moments, moment, set }
}

describe('moments to come', () => {
  it('are told once each, in their order, and not before the start', async () => {
    const { time, told, moments, set } = aDay()
    set('late', 20)
    set('early', 10)
    await time.advance(15_000)
    expect(told).toEqual([])
    moments.start()
    await time.advance(0)
    expect(told).toEqual(['early'])
    await time.advance(60_000)
    expect(told).toEqual(['early', 'late'])
  })

  it('are called off, and moved, by what happens before; the same again is not told again', async () => {
    const { time, told, moments, set } = aDay()
    moments.start()
    set('answered', 10)
    set('moved', 10)
    set('answered', null)
    set('moved', 30)
    await time.advance(29_999)
    expect(told).toEqual([])
    await time.advance(1)
    set('moved', 30)
    await time.advance(60_000)
    expect(told).toEqual(['moved'])
  })

  it('of one moment are told the urgent one first, also when it became urgent since, and nothing twice for that', async () => {
    const { time, told, moments, set, moment } = aDay()
    moments.start()
    for (const name of ['first', 'urgent', 'last']) set(name, 10)
    const urgent = { ...moment('urgent', 10), isUrgent: true }
    moments.set(urgent.conversationId, urgent)
    await time.advance(10_000)
    const last = { ...moment('last', 10), isUrgent: true }
    moments.set(last.conversationId, last)
    await time.advance(60_000)
    expect(told).toEqual(['urgent', 'first', 'last'])
  })

  it('are behind in the very moment they are due, until they are told', async () => {
    const { time, told, moments, set } = aDay()
    moments.start()
    const seen: boolean[] = []
    time.after(10_000, () => seen.push(moments.isBehind()))
    set('due', 10)
    await time.advance(10_000)
    expect([seen, told, moments.isBehind()]).toEqual([[true], ['due'], false])
  })

  it('of one kind are told once more when they could not be acted upon', async () => {
    const { time, told, moments, set } = aDay()
    moments.start()
    set('due', 10)
    await time.advance(10_000)
    moments.again('answerTimeOver')
    moments.again('waitTooLong')
    await time.advance(0)
    expect(told).toEqual(['due', 'due'])
  })

  it('come again when they were put off', async () => {
    const { time, told, moments, moment, set } = aDay()
    moments.start()
    set('closed', 10)
    await time.advance(10_000)
    moments.putOff(moment('closed', 10), time.now() + 50_000)
    await time.advance(49_999)
    expect(told).toEqual(['closed'])
    await time.advance(1)
    expect(told).toEqual(['closed', 'closed'])
  })

  it('keep their time when the wall clock jumps', async () => {
    const { time, told, moments, set } = aDay()
    moments.start()
    set('soon', 10)
    set('later', 3_000)
    time.jump(3_600_000)
    await time.advance(10_000)
    expect(told).toEqual(['soon'])
    time.jump(-7_200_000)
    await time.advance(2_990_000)
    expect(told).toEqual(['soon', 'later'])
  })
})
