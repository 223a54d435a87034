import { fileURLToPath } from 'node:url'
import type { ChannelKind } from './channels/channel'
import { max } from './channels/max/max'
import { telegram } from './channels/telegram/telegram'
import { viber } from './channels/viber/viber'
import { vk } from './channels/vk/vk'
import { whatsApp } from './channels/whatsapp/whatsapp'
import { type Config, ConfigProblems, configExitCode, readConfig } from './config'
import { openLog } from './log'
import { Outgoing } from './outgoing'
import { soon, systemClock, systemRandom, systemTimers } from './platform'
import { rehearseInThread } from './rehearse-in-thread'
import { type RunningHub, startHub } from './start-hub'

/** Must be the version in package.json; a test compares them. */
const hubVersion = '0.1.0'

/** An orderly stop that takes longer is none. */
const stopLimitMs = 10_000

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const say = (text: string) => void process.stdout.write(`${text}\n`)
const complain = (text: string) => void process.stderr.write(`${text}\n`)

async function main(): Promise<void> {
  const config = readConfig()
  const log = openLog(config.logLevel)
  const hubLog = log('hub')
  const starting = startHub({
    ...{
      config,
      log,
      hubVersion,
      soon,
      clock: systemClock,
      timers: systemTimers,
      random: systemRandom,
      kinds: kindsOf(config, log),
      rehearsing: (file: string) =>
        rehearseInThread(new URL('./rehearsal-thread.js', import.meta.url), file, log('rehearsal')),
    },
    folders: {
      workspace: fromHere('../renderer'),
      widgetFile: fromHere('../widget/widget.js'),
      demo: { page: fromHere('../../server/demo/page'), fonts: fromHere('../../renderer/ui/fonts') },
    },
  })
  const stop = stopper(starting, (error) => hubLog.error('stop.failed', {}, error))
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  process.on('disconnect', stop)
  // Going on in doubt could break what is stored: end, and let the supervisor start anew.
  process.on('uncaughtException', (error) => {
    hubLog.error('crashed', {}, error)
    process.exit(1)
  })
  const hub = await starting
  hubLog.info('ready', { demo: config.isDemo })
  announce(hub)
}

/** Messengers besides our own web chat. */
function kindsOf({ publicUrl }: Config, log: ReturnType<typeof openLog>): readonly ChannelKind[] {
  const outgoing = new Outgoing(systemTimers)
  const world = { clock: systemClock, timers: systemTimers, random: systemRandom, outgoing, publicUrl }
  const vkLog = log('vk')
  const onLost = (channelId: string) => vkLog.warn('events.lost', { channelId })
  return [telegram(world), viber(world), max(world), whatsApp(world), vk({ ...world, onLost })]
}

/** However often and by whatever asked, one stop. */
function stopper(starting: Promise<RunningHub>, onFailed: (error: unknown) => void): () => void {
  let isStopping = false
  return () => {
    if (isStopping) return
    isStopping = true
    const giveUp = systemTimers.after(stopLimitMs, () => process.exit(1))
    starting
      .then((hub) => hub.stop())
      .catch(onFailed)
      .finally(() => {
        giveUp()
        process.exit(0)
      })
  }
}

/** To the parent that started us, who prints it; without one, on the console. */
function announce({ url, demoPageUrl, signIn, created, firstAdministratorLink }: RunningHub): void {
  if (process.send !== undefined) process.send({ kind: 'ready', url, demoPageUrl, signIn, created })
  else {
    say(`Pult listens at ${url}`)
    for (const { name, login, password, link } of signIn)
      say(`${name}: ${login}${password === null ? '' : ` / ${password}`}  ${link}`)
  }
  if (firstAdministratorLink !== null)
    say(`Nobody works here yet. The first administrator signs in once, within a day, by\n  ${firstAdministratorLink}`)
}

main().catch((error: unknown) => {
  if (error instanceof ConfigProblems) {
    complain('The hub cannot start like this:')
    for (const problem of error.problems) complain(`  ${problem}`)
    process.exit(configExitCode)
  }
  complain(error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.exit(1)
})
