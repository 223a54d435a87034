import type { ConnectionForm } from '#protocol/connection'
import type { ConversationRow } from '#protocol/conversation'
import type { ChannelId } from '#protocol/ids'
import { aChief, anAccount, aWebChat, operatorPassword } from '../blackbox/company'
import { signIn } from '../blackbox/http'
import { HubProcess } from '../blackbox/hub-process'
import { OperatorPlayer } from '../blackbox/operator'
import { VisitorPlayer } from '../blackbox/visitor'
import { type AppFixtures, test as base } from './app-test'
import { DeskPage } from './desk-page'
import type { App, LaunchOptions } from './launch'
import { TcpProxy } from './tcp-proxy'

type Start = (options: LaunchOptions) => Promise<App>

interface Desk {
  readonly app: App
  readonly desk: DeskPage
}

/** A company on the real hub, a process of its own: the administrator at his socket, a web chat, and who else is let in. */
export class Company {
  readonly hub = new HubProcess()
  readonly #players: { close(): void }[] = []
  readonly #wires: TcpProxy[] = []
  #chief: OperatorPlayer | null = null
  #channel: ChannelId | null = null

  async open(): Promise<void> {
    await this.hub.start()
    this.#chief = this.#kept(await aChief(this.hub))
    this.#channel = await aWebChat(this.#chief)
  }

  get chief(): OperatorPlayer {
    if (this.#chief === null) throw new Error('the company is not open')
    return this.#chief
  }

  /** An employee with an account; nobody sits there yet. */
  async hire(name: string): Promise<void> {
    await anAccount(this.hub, this.chief, name)
  }

  /** Somebody's other device, at which he only looks. */
  async deviceOf(name: string, device = `${name}-other`): Promise<OperatorPlayer> {
    const session = await signIn(this.hub.url, name.toLowerCase(), operatorPassword, device)
    return this.#kept(new OperatorPlayer(this.hub.url, session))
  }

  /** A colleague on duty, at a socket. */
  async colleague(name: string): Promise<OperatorPlayer> {
    await this.hire(name)
    const player = await this.deviceOf(name)
    await player.must<'presence.set'>({ kind: 'presence.set', status: 'online', by: 'operator' })
    return player
  }

  /** An employee on duty at the app. */
  async desk(name: string, start: Start, options: Partial<LaunchOptions> = {}): Promise<Desk> {
    await this.hire(name)
    const app = await start({ hub: this.hub.url, ...options })
    const desk = await deskOf(app)
    await desk.signIn(name)
    return { app, desk }
  }

  /** One more channel. */
  async connects(form: ConnectionForm): Promise<void> {
    await this.chief.must<'channel.connect'>({ kind: 'channel.connect', name: form.messenger, receiver: null, form })
  }

  customer(): VisitorPlayer {
    if (this.#channel === null) throw new Error('the company is not open')
    return this.#kept(new VisitorPlayer(this.hub.url, this.#channel))
  }

  /** The administrator gives the conversation with these last words to a colleague. */
  async moves(lastWords: string, to: OperatorPlayer): Promise<void> {
    const { id, assignVersion } = await this.#find(lastWords)
    const { account } = await to.ask<'feed.snapshot'>({ kind: 'feed.snapshot' })
    const command = { kind: 'conversation.transfer', conversationId: id, assignVersion } as const
    const receiver = { kind: 'operator', operatorId: account.id } as const
    await this.chief.must<'conversation.transfer'>({ ...command, to: receiver, isConfirmed: false })
  }

  /** The administrator closes the conversation with these last words. */
  async closes(lastWords: string): Promise<void> {
    const { id } = await this.#find(lastWords)
    await this.chief.must<'conversation.close'>({ kind: 'conversation.close', conversationId: id })
  }

  async #find(lastWords: string): Promise<ConversationRow> {
    for (const section of ['others', 'unassigned'] as const) {
      const question = { kind: 'conversations.list', section, after: null, limit: 100 } as const
      const { rows } = await this.chief.ask<'conversations.list'>(question)
      const found = rows.find(({ lastMessage }) => lastMessage?.preview === lastWords)
      if (found !== undefined) return found
    }
    throw new Error(`no conversation ends with ${lastWords}`)
  }

  /** A wire to the hub that can be broken. */
  async wire(): Promise<TcpProxy> {
    const wire = await TcpProxy.open(this.hub.port)
    this.#wires.push(wire)
    return wire
  }

  async close(): Promise<void> {
    for (const player of this.#players) player.close()
    await Promise.all(this.#wires.map((wire) => wire.close()))
    await this.hub.stop()
  }

  #kept<Player extends { close(): void }>(player: Player): Player {
    this.#players.push(player)
    return player
  }
}

interface DeskFixtures extends AppFixtures {
  /** Open before the test begins, closed after its apps are. */
  readonly company: Company
}

export const test = base.extend<DeskFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
  company: async ({}, use) => {
    const company = new Company()
    try {
      await company.open()
      await use(company)
    } finally {
      await company.close()
    }
  },
})

/** The first window of an app. */
export const deskOf = async (app: App): Promise<DeskPage> => new DeskPage(await app.firstWindow())
