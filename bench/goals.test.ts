import { describe, expect, it } from 'vitest'
import { plainFigure, ratioFigure, skippedFigure } from './figure'
import { type Goal, judged, missed, readGoals } from './goals'

const cheap: Goal = { id: 'P5', what: 'bytes', goal: '<= 1.5', isWallClock: false }
const fast: Goal = { id: 'P1', what: 'rate', goal: '>= 0.6', isWallClock: true }
const calm = { ids: ['P1', 'P5'], isBusy: false }

describe('the gate', () => {
  it('opens when every goal of the groups is met', () => {
    const figures = judged([ratioFigure('P5', 'bytes', 10, 14), ratioFigure('P1', 'rate', 10, 6)], [cheap, fast], calm)
    expect([figures.map(({ met }) => met), missed(figures)]).toEqual([[true, true], []])
  })

  it('is shut by a figure beyond its goal', () => {
    const figures = judged([ratioFigure('P5', 'bytes', 10, 16)], [cheap], calm)
    expect(missed(figures)).toEqual([{ ...ratioFigure('P5', 'bytes', 10, 16), goal: '<= 1.5', met: false }])
  })

  it('is shut by a goal that was not measured, and by a case that did not run', () => {
    const figures = judged([skippedFigure('P1', 'rate', 'there is no Chromium')], [cheap, fast], calm)
    expect(missed(figures).map(({ id, met, skipped }) => [id, met, skipped])).toEqual([
      ['P1', null, 'there is no Chromium'],
      ['P5', null, 'not measured'],
    ])
  })

  it('lets no figure of time through on a busy machine, but bytes', () => {
    const measured = [ratioFigure('P5', 'bytes', 10, 14), ratioFigure('P1', 'rate', 10, 9)]
    const figures = judged(measured, [cheap, fast], { ...calm, isBusy: true })
    expect(figures.map(({ id, met }) => [id, met])).toEqual([
      ['P5', true],
      ['P1', false],
    ])
  })

  it('asks nothing of groups that were not wanted, nor of figures without a goal', () => {
    const figures = judged([plainFigure('P5', 'messages a commit', 50, 'messages')], [fast], { ...calm, ids: ['P5'] })
    expect([figures.map(({ met }) => met), missed(figures)]).toEqual([[null], []])
  })

  it('knows goals that can be read, each once', () => {
    const names = readGoals().map(({ id, what }) => `${id} ${what}`)
    expect(new Set(names).size).toBe(names.length)
  })
})
