import type { DownloadFaults } from './attachments/downloads'
import type { ChannelKind } from './channels/channel'
import type { SendFaults } from './channels/lane'
import type { Config } from './config'
import type { DemoFolders, PageFolders } from './gateway/pages'
import type { Log } from './log'
import type { Clock, Random, Timers } from './platform'
import type { RunRehearsal } from './rehearsal/ports'

/** What the hub is started with: the outside world as arguments. */
export interface StartOptions {
  readonly config: Config
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly soon: (work: () => void) => void
  readonly log: (name: string) => Log
  readonly folders: PageFolders & { readonly demo: DemoFolders }
  readonly hubVersion: string
  /** Messengers besides the web chat. */
  readonly kinds: readonly ChannelKind[]
  /** Rehearses over the store in this file, away from the hub's own work. */
  readonly rehearsing: (file: string) => RunRehearsal
  readonly faults?: SendFaults
  readonly downloadFaults?: DownloadFaults
}
