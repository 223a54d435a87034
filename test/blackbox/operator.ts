import { randomUUID } from 'node:crypto'
import { io, type ManagerOptions, type Socket } from 'socket.io-client'
import { type Command, type CommandAnswer, type CommandKind, type CommandReply, commands } from '#protocol/commands'
import { type ConversationView, NearPacket, Notice } from '#protocol/events'
import type { ConversationId } from '#protocol/ids'
import type { Entry } from '#protocol/message'
import { type Query, type QueryAnswer, type QueryKind, type QueryReply, queries } from '#protocol/queries'
import { protocolVersion } from '#protocol/version'

const answerWithinMs = 5_000

/** A workspace reduced to its protocol: holds a socket, asks until it is answered, and sees every entry near to it at least once. */
export class OperatorPlayer {
  readonly socket: Socket
  /** What the hub said when it did not let this device in. */
  readonly refusals: string[] = []

  constructor(
    readonly hub: string,
    /** The session belongs to the device that signed in. */
    { token, device }: { readonly token: string; readonly device: string },
    onEntry: (conversationId: ConversationId, entry: Entry) => void = () => undefined,
    /** How packets are read, if not as usual. */
    parser?: ManagerOptions['parser'],
  ) {
    this.socket = io(hub, {
      transports: ['websocket'],
      ...(parser !== undefined && { parser }),
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 300,
      auth: { protocol: protocolVersion, token, device, deviceName: device },
    })
    const take = (view: ConversationView) => {
      for (const entry of view.entries) onEntry(view.row.id, entry)
    }
    this.socket.on('connect_error', (error) => this.refusals.push(error.message))
    this.socket.on('near', (packet: unknown) => {
      for (const { conversationId, event } of NearPacket.parse(packet).items)
        if (event.kind === 'entry.added') onEntry(conversationId, event.entry)
    })
    this.socket.on('notice', (packet: unknown) => {
      const notice = Notice.parse(packet)
      if (notice.kind === 'conversation.near') take(notice.view)
    })
    this.socket.on('welcome', () => {
      void this.ask<'feed.snapshot'>({ kind: 'feed.snapshot' }).then(({ views }) => views.forEach(take))
    })
  }

  async connected(): Promise<void> {
    if (this.socket.connected) return
    await new Promise<void>((resolve) => void this.socket.once('connect', () => resolve()))
  }

  /** Sends the command under one id until an answer comes, through any number of broken links. */
  async command<Kind extends CommandKind>(
    command: Command<Kind>,
    id: string = randomUUID(),
  ): Promise<CommandReply<Kind>> {
    for (;;) {
      await this.connected()
      try {
        const reply: CommandReply<Kind> = await this.socket
          .timeout(answerWithinMs)
          .emitWithAck('command', { id, sentAt: Date.now(), command })
        if (reply.ok || !reply.refusal.retryable) return reply
        await pause(reply.refusal.retryAfterMs ?? 100)
      } catch (error) {
        if (this.socket.connected && !isTimeout(error)) throw error
        await pause(20)
      }
    }
  }

  /** The same for a command that must be accepted; gives its answer. */
  async must<Kind extends CommandKind>(command: Command<Kind>): Promise<CommandAnswer<Kind>> {
    const reply = await this.command(command)
    if (!reply.ok) throw new Error(`${command.kind} was refused: ${reply.refusal.code} ${reply.refusal.message}`)
    return commands[command.kind].answer.parse(reply.value) as CommandAnswer<Kind>
  }

  async ask<Kind extends QueryKind>(query: Query<Kind>): Promise<QueryAnswer<Kind>> {
    for (;;) {
      await this.connected()
      try {
        const reply: QueryReply<Kind> = await this.socket.timeout(answerWithinMs).emitWithAck('query', query)
        if (reply.ok) return queries[query.kind].answer.parse(reply.value) as QueryAnswer<Kind>
        if (!reply.refusal.retryable) throw new Error(`${query.kind} was refused: ${reply.refusal.code}`)
        await pause(reply.refusal.retryAfterMs ?? 100)
      } catch (error) {
        if (this.socket.connected && !isTimeout(error)) throw error
        await pause(20)
      }
    }
  }

  close(): void {
    this.socket.disconnect()
  }
}

/** A broken link shows as a time-out of the acknowledgement, or as a disconnection that ends it at once. */
const isTimeout = (error: unknown): boolean =>
  error instanceof Error && /timed out|has been disconnected/.test(error.message)

/** Waiting for a moment between attempts; what is tested never hangs on its length. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))
