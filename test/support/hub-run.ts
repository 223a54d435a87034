import { telegramCapabilities } from '#server/channels/telegram/settings'
import { webCapabilities } from '#server/channels/web/settings'
import { type OpenHub, openHub } from '#server/open-hub'
import { type Random, soon } from '#server/platform'
import type { CommitFaults } from '#server/storage/sqlite/writer'
import type { VirtualTime } from './virtual-time'

/** What keeps a commit from succeeding; the hub that has died commits nothing any more. */
export interface Disk {
  isFull: boolean
}

/** One run of the hub: it ends at a fault point, as a process that is killed there. */
export class Life {
  isOver = false
  diesAt: keyof CommitFaults | null = null

  reaches(point: keyof CommitFaults): void {
    if (this.isOver || this.diesAt === point) {
      this.isOver = true
      throw new Error('the hub has died')
    }
  }
}

export interface RunOptions {
  readonly file: string
  readonly time: VirtualTime
  /** What the distribution has counted as bugs, and what has failed. */
  readonly bugs: string[]
  readonly disk: Disk
  readonly random: Random
}

/** The hub's core, open on its store, until its life is over. */
export const runHub = ({ file, time, bugs, disk, random }: RunOptions, life: Life): Promise<OpenHub> =>
  openHub({
    file,
    clock: time,
    // Timers of a dead hub ring for nobody.
    timers: { after: (ms, work) => time.after(ms, () => (life.isOver ? undefined : work())) },
    random,
    soon,
    capabilities: new Map([
      ['telegram', telegramCapabilities],
      ['web', webCapabilities],
      // A messenger for words alone; there is none among the real ones.
      ['viber', { ...webCapabilities, files: false, pictures: false }],
    ]),
    faults: {
      beforeCommit: () => {
        life.reaches('beforeCommit')
        if (disk.isFull) throw new Error('database or disk is full')
      },
      afterCommitBeforeAck: () => life.reaches('afterCommitBeforeAck'),
    },
    log: {
      decided: () => {},
      clockJumped: () => {},
      bug: (what, count) => void bugs.push(`${what} ${count}`),
      failed: (what, error) => {
        if (!life.isOver) bugs.push(`${what} failed: ${String(error)}`)
      },
    },
  })
