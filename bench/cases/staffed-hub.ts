import type { Channel } from '#protocol/channel'
import type { OperatorForm } from '#protocol/commands'
import type { ConnectionForm } from '#protocol/connection'
import type { NearPacket, Notice } from '#protocol/events'
import type { ConversationId } from '#protocol/ids'
import type { Entry } from '#protocol/message'
import { acceptInvitation, signIn } from '#test/blackbox/http'
import { administrator, HubProcess } from '#test/blackbox/hub-process'
import { OperatorPlayer, pause } from '#test/blackbox/operator'
import { FakeMessengers } from '#test/support/fake-messengers/fake-messengers'
import { lightPackets } from '../load/light-packets'
import { indexOfText, updateOf } from '../load/mix'
import { signatureOf, signedNumber, signedUpdateOf } from '../load/signed-mix'
import type { BenchMessenger, Intake } from './intake'

const token = '123456789:AAbenchbenchbenchbenchbenchbenchben'

interface Hired {
  readonly login: string
  readonly limit: number | null
  /** Where he finds the hub, if not at its own door. */
  readonly url?: string
}

/** The real hub with a Telegram channel and operators on duty, that can be stopped and started again over its store. */
export class StaffedHub {
  readonly #hub = new HubProcess()
  readonly #fakes: FakeMessengers
  readonly #messenger: BenchMessenger
  readonly #players: OperatorPlayer[] = []
  #chief: OperatorPlayer | null = null
  #secret = ''
  #channel: Channel | null = null
  #heard: (conversationId: ConversationId) => void = () => undefined
  readonly #arrivals: ((index: number) => void)[] = []

  private constructor(fakes: FakeMessengers, messenger: BenchMessenger) {
    this.#fakes = fakes
    this.#messenger = messenger
  }

  static async start(operators: number, messenger: BenchMessenger = 'telegram'): Promise<StaffedHub> {
    const staffed = new StaffedHub(await FakeMessengers.start(), messenger)
    await staffed.#open(operators)
    return staffed
  }

  get storeFile(): string {
    return this.#hub.storeFile
  }

  get chief(): OperatorPlayer {
    if (this.#chief === null) throw new Error('nobody has signed in')
    return this.#chief
  }

  get intake(): Intake {
    if (this.#channel === null) throw new Error('there is no channel')
    const { port, pid, storeFile } = this.#hub
    return {
      webhook: {
        port,
        path: `/hooks/${this.#channel.id}`,
        ...(this.#messenger === 'whatsapp'
          ? { headers: {}, sign: signatureOf }
          : { headers: { 'x-telegram-bot-api-secret-token': this.#secret } }),
      },
      body: this.#messenger === 'whatsapp' ? signedUpdateOf : updateOf,
      pid,
      storeFile,
      onArrival: (listener) => void this.#arrivals.push(listener),
      stop: () => this.stop(),
    }
  }

  /** What its distribution has counted as bugs: a sweep that found something, a model that differed from the rows. */
  bugs(): readonly string[] {
    return this.#hub.log.filter((line) => line.includes('"event":"bug"'))
  }

  /** The conversation of the next message that reaches an operator. */
  nextHeard(): Promise<ConversationId> {
    return new Promise((resolve) => {
      this.#heard = resolve
    })
  }

  /** The hub is gone while `work` has its store to itself. Gives how long the start took. */
  async without(work: () => void): Promise<number> {
    await this.#hub.kill()
    work()
    const startedAt = performance.now()
    await this.#hub.start({ PULT_PUBLIC_URL: this.#hub.url })
    const tookMs = performance.now() - startedAt
    for (const player of this.#players)
      await player.must<'presence.set'>({ kind: 'presence.set', status: 'online', by: 'operator' })
    return tookMs
  }

  async stop(): Promise<void> {
    for (const player of [...this.#players, ...(this.#chief === null ? [] : [this.#chief])]) player.close()
    await this.#hub.stop()
    await this.#fakes.stop()
  }

  async #open(operators: number): Promise<void> {
    const { telegram } = this.#fakes
    await this.#hub.choosePort()
    const { url } = this.#hub
    await this.#hub.start({ PULT_PUBLIC_URL: url })
    const chief = new OperatorPlayer(url, await signIn(url, administrator.login, administrator.password, 'chief'))
    this.#chief = chief
    for (let number = 1; number <= operators; number++)
      this.#listen(await this.hire({ login: `operator${number}`, limit: null }))
    if (this.#messenger === 'whatsapp') return await this.#connect(chief, this.#numberForm())
    const bot = telegram.addBot({ token, name: 'Bench', username: 'bench_bot', picture: null })
    await this.#connect(chief, { messenger: 'telegram', token, mode: 'webhook', baseUrl: telegram.baseUrl })
    this.#secret = await registered(() => bot.calls.find(({ method }) => method === 'setWebhook')?.values.secret_token)
  }

  async #connect(chief: OperatorPlayer, form: ConnectionForm): Promise<void> {
    this.#channel = await chief.must<'channel.connect'>({
      kind: 'channel.connect',
      name: 'Bench',
      receiver: null,
      form,
    })
  }

  #numberForm(): ConnectionForm {
    const { whatsApp: whatsapp } = this.#fakes
    const { accountId, token: numberToken } = whatsapp.addNumber(signedNumber).profile
    return {
      ...{ messenger: 'whatsapp', ...signedNumber, accountId, token: numberToken, apiVersion: 'v23.0' },
      baseUrl: whatsapp.baseUrl,
    }
  }

  /** Another operator, Online. Without a limit distribution has somebody to choose for every conversation. */
  async hire(
    { login, limit, url = this.#hub.url }: Hired,
    onEntry?: (conversationId: ConversationId) => void,
  ): Promise<OperatorPlayer> {
    const form: OperatorForm = {
      ...{ name: login, login, limit, role: 'employee', canSupervise: false, mayExceedLimit: false, takesPart: true },
    }
    const { link } = await this.chief.must<'operator.invite'>({ kind: 'operator.invite', form })
    const session = await acceptInvitation(this.#hub.url, link, 'a long enough password', login)
    const player = new OperatorPlayer(url, session, onEntry, lightPackets)
    await player.must<'presence.set'>({ kind: 'presence.set', status: 'online', by: 'operator' })
    this.#players.push(player)
    return player
  }

  /** What watches must cost less than what it watches, so packets are read here without their schemas. */
  #listen({ socket }: OperatorPlayer): void {
    const take = (conversationId: ConversationId, entry: Entry) => {
      if (entry.kind !== 'message') return
      this.#heard(conversationId)
      const index = indexOfText(entry.text)
      if (index !== null) for (const arrived of this.#arrivals) arrived(index)
    }
    socket.removeAllListeners('near').on('near', ({ items }: NearPacket) => {
      for (const { conversationId, event } of items) if (event.kind === 'entry.added') take(conversationId, event.entry)
    })
    socket.removeAllListeners('notice').on('notice', (notice: Notice) => {
      if (notice.kind !== 'conversation.near') return
      for (const entry of notice.view.entries) take(notice.view.row.id, entry)
    })
  }
}

/** The hub registers its webhook after it has answered the command. */
async function registered(find: () => unknown): Promise<string> {
  for (let left = 500; left > 0; left--) {
    const secret = find()
    if (typeof secret === 'string') return secret
    await pause(10)
  }
  throw new Error('the hub has not registered its webhook')
}
