import type { ChannelId, OperatorId } from '#protocol/ids'
import type { TestHub } from '#test/support/a-hub'
import type { AttendanceModel } from './attendance-model'
import type { CompanyModel } from './company-model'
import type { Dice } from './dice'
import type { Ledger } from './ledger'
import type { Witness } from './witness'

/** The company at work as those see it who look on. */
export interface Scene {
  readonly hub: TestHub
  readonly attendance: AttendanceModel
  readonly company: CompanyModel
  readonly ledger: Ledger
  readonly witness: Witness
  /** On the clock that may jump: the hub's. */
  readonly now: number
  /** On the clock that never does. */
  readonly elapsed: number
  /** After a restart the hub hands out nothing before this, or before all who were there are back. */
  readonly isQuiet: boolean
  /** When the wall clock last jumped: what was written down before has another time now. */
  readonly jumpedAt: number
  /** The hub has begun anew since then. */
  readonly hasRestartedSinceJump: boolean
  readonly hasJumped: boolean
  /** Started with a clock that cannot be believed, the hub takes nothing for ten minutes from who was away before. */
  doubts(absentSince: number): boolean
}

/** And as those see it who act in it. */
export interface Stage extends Scene {
  readonly dice: Dice
  readonly channels: readonly ChannelId[]
  readonly chats: readonly string[]
  /** Chats that somebody has written in. */
  readonly written: Set<string>
  /** Contacts' messages that were acknowledged. */
  readonly accepted: Set<string>
  readonly clockJumps: boolean
  tell(line: string): void
  connect(id: OperatorId, device: string): Promise<void>
  pass(ms: number): Promise<void>
  /** Time in which nobody who looks on can expect anything. */
  passBlind(ms: number): Promise<void>
  jump(ms: number): void
  /** The hub is not there from now on for so long; whoever looks on goes on from what is stored. */
  restart(downMs: number): Promise<void>
}

/** Something that may happen, and how often of all things. */
export type Act = readonly [weight: number, act: (stage: Stage) => Promise<void>]
