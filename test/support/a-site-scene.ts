import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from '@playwright/test'
import { plainWebForm } from '#protocol/connection'
import type { ChannelId, ConversationId } from '#protocol/ids'
import { signIn } from '../blackbox/http'
import { administrator, HubProcess } from '../blackbox/hub-process'
import { OperatorPlayer } from '../blackbox/operator'

/** A page of a customer on its own address, with the strictest policy under which a chat can work at all. */
class Site {
  private readonly server: Server
  private hub = ''
  private channel = ''
  /** Of the page, which the chat follows. */
  language = 'ru'

  constructor() {
    this.server = createServer((request, response) => {
      const policy = [
        "default-src 'none'",
        `script-src ${this.hub}`,
        "style-src 'none'",
        `connect-src ${this.hub} ${this.hub.replace('http', 'ws')}`,
      ].join('; ')
      const isPage = request.url === '/' || request.url?.startsWith('/?') === true
      response.writeHead(isPage ? 200 : 404, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': policy,
      })
      response.end(
        `<!doctype html><html lang="${this.language}"><head><title>Магазин</title><meta name="viewport" content="width=device-width">
        <script async src="${this.hub}/widget.js" data-channel="${this.channel}"></script></head>
        <body><main><h1>Магазин</h1><p>Страница покупателя.</p></main></body></html>`,
      )
    })
  }

  async open(): Promise<string> {
    this.server.listen(0, '127.0.0.1')
    await once(this.server, 'listening')
    return this.url
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo
    return `http://127.0.0.1:${port}`
  }

  shows(hub: string, channel: string): void {
    this.hub = hub
    this.channel = channel
  }

  close(): void {
    this.server.close()
    this.server.closeAllConnections()
  }
}

/** The hub as a process, an operator at his socket, a customer's site; the page is the test's. */
export class Scene {
  readonly hub = new HubProcess()
  readonly site = new Site()
  private player: OperatorPlayer | null = null
  private channelId: ChannelId | null = null

  /** Starts it all; the channel's settings are as told, for this site unless others are named. */
  async open(traits: Partial<typeof plainWebForm> = {}): Promise<void> {
    await Promise.all([this.hub.start(), this.site.open()])
    const session = await signIn(this.hub.url, administrator.login, administrator.password, 'desk')
    this.player = new OperatorPlayer(this.hub.url, session)
    const told = { allowedOrigins: [this.site.url], greeting: 'Здравствуйте! Чем помочь?' }
    const form = { ...plainWebForm, ...told, ...traits }
    const channel = await this.operator.must<'channel.connect'>({
      ...{ kind: 'channel.connect', name: 'Сайт', receiver: null, form },
    })
    this.channelId = channel.id
    this.site.shows(this.hub.url, channel.id)
  }

  get operator(): OperatorPlayer {
    if (this.player === null) throw new Error('nobody is at the desk')
    return this.player
  }

  get channel(): ChannelId {
    if (this.channelId === null) throw new Error('the site has no chat yet')
    return this.channelId
  }

  /** The page shows a customer's words before the hub has them. */
  async only(): Promise<ConversationId> {
    await expect.poll(() => this.conversations(), { message: 'somebody has written' }).not.toEqual([])
    const [id] = await this.conversations()
    if (id === undefined) throw new Error('nobody has written')
    return id
  }

  async entries() {
    const conversationId = await this.only()
    return (await this.operator.ask<'conversation.open'>({ kind: 'conversation.open', conversationId })).entries
  }

  async conversations(): Promise<readonly ConversationId[]> {
    const { rows } = await this.operator.ask<'conversations.list'>({
      ...{ kind: 'conversations.list', section: 'unassigned', after: null, limit: 100 },
    })
    return rows.map(({ id }) => id)
  }

  /** Everything said in the only conversation, with how far what we said has come. */
  async stream(): Promise<readonly string[]> {
    const [conversationId] = await this.conversations()
    if (conversationId === undefined) return []
    const { entries } = await this.operator.ask<'conversation.open'>({ kind: 'conversation.open', conversationId })
    return entries.flatMap((entry) =>
      entry.kind === 'message' ? [`${entry.text}${entry.delivery === null ? '' : ` (${entry.delivery.status})`}`] : [],
    )
  }

  async reply(text: string): Promise<void> {
    const conversationId = await this.only()
    await this.operator.must<'message.send'>({
      ...{ kind: 'message.send', conversationId, text, attachments: [], replyToSeq: null },
    })
  }

  async close(): Promise<void> {
    this.player?.close()
    this.site.close()
    await this.hub.stop()
  }
}
