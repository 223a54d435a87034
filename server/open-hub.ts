import type { Capabilities, Messenger } from '#protocol/channel'
import { Announcer, type Change, type News } from './conversations/announcer'
import { Attendance } from './operators/attendance'
import { Distributor } from './operators/distributor'
import { Moments } from './operators/moments'
import type { DistributionLog, OperatorsWork } from './operators/ports'
import { Roster } from './operators/roster'
import { RosterScreen } from './operators/roster-screen'
import { RosterSession } from './operators/roster-session'
import type { Clock, Random, Timers } from './platform'
import { SqlAttachmentBook } from './storage/attachment-book'
import { SqlCompanyStore } from './storage/company-store'
import { ToldPhones } from './storage/contact-store'
import { ConversationCache } from './storage/conversation-cache'
import { clockOffSince, epochOf, newestPosition } from './storage/meta-store'
import { migrate } from './storage/migrate'
import { OrderedIds } from './storage/ordered-id'
import { readArrivals } from './storage/raw-inbound-store'
import type { Reader, Writer } from './storage/sql'
import { SqlHub } from './storage/sql-hub'
import type { WorkContext } from './storage/sql-work'
import { type Connection, openReadable, openWritable } from './storage/sqlite/connection'
import { migrations } from './storage/sqlite/migrations/migrations'
import { sqliteReader } from './storage/sqlite/reader'
import { type CommitFaults, SqliteWriter } from './storage/sqlite/writer'

export interface HubOptions {
  readonly file: string
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly soon: (work: () => void) => void
  readonly log: DistributionLog
  /** What the messengers can do that the hub has. */
  readonly capabilities: ReadonlyMap<Messenger, Capabilities>
  readonly faults?: CommitFaults
}

/** The store with its use-cases and read models, open: everything of the hub that is neither a door nor a messenger. */
export interface OpenHub {
  readonly epoch: string
  readonly hub: SqlHub
  readonly writer: Writer
  readonly reader: Reader
  readonly changes: Announcer<Change>
  readonly news: Announcer<News>
  /** Committed: a received file waits to be fetched. */
  readonly filesAwaited: Announcer<'file'>
  readonly roster: Roster
  readonly screen: RosterScreen
  readonly attendance: Attendance
  readonly distributor: Distributor
  /** Finishes what is queued, then closes the files. */
  close(): Promise<void>
}

/** Opens the store, brings its schema up to date and loads the read models from its rows. Distribution begins with `distributor.start()`. */
export async function openHub(options: HubOptions): Promise<OpenHub> {
  const connection = openWritable(options.file)
  try {
    migrate(connection, migrations)
    return await assemble(connection, options)
  } catch (error) {
    connection.database.close()
    throw error
  }
}

async function assemble(connection: Connection, options: HubOptions): Promise<OpenHub> {
  const { clock, random, soon, log } = options
  const announcers: Announcers = { changes: new Announcer(), news: new Announcer(), filesAwaited: new Announcer() }
  const epoch = await epochOf(connection, () => random.id())
  const models = await openModels(connection, options, announcers.news, () => hub)
  const writer = new SqliteWriter({
    connection,
    clock,
    position: await newestPosition(connection),
    soon,
    faults: options.faults,
    onEffectFailed: (error) => log.failed('effect', error),
    afterBatch: () => announcers.changes.tell(),
  })
  const hub = new SqlHub(writer, await contextOf(connection, options, models, announcers))
  const readable = openReadable(options.file)
  const { roster, screen, attendance, distributor } = models
  const close = async () => {
    attendance.close()
    distributor.close()
    await writer.close()
    readable.database.close()
    connection.database.close()
  }
  return {
    ...{ epoch, hub, writer, reader: sqliteReader(readable), ...announcers },
    ...{ roster, screen, attendance, distributor, close },
  }
}

type Announcers = Pick<OpenHub, 'changes' | 'news' | 'filesAwaited'>
type Models = Pick<OpenHub, 'roster' | 'screen' | 'attendance' | 'distributor'> & { readonly moments: Moments }

/** What decisions are made from, read from the rows, and who decides. */
async function openModels(
  connection: Connection,
  { clock, timers, log }: HubOptions,
  news: Announcer<News>,
  hub: () => SqlHub,
): Promise<Models> {
  const company = new SqlCompanyStore(connection)
  const roster = new Roster()
  roster.take(await company.read())
  roster.takeLoads(await company.loads(), await company.tallies())
  const screen = new RosterScreen(roster, news)
  screen.reset()
  const attendance = new Attendance({ roster, hub, clock, timers, log })
  const clockOff = await clockOffSince(connection, clock.now())
  const moments: Moments = new Moments({ clock, timers, onCame: (came) => distributor.came(came) })
  const distributor: Distributor = new Distributor({
    ...{ roster, hub, attendance, clock, timers, log, clockOff, moments, isSwept: true },
  })
  return { roster, screen, attendance, distributor, moments }
}

/** What a transaction works with besides the store. */
async function contextOf(
  connection: Connection,
  { clock, random, capabilities }: HubOptions,
  { roster, screen, attendance, distributor, moments }: Models,
  { changes, news, filesAwaited }: Announcers,
): Promise<WorkContext> {
  const ids = new OrderedIds(random)
  return {
    now: () => attendance.now(),
    newId: () => ids.next(clock.now()),
    newKey: () => random.uuid(),
    cache: new ConversationCache(),
    arrivals: await readArrivals(connection),
    phones: new ToldPhones(),
    changes,
    news,
    capabilities,
    staff: (effects) => new RosterSession(roster, screen, moments, effects),
    distribution: (work: OperatorsWork) => distributor.within(work),
    attachments: (transaction) =>
      new SqlAttachmentBook(transaction, {
        ...{ now: () => clock.now(), newId: () => random.id() },
        onPending: () => filesAwaited.announce(['file']),
      }),
  }
}
