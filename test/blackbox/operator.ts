import { randomUUID } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import { type Command, type CommandAnswer, type CommandKind, type CommandReply, commands } from '#protocol/commands'
import { type NearItem, NearPacket } from '#protocol/events'
import { type Query, type QueryAnswer, type QueryKind, type QueryReply, queries } from '#protocol/queries'
import { protocolVersion } from '#protocol/version'

const answerWithinMs = 5_000

/** A workspace reduced to its protocol: holds a socket, asks until it is answered, and keeps everything it was sent. */
export class OperatorPlayer {
  readonly socket: Socket
  /** Every near item as it came, repeats and all. */
  readonly received: NearItem[] = []
  readonly device = randomUUID()

  constructor(
    readonly hub: string,
    token: string,
    onNear: (item: NearItem) => void = () => undefined,
  ) {
    this.socket = io(hub, {
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 300,
      auth: { protocol: protocolVersion, token, device: this.device, deviceName: 'player' },
    })
    this.socket.on('near', (packet: unknown) => {
      for (const item of NearPacket.parse(packet).items) {
        this.received.push(item)
        onNear(item)
      }
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
      } catch {
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
        if (error instanceof Error && error.message.includes('was refused')) throw error
        await pause(20)
      }
    }
  }

  close(): void {
    this.socket.disconnect()
  }
}

/** Waiting for a moment between attempts; what is tested never hangs on its length. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))
