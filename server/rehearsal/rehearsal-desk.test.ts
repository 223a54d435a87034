import { describe, expect, it } from 'vitest'
import { OperatorId } from '#protocol/ids'
import { VirtualTime } from '#test/support/virtual-time'
import type { RehearsalOutcome } from './ports'
import { RehearsalDesk } from './rehearsal-desk'

const [olga, ivan] = [OperatorId.parse('olga'), OperatorId.parse('ivan')]
const nothing = { settings: null, schedule: null, groups: [], channels: [] }

function aDesk() {
  const time = new VirtualTime()
  const runs: { stopped: boolean; progress: (done: number) => void; end: (outcome: RehearsalOutcome) => void }[] = []
  const desk = new RehearsalDesk({
    clock: time,
    timers: time,
    newId: () => `r${runs.length}`,
    run: (_request, progress) => {
      let end: (outcome: RehearsalOutcome) => void = () => {}
      const outcome = new Promise<RehearsalOutcome>((resolve) => {
        end = resolve
      })
      const run = { stopped: false, progress, end }
      runs.push(run)
      const stop = () => {
        run.stopped = true
      }
      return { outcome, stop }
    },
  })
  return { desk, time, runs }
}

const broken = { kind: 'failed', reason: 'broken' } as const

describe('the desk of rehearsals', () => {
  it('tells how far a rehearsal is and what came of it', async () => {
    const { desk, runs } = aDesk()
    expect(desk.start(olga, nothing, 7, 'UTC')).toEqual({ ok: true, value: { id: 'r0' } })
    runs[0]?.progress(0.25)
    expect(desk.state(olga, 'r0')).toEqual({ ok: true, value: { kind: 'running', done: 0.25 } })
    runs[0]?.end(broken)
    await Promise.resolve()
    expect(desk.state(olga, 'r0')).toEqual({ ok: true, value: broken })
  })

  it('shows a rehearsal to nobody but whoever asked for it', () => {
    const { desk } = aDesk()
    desk.start(olga, nothing, 7, 'UTC')
    expect(desk.state(ivan, 'r0')).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
    desk.cancel(ivan, 'r0')
    expect(desk.state(olga, 'r0').ok).toBe(true)
  })

  it('runs one at a time, and drops what somebody asked for before', () => {
    const { desk, runs } = aDesk()
    desk.start(olga, nothing, 7, 'UTC')
    expect(desk.start(ivan, nothing, 7, 'UTC')).toMatchObject({ refusal: { code: 'OVERLOADED' } })
    desk.start(olga, nothing, 1, 'UTC')
    expect(runs.map((run) => run.stopped)).toEqual([true, false])
  })

  it('ends what is cancelled, and what nobody asks about any more', async () => {
    const { desk, runs, time } = aDesk()
    desk.start(olga, nothing, 7, 'UTC')
    desk.cancel(olga, 'r0')
    desk.start(olga, nothing, 7, 'UTC')
    await time.advance(14_000)
    desk.state(olga, 'r1')
    await time.advance(14_000)
    expect(runs.map((run) => run.stopped)).toEqual([true, false])
    await time.advance(1_000)
    expect(runs[1]?.stopped).toBe(true)
    expect(desk.state(olga, 'r1')).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
  })
})
