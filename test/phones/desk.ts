import { existsSync, readFileSync } from 'node:fs'
import { extname, join, normalize } from 'node:path'
import { z } from 'zod'
import { Messenger } from '#protocol/channel'
import type { FakeMessengers } from '../support/fake-messengers/fake-messengers'
import { type FakeMessenger, type FakeReply, type FakeRequest, json } from '../support/fake-messengers/http'
import { PhoneAct, PhoneDelivery, PhoneFault, PhonePerson, type PhoneSide } from '../support/fake-messengers/phone'

/** What the page asks; each is one call. */
const Order = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('act'), messenger: Messenger, person: PhonePerson, act: PhoneAct }),
  z.object({
    kind: z.literal('break'),
    messenger: Messenger,
    fault: PhoneFault,
    times: z.number().int().min(1).max(100),
  }),
  z.object({ kind: z.literal('mend'), messenger: Messenger }),
  z.object({ kind: z.literal('deliver'), messenger: Messenger, how: PhoneDelivery }),
])
export type Order = z.infer<typeof Order>

const types: Readonly<Record<string, string>> = {
  ...{ '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' },
  '.svg': 'image/svg+xml',
}

/** The page with the phones: its files, what it shows, what is done on it. */
export class PhonesDesk implements FakeMessenger {
  readonly prefix = 'phones'
  readonly #fakes: FakeMessengers
  readonly #phones: ReadonlyMap<Messenger, PhoneSide>
  readonly #people: readonly PhonePerson[]
  readonly #pages: string

  constructor(
    fakes: FakeMessengers,
    phones: ReadonlyMap<Messenger, PhoneSide>,
    people: readonly PhonePerson[],
    pages: string,
  ) {
    this.#fakes = fakes
    this.#phones = phones
    this.#people = people
    this.#pages = pages
  }

  async handle(request: FakeRequest): Promise<FakeReply> {
    const { method, path, query } = request
    if (path === '/state') return json(200, this.#state(query))
    if (path === '/file') return this.#file(query)
    if (path === '/do' && method === 'POST') return this.#do(request)
    return this.#page(path)
  }

  async close(): Promise<void> {}

  #phone(name: unknown): PhoneSide {
    const phone = this.#phones.get(Messenger.parse(name))
    if (phone === undefined) throw new Error('there is no such messenger here')
    return phone
  }

  #state(query: URLSearchParams) {
    const messenger = Messenger.catch('telegram').parse(query.get('messenger'))
    const person = this.#people.find(({ number }) => String(number) === query.get('person')) ?? this.#people[0]
    const phone = this.#phone(messenger)
    const messengers = [...this.#phones].map(([name, { form, acts }]) => ({ messenger: name, form, acts }))
    return {
      ...{ messengers, people: this.#people, messenger, person },
      chat: person === undefined ? [] : phone.chat(person),
      hasBlocked: person !== undefined && phone.hasBlocked(person),
      calls: this.#fakes.log.calls.filter(({ prefix }) => prefix !== this.prefix).toReversed(),
    }
  }

  async #do({ body }: FakeRequest): Promise<FakeReply> {
    const read = Order.safeParse(JSON.parse(body.toString()))
    if (!read.success) return json(400, { error: z.prettifyError(read.error) })
    const phone = this.#phone(read.data.messenger)
    try {
      await carryOut(phone, read.data)
      return json(200, {})
    } catch (error) {
      return json(409, { error: error instanceof Error ? error.message : String(error) })
    }
  }

  #file(query: URLSearchParams): FakeReply {
    const file = this.#phone(query.get('messenger')).file(query.get('id') ?? '')
    if (file === null) return json(404, { error: 'no such file' })
    const headers = { 'content-type': file.mediaType, 'content-length': file.bytes.length, ...harmless }
    return { kind: 'bytes', write: (response) => void response.writeHead(200, headers).end(file.bytes) }
  }

  #page(path: string): FakeReply {
    const name = normalize(path === '/' ? '/index.html' : path)
    const type = types[extname(name)]
    if (type === undefined || name.includes('..')) return json(404, { error: 'no such page' })
    const file = join(this.#pages, name)
    if (!existsSync(file)) return json(404, { error: 'no such page' })
    const bytes = readFileSync(file)
    return { kind: 'bytes', write: (response) => void response.writeHead(200, { 'content-type': type }).end(bytes) }
  }
}

/** What came from either side runs nowhere. */
const harmless = { 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox" }

function carryOut(phone: PhoneSide, order: Order): Promise<void> | void {
  switch (order.kind) {
    case 'act':
      return phone.act(order.person, order.act)
    case 'break':
      return phone.breaks(order.fault, order.times)
    case 'mend':
      return phone.mends()
    case 'deliver':
      return phone.delivers(order.how)
  }
}
