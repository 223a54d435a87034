import { resolve } from 'node:path'
import type { Messenger } from '#protocol/channel'
import { FakeMessengers } from '../support/fake-messengers/fake-messengers'
import type { PhoneSide } from '../support/fake-messengers/phone'
import { someAccounts, somePeople } from './accounts'
import { PhonesDesk } from './desk'

const pages = resolve('out/phones-page')
const defaultPort = 9020

function portOf(text: string | undefined): number {
  const port = text === undefined || text === '' ? defaultPort : Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  console.error(`PORT must be a whole number from 0 to 65535, not ${text}.`)
  process.exit(78)
}

/** What is pasted into the workspace, field by field. */
function announce({ url, vk }: FakeMessengers, phones: ReadonlyMap<Messenger, PhoneSide>): void {
  console.log(`\nPhones     ${url}/phones/\n\nWhat to paste in the workspace, Settings, Channels, Connect:`)
  for (const [messenger, { form }] of phones) {
    console.log(`\n  ${messenger}`)
    for (const [name, value] of Object.entries(form))
      if (name !== 'messenger' && name !== 'mode' && name !== 'apiVersion')
        console.log(`    ${name.padEnd(14)} ${value}`)
  }
  for (const { id, secret, returnUrls } of vk.login.apps)
    console.log(`\n  vk, to log in instead (${returnUrls[0]})\n    app id         ${id}\n    protected key  ${secret}`)
  console.log('\nCtrl-C stops it.')
}

const startedAt = Math.floor(Date.now() / 1000)
const fakes = await FakeMessengers.start(portOf(process.env.PORT)).catch((error: unknown) => {
  console.error(`The stand-ins could not start: ${error instanceof Error ? error.message : String(error)}`)
  return process.exit(1)
})
const phones = someAccounts(fakes, startedAt)
fakes.add(new PhonesDesk(fakes, phones, somePeople(startedAt), pages))
announce(fakes, phones)
// The channel to who started this program ends with it.
process.on('disconnect', () => void fakes.stop().then(() => process.exit(0)))
process.send?.({ kind: 'ready', url: `${fakes.url}/phones/` })
