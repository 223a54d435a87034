/**
 * The bare limit of P1, P2, P5 and P13: webhook -> parse -> durable insert (FULL, a turn's worth per commit) -> 200 -> emit.
 * No rights, no dedupe answers, no feed, no explanation: what the platform itself can do with our layout's least rows.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Server } from 'socket.io'

interface Update {
  readonly update_id: number
  readonly message: {
    readonly message_id: number
    readonly date: number
    readonly chat: { readonly id: number }
    readonly text: string
  }
}

/** What the limit needs of a call of WhatsApp. */
interface Signed {
  readonly entry: readonly {
    readonly changes: readonly {
      readonly value: {
        readonly messages: readonly {
          readonly from: string
          readonly id: string
          readonly timestamp: string
          readonly text: { readonly body: string }
        }[]
      }
    }[]
  }[]
}

const operators = Number(process.argv[3] ?? 4)
/** Calls are signed with it; without one they are Telegram's. */
const appSecret = process.argv[4]
const database = new Database(join(process.argv[2] ?? '.', 'limit.db'))
database.pragma('journal_mode = WAL')
database.pragma('synchronous = FULL')
database.pragma('cache_size = -65536')
database.exec(`
  CREATE TABLE IF NOT EXISTS raw (channel TEXT NOT NULL, key INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (channel, key)) WITHOUT ROWID, STRICT;
  CREATE TABLE IF NOT EXISTS conversation (id INTEGER PRIMARY KEY, chat INTEGER NOT NULL, assignee INTEGER, seq INTEGER NOT NULL, last_at INTEGER NOT NULL, preview TEXT NOT NULL) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS conversation_chat ON conversation (chat);
  CREATE INDEX IF NOT EXISTS conversation_last ON conversation (assignee, last_at);
  CREATE TABLE IF NOT EXISTS message (conversation INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, provider INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (conversation, seq)) WITHOUT ROWID, STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS message_provider ON message (conversation, provider);
`)
const insertRaw = database.prepare('INSERT INTO raw VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
const find = database.prepare('SELECT id, assignee, seq FROM conversation WHERE chat = ?')
const open = database.prepare('INSERT INTO conversation (chat, assignee, seq, last_at, preview) VALUES (?, ?, 1, ?, ?)')
const touch = database.prepare('UPDATE conversation SET seq = ?, last_at = ?, preview = ? WHERE id = ?')
const insertMessage = database.prepare('INSERT INTO message VALUES (?, ?, ?, ?, ?)')

interface Found {
  readonly id: number
  readonly assignee: number
  readonly seq: number
}

const load = new Array<number>(operators).fill(0)
let queue: { readonly body: string; readonly response: ServerResponse }[] = []

/** One-pass scan for the least loaded. */
function choose(): number {
  let best = 0
  for (let index = 1; index < operators; index++) if ((load[index] ?? 0) < (load[best] ?? 0)) best = index
  load[best] = (load[best] ?? 0) + 1
  return best
}

function readSigned(body: string): Update {
  const { entry }: Signed = JSON.parse(body)
  const message = entry[0]?.changes[0]?.value.messages[0]
  if (message === undefined) throw new Error('a call without a message')
  const number = Number(message.id.slice('wamid.'.length))
  return {
    update_id: number,
    message: {
      message_id: number,
      date: Number(message.timestamp),
      chat: { id: Number(message.from) },
      text: message.text.body,
    },
  }
}

function isGenuine(request: IncomingMessage, body: string): boolean {
  if (appSecret === undefined) return true
  const given = Buffer.from(String(request.headers['x-hub-signature-256']))
  const wanted = Buffer.from(`sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

function store(body: string): { operator: number; packet: object } {
  const { update_id, message } = appSecret === undefined ? (JSON.parse(body) as Update) : readSigned(body)
  insertRaw.run('channel', update_id, body)
  const known = find.get(message.chat.id) as Found | undefined
  const preview = message.text.slice(0, 80)
  const now = Date.now()
  let conversation = known?.id ?? 0
  let operator = known?.assignee ?? 0
  const seq = (known?.seq ?? 0) + 1
  if (known === undefined) {
    operator = choose()
    conversation = Number(open.run(message.chat.id, operator, now, preview).lastInsertRowid)
  } else {
    touch.run(seq, now, preview, conversation)
  }
  insertMessage.run(conversation, seq, now, message.message_id, message.text)
  return { operator, packet: { conversation, seq, at: message.date, text: message.text } }
}

function commit(): void {
  const batch = queue
  queue = []
  database.exec('BEGIN IMMEDIATE')
  const news = batch.map(({ body }) => store(body))
  database.exec('COMMIT')
  for (const { operator, packet } of news) io.to(`operator ${operator}`).emit('near', packet)
  for (const { response } of batch) {
    response.writeHead(200, { 'content-length': '2' })
    response.end('ok')
  }
}

function receive(request: IncomingMessage, response: ServerResponse): void {
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (chunk: string) => {
    body += chunk
  })
  request.on('end', () => {
    if (!isGenuine(request, body)) {
      response.writeHead(401).end()
      return
    }
    queue.push({ body, response })
    if (queue.length === 1) setImmediate(commit)
  })
}

const server = createServer(receive)
const io = new Server(server, { transports: ['websocket'], serveClient: false, perMessageDeflate: false })
io.on('connection', (socket) => void socket.join(`operator ${Number(socket.handshake.auth.operator)}`))
server.listen(0, '127.0.0.1', () => process.send?.({ kind: 'ready', port: (server.address() as AddressInfo).port }))
process.on('disconnect', () => process.exit(0))
