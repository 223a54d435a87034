import { randomUUID } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import { VisitorLine, VisitorWelcome } from '#protocol/visitor'
import { pause } from './operator'

/** A customer's page reduced to its protocol: a chat that resends until acknowledged and asks for what it missed. */
export class VisitorPlayer {
  readonly socket: Socket
  /** Every line shown, by its number; a second, different text under one number is a fault. */
  readonly lines = new Map<number, VisitorLine>()
  readonly faults: string[] = []
  #token: string | null = null
  #after = 0

  constructor(
    readonly hub: string,
    readonly channel: string,
  ) {
    this.socket = io(`${hub}/visitor`, {
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 300,
      // The hub's own page, as the try-out page of a channel is.
      extraHeaders: { origin: hub },
      auth: (give) =>
        give({ channel, token: this.#token, after: this.#after, locale: 'ru', page: `${hub}/demo`, referrer: '' }),
    })
    this.socket.on('welcome', (welcome: unknown) => {
      const { token, gap } = VisitorWelcome.parse(welcome)
      this.#token = token
      for (const line of gap.lines) this.#show(line)
    })
    this.socket.on('line', (line: unknown, done?: () => void) => {
      this.#show(VisitorLine.parse(line))
      done?.()
    })
  }

  #show(line: VisitorLine): void {
    this.#keep(line)
    this.#after = Math.max(this.#after, line.seq)
  }

  /** An acknowledged line may have overtaken one of the company: it does not move the place from which to ask. */
  #keep(line: VisitorLine): void {
    const known = this.lines.get(line.seq)
    if (known !== undefined && known.text !== line.text) this.faults.push(`line ${line.seq} changed its text`)
    this.lines.set(line.seq, line)
  }

  /** What stands in the chat, in its order. */
  get texts(): readonly string[] {
    return [...this.lines.values()].sort((one, other) => one.seq - other.seq).map(({ text }) => text)
  }

  get isKnown(): boolean {
    return this.#token !== null
  }

  /** Resends under one id until the hub has acknowledged. */
  async write(text: string, id: string = randomUUID()): Promise<VisitorLine> {
    for (;;) {
      if (!this.socket.connected || !this.isKnown) {
        await pause(20)
        continue
      }
      try {
        const answer = await this.socket.timeout(3_000).emitWithAck('message', { id, text, attachments: [] })
        if (answer.ok) {
          const line = VisitorLine.parse(answer.line)
          this.#keep(line)
          return line
        }
        await pause(answer.retryAfterMs ?? 200)
      } catch {
        await pause(20)
      }
    }
  }

  close(): void {
    this.socket.disconnect()
  }
}
