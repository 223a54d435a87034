import type { Channel } from '#protocol/channel'
import type { OperatorForm } from '#protocol/commands'
import type { NearPacket, Notice } from '#protocol/events'
import type { Entry } from '#protocol/message'
import { acceptInvitation, signIn } from '#test/blackbox/http'
import { administrator, HubProcess } from '#test/blackbox/hub-process'
import { OperatorPlayer } from '#test/blackbox/operator'
import { FakeMessengers } from '#test/support/fake-messengers/fake-messengers'
import { indexOfText } from '../load/mix'
import type { Intake } from './intake'

const token = '123456789:AAbenchbenchbenchbenchbenchbenchben'

async function connectTelegram(chief: OperatorPlayer, baseUrl: string): Promise<Channel> {
  const form = { messenger: 'telegram', token, mode: 'webhook', baseUrl } as const
  return chief.must<'channel.connect'>({ kind: 'channel.connect', name: 'Telegram', receiver: null, form })
}

/** What watches must cost less than what it watches, so packets are read here without their schemas. */
function listen({ socket }: OperatorPlayer, heard: (index: number) => void): void {
  const take = (entry: Entry) => {
    const index = entry.kind === 'message' ? indexOfText(entry.text) : null
    if (index !== null) heard(index)
  }
  socket.removeAllListeners('near').on('near', ({ items }: NearPacket) => {
    for (const { event } of items) if (event.kind === 'entry.added') take(event.entry)
  })
  socket.removeAllListeners('notice').on('notice', (notice: Notice) => {
    if (notice.kind === 'conversation.near') notice.view.entries.forEach(take)
  })
}

/** Operators without a limit, on duty: distribution has somebody to choose for every conversation. */
async function inviteOperators(hub: HubProcess, chief: OperatorPlayer, count: number, heard: (index: number) => void) {
  const players: OperatorPlayer[] = []
  for (let number = 1; number <= count; number++) {
    const login = `operator${number}`
    const form: OperatorForm = {
      name: `Operator ${number}`,
      login,
      role: 'employee',
      canSupervise: false,
      mayExceedLimit: false,
      takesPart: true,
      limit: null,
    }
    const { link } = await chief.must<'operator.invite'>({ kind: 'operator.invite', form })
    const session = await acceptInvitation(hub.url, link, 'a long enough password', login)
    const player = new OperatorPlayer(hub.url, session)
    listen(player, heard)
    await player.must<'presence.set'>({ kind: 'presence.set', status: 'online' })
    players.push(player)
  }
  return players
}

/** The hub registers its webhook after the command is answered. */
async function registeredSecret(bot: ReturnType<FakeMessengers['telegram']['addBot']>): Promise<string> {
  for (;;) {
    const secret = bot.calls.find(({ method }) => method === 'setWebhook')?.values.secret_token
    if (typeof secret === 'string') return secret
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** The real hub with a Telegram bot whose webhook the bench calls, and `operators` on duty. */
export async function startHubIntake(operators: number): Promise<Intake> {
  const fakes = await FakeMessengers.start()
  const bot = fakes.telegram.addBot({ token, name: 'Bench', username: 'bench_bot', picture: null })
  const hub = new HubProcess()
  await hub.choosePort()
  await hub.start({ PULT_PUBLIC_URL: hub.url })
  const chief = new OperatorPlayer(hub.url, await signIn(hub.url, administrator.login, administrator.password, 'chief'))
  const listeners: ((index: number) => void)[] = []
  const players = await inviteOperators(hub, chief, operators, (index) => {
    for (const listener of listeners) listener(index)
  })
  const channel = await connectTelegram(chief, fakes.telegram.baseUrl)
  const registered = await registeredSecret(bot)
  // As many sockets as the bare limit has.
  chief.close()
  return {
    webhook: {
      port: hub.port,
      path: `/hooks/${channel.id}`,
      headers: { 'x-telegram-bot-api-secret-token': registered },
    },
    pid: hub.pid,
    storeFile: hub.storeFile,
    onArrival: (listener) => void listeners.push(listener),
    stop: async () => {
      for (const player of players) player.close()
      await hub.stop()
      await fakes.stop()
    },
  }
}
