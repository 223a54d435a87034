import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { plainWebForm } from '#protocol/connection'
import { AttachmentId, type ChannelId, type ConversationId } from '#protocol/ids'
import { SystemEvent } from '#protocol/message'
import { systemRandom } from '#server/platform'
import { ChannelHub } from '#test/support/a-channel-hub'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import { aVisitor, type Visitor } from '#test/support/a-visitor'
import { eventually } from '#test/support/eventually'
import { VirtualTime } from '#test/support/virtual-time'

/** A site with an operator on duty, and what stands in its only conversation. */
class Shop {
  private constructor(
    readonly hub: ChannelHub,
    readonly channel: ChannelId,
    readonly time: VirtualTime,
  ) {}

  static async open(site: Partial<(typeof plainWebForm)['site']> = {}): Promise<Shop> {
    const time = new VirtualTime()
    const hub = await ChannelHub.start({ file: join(aTemporaryFolder(), 'hub.db'), clock: time, timers: time })
    onTestFinished(() => hub.stop())
    const { id } = await hub.connectSite({ site: { ...plainWebForm.site, ...site } })
    await hub.anOperator()
    return new Shop(hub, id, time)
  }

  visitor(traits = {}): Promise<Visitor> {
    return aVisitor(this.hub.url, this.channel, traits)
  }

  async conversation(): Promise<ConversationId> {
    const [one] = await this.hub.conversations()
    if (one === undefined) throw new Error('nobody has written')
    return one.id
  }

  /** What was noted in the stream, besides messages. */
  async events(): Promise<readonly SystemEvent[]> {
    const rows = await this.hub.open.reader.all<{ extra: string }>(
      `select extra from entry where kind = 'system' order by seq`,
    )
    return rows.map(({ extra }) => SystemEvent.parse(JSON.parse(extra)))
  }

  async contact() {
    return this.hub.open.reader.get<{ name: string; phone: string | null; email: string | null }>(
      'select name, phone, email from contact',
    )
  }

  /** A stored upload of this visitor, as the file door leaves it. */
  async upload(visitorId: string): Promise<AttachmentId> {
    const id = AttachmentId.parse(systemRandom.id())
    await this.hub.open.writer.write((transaction) =>
      transaction.run(
        `insert into attachment (id, kind, name, media_type, size, state, hash, owner_kind, owner_id, channel_id, created_at)
          values ($1, 'file', 'чек.pdf', 'application/pdf', 5, 'stored', 'hash', 'visitor', $2, $3, 0)`,
        [id, visitorId, this.channel],
      ),
    )
    return id
  }

  async chat(): Promise<string> {
    const [one] = await this.hub.conversations()
    return one?.externalChat ?? ''
  }
}

const uuid = () => systemRandom.uuid()
const ask = (visitor: Visitor, name: 'message' | 'press' | 'rate', said: object) =>
  visitor.socket.timeout(5000).emitWithAck(name, { id: uuid(), ...said })

describe('files of a visitor', () => {
  it('go with a message once, though it is sent again', async () => {
    const shop = await Shop.open()
    const visitor = await shop.visitor()
    await visitor.say('Сейчас пришлю')
    const file = await shop.upload(await shop.chat())
    const message = { id: uuid(), text: '', attachments: [file] }
    const first = await ask(visitor, 'message', message)
    expect(first).toMatchObject({ ok: true, line: { text: '', attachments: [{ id: file, name: 'чек.pdf' }] } })
    expect(await ask(visitor, 'message', message)).toEqual(first)
    expect(visitor.texts).toEqual([])
  })

  it('are his own: those of another visitor, or none, are not taken', async () => {
    const shop = await Shop.open()
    const visitor = await shop.visitor()
    const foreign = await shop.upload('somebody-else')
    for (const file of [foreign, AttachmentId.parse('nothing-like-it')])
      expect(await ask(visitor, 'message', { text: 'Вот', attachments: [file] })).toMatchObject({
        code: 'FILE_NOT_RECEIVED',
      })
    expect(await shop.hub.conversations()).toEqual([])
  })
})

describe('the mark of a visitor', () => {
  async function aClosedInquiry() {
    const shop = await Shop.open({ asksRating: true })
    const visitor = await shop.visitor()
    const ratings: unknown[] = []
    visitor.socket.on('rating', (rating) => void ratings.push(rating))
    await visitor.say('Вопрос')
    await shop.hub.reply(await shop.conversation(), 'Ответ')
    await shop.hub.close(await shop.conversation())
    return { shop, visitor, ratings }
  }

  it('is asked for when an answered inquiry is closed, in every tab and on his next visit', async () => {
    const { shop, visitor, ratings } = await aClosedInquiry()
    const asked = { inquiry: 1, name: 'Анна Лебедева', score: null, hasComment: false }
    await eventually(() => ratings, [asked])
    expect((await shop.visitor({ token: visitor.token })).welcome?.rating).toEqual(asked)
  })

  it('stands in the stream with who answered, and opens nothing', async () => {
    const { shop, visitor, ratings } = await aClosedInquiry()
    await eventually(() => ratings.length, 1)
    expect(await ask(visitor, 'rate', { inquiry: 1, score: 5, comment: ' Быстро ' })).toEqual({ ok: true })
    expect((await shop.events()).at(-1)).toMatchObject({
      ...{ kind: 'rated', inquiry: 1, score: 5, comment: 'Быстро', operatorId: 'anna' },
    })
    await eventually(() => ratings.at(-1), { inquiry: 1, name: 'Анна Лебедева', score: 5, hasComment: true })
    const row = await shop.hub.open.reader.get('select is_open, score from inquiry')
    expect(row).toEqual({ is_open: 0, score: 5 })
  })

  it('comes too late after a week, for another inquiry, and where it was not asked', async () => {
    const { shop, visitor } = await aClosedInquiry()
    await ask(visitor, 'rate', { inquiry: 7, score: 1, comment: '' })
    await shop.hub.open.writer.write((transaction) =>
      transaction.run('update inquiry set closed_at = closed_at - $1', [8 * 86_400_000]),
    )
    const late = await shop.visitor({ token: visitor.token })
    expect(late.welcome?.rating).toBeNull()
    await ask(late, 'rate', { inquiry: 1, score: 1, comment: '' })
    expect((await shop.events()).map(({ kind }) => kind)).not.toContain('rated')
    const quiet = await Shop.open()
    const other = await quiet.visitor()
    await other.say('Вопрос')
    await quiet.hub.reply(await quiet.conversation(), 'Ответ')
    await quiet.hub.close(await quiet.conversation())
    expect((await quiet.visitor({ token: other.token })).welcome?.rating).toBeNull()
  })

  it.each([
    ['beyond the scale', { inquiry: 1, score: 6, comment: '' }],
    ['with half a mark', { inquiry: 1, score: 2.5, comment: '' }],
    ['without a mark', { inquiry: 1, comment: '' }],
  ])('is refused %s', async (_what, said) => {
    const { visitor } = await aClosedInquiry()
    expect(await ask(visitor, 'rate', said)).toMatchObject({ ok: false, code: 'BAD_REQUEST' })
  })
})

describe('buttons of a message', () => {
  async function aQuestion() {
    const shop = await Shop.open()
    const visitor = await shop.visitor()
    await visitor.say('Где заказ?')
    const seq = await shop.hub.reply(await shop.conversation(), 'Какой?')
    const extra = JSON.stringify({ buttons: [[{ id: 'one', label: 'Первый', url: null }]] })
    await shop.hub.open.writer.write((transaction) =>
      transaction.run('update entry set extra = $1 where seq = $2', [extra, seq]),
    )
    return { shop, visitor, seq }
  }

  it('are pressed: the stream tells it, and every tab shows which', async () => {
    const { shop, visitor, seq } = await aQuestion()
    expect(await ask(visitor, 'press', { seq, buttonId: 'one' })).toEqual({ ok: true })
    expect((await shop.events()).at(-1)).toEqual({ kind: 'buttonPressed', label: 'Первый', messageSeq: seq })
    await eventually(() => visitor.lines.at(-1)?.pressed, 'Первый')
    const back = await shop.visitor({ token: visitor.token })
    expect(back.lines.find((line) => line.seq === seq)).toMatchObject({ pressed: 'Первый' })
  })

  it('that are not there cannot be', async () => {
    const { visitor, seq } = await aQuestion()
    for (const press of [
      { seq, buttonId: 'two' },
      { seq: seq + 50, buttonId: 'one' },
    ])
      expect(await ask(visitor, 'press', press)).toMatchObject({ ok: false, code: 'NOT_FOUND' })
  })
})

describe('a visitor who tries buttons at random', () => {
  it('is slowed down before anything is looked up', async () => {
    const shop = await Shop.open()
    const visitor = await shop.visitor()
    const presses = Array.from({ length: 40 }, (_, seq) => ask(visitor, 'press', { seq: seq + 1, buttonId: 'one' }))
    const codes = (await Promise.all(presses)).map(({ code }) => code)
    expect(codes.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'NOT_FOUND'))
    expect(codes.slice(15)).toEqual(Array.from({ length: 25 }, () => 'RATE_LIMITED'))
  })
})

describe('who a visitor is', () => {
  const about = { name: 'Марина', phone: '+7 900 123-45-67', email: 'm@shop.example' }

  it('stands on his contact as he has told it, and never over what is there', async () => {
    const shop = await Shop.open()
    const visitor = await shop.visitor()
    await ask(visitor, 'message', { text: 'Здравствуйте', attachments: [], about })
    expect(await shop.contact()).toEqual(about)
    await ask(visitor, 'message', { text: 'И ещё', attachments: [], about: { ...about, phone: '112', name: 'Пётр' } })
    expect(await shop.contact()).toEqual(about)
    const told = (await shop.events()).filter(({ kind }) => kind === 'introduced')
    expect(told).toEqual([{ kind: 'introduced', ...about, customerId: null }])
  })

  it('is refused when it is no phone and no address', async () => {
    const shop = await Shop.open()
    const visitor = await shop.visitor()
    const wrong = { ...about, phone: 'позвоните' }
    expect(await ask(visitor, 'message', { text: 'Здравствуйте', attachments: [], about: wrong })).toMatchObject({
      code: 'BAD_REQUEST',
    })
  })
})

describe('a customer of the site', () => {
  async function aVouchingShop() {
    const shop = await Shop.open()
    const issued = await shop.hub.desk.issueSecret(shop.channel, null)
    if (!issued.ok) throw new Error(issued.refusal.code)
    const hash = createHmac('sha256', issued.value.secret).update('1042').digest('hex')
    const customer = { externalId: '1042', hash, about: { name: 'Анна', phone: null, email: null } }
    const as = (said: object, token: string | null = null) =>
      shop.visitor({
        auth: { channel: shop.channel, token, after: 0, locale: 'ru', page: '', referrer: '', customer: said },
      })
    return { shop, customer, as }
  }

  it('has one conversation on all his devices', async () => {
    const { shop, customer, as } = await aVouchingShop()
    const laptop = await as(customer)
    expect(laptop.welcome).toMatchObject({ customer: 'verified', isOther: false })
    await laptop.say('С ноутбука')
    const phone = await as(customer)
    expect(phone.texts).toEqual(['С ноутбука'])
    expect((await shop.events()).at(-1)).toMatchObject({ kind: 'introduced', name: 'Анна', customerId: '1042' })
  })

  it('keeps what he said before he signed in, and takes over nothing of who signed in before him', async () => {
    const { customer, as, shop } = await aVouchingShop()
    const guest = await shop.visitor()
    await guest.say('Ещё не вошёл')
    const signedIn = await as(customer, guest.token)
    expect([signedIn.texts, signedIn.welcome?.isOther]).toEqual([['Ещё не вошёл'], false])
    const issued = await shop.hub.desk.issueSecret(shop.channel, null)
    const hash = createHmac('sha256', issued.ok ? issued.value.secret : '')
      .update('2000')
      .digest('hex')
    const next = await as({ ...customer, externalId: '2000', hash }, guest.token)
    expect([next.texts, next.welcome?.isOther]).toEqual([[], true])
  })

  it.each([
    ['with a hash of another', { hash: 'a'.repeat(64) }],
    ['without a hash', { hash: null }],
    ['with a broken hash', { hash: 'мимо' }],
  ])('is only claimed %s: he sees nobody’s words', async (_what, wrong) => {
    const { customer, as } = await aVouchingShop()
    await (await as(customer)).say('Моё')
    const other = await as({ ...customer, ...wrong })
    expect([other.welcome?.customer, other.texts]).toEqual(['claimed', []])
  })

  it('is not vouched for by a secret that was replaced', async () => {
    const { shop, customer, as } = await aVouchingShop()
    await shop.hub.desk.issueSecret(shop.channel, null)
    expect((await as(customer)).welcome?.customer).toBe('claimed')
  })
})

describe('a visit', () => {
  it('is told while it lasts, from page to page, and that it has ended', async () => {
    const shop = await Shop.open()
    const visitor = await shop.visitor({ page: 'https://shop.example/fjord' })
    await visitor.say('Добрый день')
    const id = await shop.conversation()
    expect(await shop.hub.channels.visitOf(id)).toMatchObject({
      page: { url: 'https://shop.example/fjord' },
      leftAt: null,
    })
    visitor.socket.emit('page', { url: 'https://shop.example/cart', title: 'Корзина' })
    await eventually(() => shop.hub.visits.at(-1)?.page, { url: 'https://shop.example/cart', title: 'Корзина' })
    visitor.leave()
    await eventually(async () => {
      await shop.time.advance(31_000)
      return shop.hub.visits.at(-1)?.leftAt !== null
    }, true)
  })

  it('does not end with a reload', async () => {
    const shop = await Shop.open()
    const visitor = await shop.visitor()
    await visitor.say('Добрый день')
    const id = await shop.conversation()
    const since = (await shop.hub.channels.visitOf(id))?.since
    await shop.time.advance(1000)
    const back = await shop.visitor({ token: visitor.token })
    visitor.leave()
    await shop.time.advance(60_000)
    expect(await shop.hub.channels.visitOf(id)).toMatchObject({ since, leftAt: null })
    back.leave()
  })
})

describe('a site that is not in the list', () => {
  it('is turned away, and the channel tells which it was', async () => {
    const shop = await Shop.open()
    await expect(shop.visitor({ origin: 'https://forgotten.example' })).rejects.toThrow('ORIGIN')
    const [details] = await shop.hub.desk.details()
    expect(details?.connection).toMatchObject({ refusedOrigin: { origin: 'https://forgotten.example' } })
  })
})
