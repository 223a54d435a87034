import { existsSync } from 'node:fs'
import { Passwords } from './accounts/passwords'
import { firstAdministratorCode, makeFirstAdministrator } from './accounts/sign-in-by-link'
import { keepKeyCheck, storeFile } from './data-folder'
import { type DemoSignIn, demoSignIn } from './demo/demo-sign-in'
import { type SeededPasswords, seedDemo } from './demo/seed-demo'
import { capabilitiesOf } from './hub-channels'
import { type Door, type HouseOptions, openHouse } from './hub-house'
import { type OpenHub, openHub } from './open-hub'
import { prepareStart } from './prepare-start'
import type { Secrets } from './secrets'
import type { StartOptions } from './start-options'

export interface RunningHub {
  readonly url: string
  readonly demoPageUrl: string | null
  /** Of the demo company: printed once. */
  readonly signIn: readonly DemoSignIn[]
  /** The demo company was made by this start. */
  readonly created: boolean
  /** Of a hub without accounts. */
  readonly firstAdministratorLink: string | null
  /** The store behind the doors, for tests. */
  readonly open: OpenHub
  /** Says goodbye, finishes what is under way, closes the store. The same promise however often it is called. */
  stop(): Promise<void>
}

/**
 * The whole hub, in the order in which each part needs the one before: folder, lock, key, store, messengers, doors. Throws
 * ConfigProblems when it cannot be started as configured; the store is untouched then.
 */
export async function startHub(options: StartOptions): Promise<RunningHub> {
  const { config } = options
  const { address, lock, secrets } = await prepareStart(options)
  try {
    const passwords = new Passwords()
    const seeded = config.isDemo ? await seedOnce(options, secrets, passwords) : null
    const open = await openStore(options, secrets)
    const door = await openDoor({ ...options, open, secrets, passwords, ...address })
    let stopping: Promise<void> | undefined
    const stop = () => {
      stopping ??= door.stop().then(() => open.close().then(() => lock.release()))
      return stopping
    }
    try {
      return { ...(await welcome(options, door, seeded)), open, stop }
    } catch (error) {
      await stop()
      throw error
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

async function seedOnce(
  { config, clock, random, soon }: StartOptions,
  secrets: Secrets,
  passwords: Passwords,
): Promise<SeededPasswords | null> {
  const file = storeFile(config)
  return existsSync(file) ? null : seedDemo({ file, now: clock.now(), random, soon, secrets, passwords })
}

async function openStore(
  { config, clock, timers, random, soon, log, kinds }: StartOptions,
  secrets: Secrets,
): Promise<OpenHub> {
  const logger = log('distribution')
  const open = await openHub({
    ...{ file: storeFile(config), clock, timers, random, soon, capabilities: capabilitiesOf(kinds) },
    log: {
      decided: (trigger, decisions, decisionId) => logger.info('decided', { trigger, decisions, decisionId }),
      clockJumped: (ms) => logger.warn('clock jumped', { ms }),
      bug: (what, count) => logger.error('bug', { what, count }),
      failed: (what, error) => logger.error('failed', { what }, error),
    },
  })
  await open.writer.write((transaction) => keepKeyCheck(transaction, secrets))
  return open
}

async function openDoor(options: HouseOptions): Promise<Door> {
  try {
    return await openHouse(options)
  } catch (error) {
    await options.open.close()
    throw error
  }
}

/** Who can get in, now that somebody can. */
async function welcome(
  { config, clock, random }: StartOptions,
  { tools, hubUrl }: Door,
  seeded: SeededPasswords | null,
) {
  const { isDemo, administrator } = config
  const url = { url: hubUrl, demoPageUrl: isDemo ? `${hubUrl}/demo` : null, created: seeded !== null }
  if (isDemo) {
    const signIn = await demoSignIn(tools.store, clock, random, hubUrl, seeded)
    return { ...url, signIn, firstAdministratorLink: null }
  }
  if (administrator !== null) await makeFirstAdministrator(tools, administrator.login, administrator.password)
  const code = await firstAdministratorCode(tools)
  return { ...url, signIn: [], firstAdministratorLink: code === null ? null : `${hubUrl}/#/join/${code}` }
}
