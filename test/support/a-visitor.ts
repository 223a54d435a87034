import { io, type Socket } from 'socket.io-client'
import { onTestFinished } from 'vitest'
import type { ChannelId } from '#protocol/ids'
import type {
  VisitorAnswer,
  VisitorGap,
  VisitorHubPackets,
  VisitorLine,
  VisitorPackets,
  VisitorWelcome,
} from '#protocol/visitor'
import { systemRandom } from '#server/platform'

export interface VisitorTraits {
  readonly token?: string | null
  readonly after?: number
  readonly origin?: string | null
  readonly page?: string
  readonly referrer?: string
  /** Anything else he says of himself, instead of what a page would say. */
  readonly auth?: unknown
}

/** A page with the chat on it, as bare as a socket: it keeps what it hears. */
export class Visitor {
  readonly lines: VisitorLine[] = []
  readonly marks: number[] = []
  readonly typing: string[] = []
  readonly company: unknown[] = []
  welcome: VisitorWelcome | null = null

  constructor(readonly socket: Socket<VisitorHubPackets, VisitorPackets>) {
    socket.on('welcome', (welcome) => {
      this.welcome = welcome
      this.lines.push(...welcome.gap.lines)
    })
    socket.on('line', (line) => void this.lines.push(line))
    socket.on('read', (upTo) => void this.marks.push(upTo))
    socket.on('typing', (name) => void this.typing.push(name))
    socket.on('company', (company) => void this.company.push(company))
  }

  get token(): string {
    return this.welcome?.token ?? ''
  }

  get texts(): readonly string[] {
    return this.lines.map(({ text }) => text)
  }

  say(text: string, id = systemRandom.uuid()): Promise<VisitorAnswer> {
    return this.socket.timeout(5000).emitWithAck('message', { id, text, attachments: [] })
  }

  sync(after: number): Promise<VisitorGap> {
    return this.socket.timeout(5000).emitWithAck('sync', after)
  }

  history(before: number): Promise<Pick<VisitorGap, 'lines' | 'hasOlder'>> {
    return this.socket.timeout(5000).emitWithAck('history', before)
  }

  leave(): void {
    this.socket.disconnect()
  }
}

const connect = (url: string, channel: ChannelId | string, traits: VisitorTraits): Socket => {
  const {
    token = null,
    after = 0,
    origin = 'https://shop.example',
    page = 'https://shop.example/fjord',
    referrer = '',
  } = traits
  const socket = io(`${url}/visitor`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    ...(origin === null ? {} : { extraHeaders: { origin } }),
    auth: traits.auth ?? { channel, token, after, locale: 'ru-RU', page, referrer },
  } as Parameters<typeof io>[1])
  onTestFinished(() => void socket.disconnect())
  return socket
}

/** Opens the chat on a page; resolves when the hub has welcomed it. */
export async function aVisitor(url: string, channel: ChannelId, traits: VisitorTraits = {}): Promise<Visitor> {
  const visitor = new Visitor(connect(url, channel, traits))
  await new Promise<void>((resolve, reject) => {
    visitor.socket.once('welcome', () => resolve())
    visitor.socket.once('connect_error', reject)
  })
  return visitor
}

/** Tries to open the chat; the code with which the hub does not let it. */
export function refusedVisitor(url: string, channel: ChannelId | string, traits: VisitorTraits = {}): Promise<unknown> {
  const socket = connect(url, channel, traits)
  return new Promise((resolve, reject) => {
    socket.once('connect_error', (error) => {
      const { data }: Error & { data?: { code?: unknown } } = error
      resolve(data?.code)
    })
    socket.once('connect', () => reject(new Error('the hub let it in')))
  })
}
