import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ChannelId } from '#protocol/ids'
import { ChannelHub } from '#test/support/a-channel-hub'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import { aVisitor, refusedVisitor } from '#test/support/a-visitor'
import { eventually } from '#test/support/eventually'
import { VirtualTime } from '#test/support/virtual-time'

class Shop {
  private isDiskFull = false

  private constructor(
    public hub: ChannelHub,
    readonly channel: ChannelId,
    readonly time: VirtualTime,
    private readonly file: string,
  ) {}

  static async open(): Promise<Shop> {
    const time = new VirtualTime()
    const file = join(aTemporaryFolder(), 'hub.db')
    let isFull = () => false
    const hub = await ChannelHub.start({ file, clock: time, timers: time, isDiskFull: () => isFull() })
    const { id } = await hub.connectSite()
    await hub.anOperator()
    const shop = new Shop(hub, id, time, file)
    isFull = () => shop.isDiskFull
    onTestFinished(() => shop.hub.stop())
    return shop
  }

  visitor(traits = {}) {
    return aVisitor(this.hub.url, this.channel, traits)
  }

  refused(traits = {}) {
    return refusedVisitor(this.hub.url, this.channel, traits)
  }

  async conversation() {
    const [one, ...more] = await this.hub.conversations()
    if (one === undefined || more.length > 0) throw new Error('not exactly one conversation')
    return one.id
  }

  async texts() {
    return this.hub.texts(await this.conversation())
  }

  diskFills(): void {
    this.isDiskFull = true
  }

  diskHasRoom(): void {
    this.isDiskFull = false
  }

  async restart(): Promise<void> {
    await this.hub.stop()
    const { time, file } = this
    this.hub = await ChannelHub.start({ file, clock: time, timers: time })
    await this.hub.onDuty()
  }
}

describe('a visitor', () => {
  it('is welcomed with a token, the greeting and who is there, and leaves no trace until he writes', async () => {
    const shop = await Shop.open()
    const visitor = await shop.visitor()
    expect(visitor.welcome).toMatchObject({
      site: { companyName: 'Север Дом', greeting: 'Здравствуйте! Чем помочь?', look: { side: 'right' } },
      company: { isAnybodyOnline: true, team: ['Анна Лебедева'] },
      gap: { lines: [], isReset: false, hasOlder: false, readByCompany: 0, readByVisitor: 0 },
    })
    expect(await shop.hub.conversations()).toEqual([])
  })

  it('writes: the answer carries the stored line, and the page he came from opens the conversation', async () => {
    const shop = await Shop.open()
    const visitor = await shop.visitor({ referrer: 'https://search.example/?q=fjord' })
    expect(await visitor.say('Добрый день')).toMatchObject({ ok: true, line: { from: 'visitor', text: 'Добрый день' } })
    expect(await shop.texts()).toEqual(['Добрый день'])
    const opened = await shop.hub.open.reader.get<{ extra: string }>(
      `select extra from entry where kind = 'system' and seq = 1`,
    )
    expect(JSON.parse(opened?.extra ?? '')).toMatchObject({
      kind: 'opened',
      source: 'https://shop.example/fjord ← https://search.example/?q=fjord',
    })
  })

  it('sends again what he does not know to have arrived: it is there once, with the same line', async () => {
    const shop = await Shop.open()
    const visitor = await shop.visitor()
    const id = crypto.randomUUID()
    const [first, second] = await Promise.all([visitor.say('Один раз', id), visitor.say('Один раз', id.toUpperCase())])
    expect(second).toEqual(first)
    const back = await shop.visitor({ token: visitor.token })
    expect(await back.say('Один раз', id)).toEqual(first)
    expect(await shop.texts()).toEqual(['Один раз'])
  })

  it('has one conversation though his first messages come at once from two tabs', async () => {
    const shop = await Shop.open()
    const one = await shop.visitor()
    const other = await shop.visitor({ token: one.token })
    await Promise.all([one.say('из первой'), other.say('из второй')])
    expect((await shop.texts()).toSorted()).toEqual(['из второй', 'из первой'])
    await eventually(() => one.texts, ['из второй'])
    await eventually(() => other.texts, ['из первой'])
  })

  it('gets the answer in every tab, marks it, and the operator sees how far it has come', async () => {
    const shop = await Shop.open()
    const visitor = await shop.visitor()
    const tab = await shop.visitor({ token: visitor.token })
    await visitor.say('Есть доставка?')
    const seq = await shop.hub.reply(await shop.conversation(), 'Да, завтра')
    await eventually(() => [visitor.texts, tab.texts], [['Да, завтра'], ['Есть доставка?', 'Да, завтра']])
    expect(visitor.lines[0]).toMatchObject({ from: 'company', name: 'Анна Лебедева', seq })
    visitor.socket.emit('received', seq)
    await eventually(() => shop.texts(), ['Есть доставка?', 'Да, завтра (delivered)'])
    visitor.socket.emit('read', seq)
    await eventually(() => shop.texts(), ['Есть доставка?', 'Да, завтра (read)'])
    tab.socket.emit('received', seq)
    expect((await tab.sync(0)).readByVisitor).toBe(seq)
  })

  it('sees that the company has read and is typing, and is seen typing', async () => {
    const shop = await Shop.open()
    const visitor = await shop.visitor()
    const answer = await visitor.say('Ау')
    const conversation = await shop.conversation()
    const seq = answer.ok ? answer.line.seq : 0
    await shop.hub.markRead(conversation, seq)
    await eventually(() => visitor.marks, [seq])
    shop.hub.registry.operatorTyping(conversation, 'Анна Лебедева')
    await eventually(() => visitor.typing, ['Анна Лебедева'])
    visitor.socket.emit('typing')
    visitor.socket.emit('typing')
    await eventually(() => shop.hub.typing, [conversation])
  })

  it('never sees notes, assignments or what could not be sent', async () => {
    const shop = await Shop.open()
    const visitor = await shop.visitor()
    await visitor.say('Вопрос')
    const conversation = await shop.conversation()
    await shop.hub.close(conversation)
    await visitor.say('Ещё вопрос')
    const gap = await visitor.sync(0)
    expect(gap.lines.map(({ text }) => text)).toEqual(['Вопрос', 'Ещё вопрос'])
    const ids = await shop.hub.open.reader.all('select id from conversation')
    expect(ids).toHaveLength(1)
  })

  it('coming back finds what was said meanwhile, by what his page already holds', async () => {
    const shop = await Shop.open()
    const visitor = await shop.visitor()
    const answer = await visitor.say('Подожду')
    visitor.leave()
    await shop.hub.reply(await shop.conversation(), 'Мы здесь')
    await eventually(() => shop.texts(), ['Подожду', 'Мы здесь (sent)'])
    const back = await shop.visitor({ token: visitor.token, after: answer.ok ? answer.line.seq : 0 })
    expect(back.texts).toEqual(['Мы здесь'])
  })

  it('gets the newest lines when there are more than a packet carries, and the older ones page by page', async () => {
    const shop = await Shop.open()
    const visitor = await shop.visitor()
    await visitor.say('0')
    const conversation = await shop.conversation()
    for (let number = 1; number < 120; number++) await shop.hub.reply(conversation, String(number))
    const page = await shop.visitor({ token: visitor.token })
    expect(page.welcome?.gap).toMatchObject({ isReset: true, hasOlder: true })
    const newest = page.welcome?.gap.lines ?? []
    const older = await page.history(newest[0]?.seq ?? 0)
    const oldest = await page.history(older.lines[0]?.seq ?? 0)
    const all = [...oldest.lines, ...older.lines, ...newest].map(({ text }) => text)
    expect(all).toEqual(Array.from({ length: 120 }, (_, number) => String(number)))
    expect([older.hasOlder, oldest.hasOlder]).toEqual([true, false])
  })

  it('finds everything after a restart of the hub', async () => {
    const shop = await Shop.open()
    const visitor = await shop.visitor()
    await visitor.say('До перезапуска')
    await shop.restart()
    const back = await shop.visitor({ token: visitor.token })
    expect(back.texts).toEqual(['До перезапуска'])
    expect(await back.say('После')).toMatchObject({ ok: true })
    expect(await shop.texts()).toEqual(['До перезапуска', 'После'])
  })

  it('hears of the company coming and going once it has settled', async () => {
    const shop = await Shop.open()
    const visitor = await shop.visitor()
    shop.hub.companyIs({ isAnybodyOnline: false, team: [] })
    shop.hub.companyIs({ isAnybodyOnline: true, team: ['Регина Сафина'] })
    await shop.time.advance(1000)
    await eventually(() => visitor.company, [{ isAnybodyOnline: true, team: ['Регина Сафина'] }])
  })
})

describe('a site whose working hours are over', () => {
  it('tells its own visitors, there and to come, and nobody else', async () => {
    const shop = await Shop.open()
    const other = await shop.hub.connectSite({ greeting: 'Другой сайт' })
    const visitors = [await shop.visitor(), await aVisitor(shop.hub.url, other.id)]
    shop.hub.closesFor(other.id)
    await shop.time.advance(1000)
    await eventually(() => visitors.map(({ company }) => company), [[], [{ isAnybodyOnline: false, team: [] }]])
    const later = await aVisitor(shop.hub.url, other.id)
    expect(later.welcome?.company).toEqual({ isAnybodyOnline: false, team: [] })
  })
})

describe('the visitors’ door', () => {
  it.each([
    ['another site', { origin: 'https://evil.example' }, 'ORIGIN'],
    ['the listed host over another scheme', { origin: 'http://shop.example' }, 'ORIGIN'],
    ['a sandboxed page', { origin: 'null' }, 'ORIGIN'],
    ['no page at all', { origin: null }, 'ORIGIN'],
    ['a token that is none', { token: 'v1.nonsense' }, 'UNAUTHENTICATED'],
    ['a handshake with a field too many', { auth: { channel: 'x', isAdmin: true } }, 'BAD_REQUEST'],
    ['a handshake that is no object', { auth: 7 as never }, 'BAD_REQUEST'],
  ])('refuses %s', async (_who, traits, code) => {
    const shop = await Shop.open()
    expect(await shop.refused(traits)).toBe(code)
  })

  it('lets in a page of the hub itself, whatever the list says', async () => {
    const shop = await Shop.open()
    expect((await shop.visitor({ origin: shop.hub.url })).welcome).not.toBeNull()
  })

  it('refuses an unknown channel, and one that was disconnected, whose open pages end', async () => {
    const shop = await Shop.open()
    expect(await refusedVisitor(shop.hub.url, 'nowhere')).toBe('CHANNEL_DISCONNECTED')
    const visitor = await shop.visitor()
    await shop.hub.desk.disconnect(shop.channel, null)
    await eventually(() => visitor.socket.connected, false)
    expect(await shop.refused()).toBe('CHANNEL_DISCONNECTED')
    await shop.hub.desk.reconnect(shop.channel, null)
    expect((await shop.visitor({ token: visitor.token })).token).toBe(visitor.token)
  })

  it('refuses a token that was changed, or belongs to another channel', async () => {
    const shop = await Shop.open()
    const { token } = await shop.visitor()
    const [version, channel, , signature] = token.split('.')
    expect(await shop.refused({ token: [version, channel, 'somebodyelse1234', signature].join('.') })).toBe(
      'UNAUTHENTICATED',
    )
    expect(await shop.refused({ token: `${token.slice(0, -2)}AA` })).toBe('UNAUTHENTICATED')
    const other = await shop.hub.connectSite()
    expect(await refusedVisitor(shop.hub.url, other.id, { token })).toBe('UNAUTHENTICATED')
  })

  it('shows a visitor his own conversation and no other', async () => {
    const shop = await Shop.open()
    const one = await shop.visitor()
    const other = await shop.visitor()
    await one.say('Тайна')
    await shop.hub.reply(await shop.conversation(), 'Никому')
    await eventually(() => one.texts, ['Никому'])
    expect((await other.sync(0)).lines).toEqual([])
    expect((await other.history(1000)).lines).toEqual([])
    other.socket.emit('read', 1000)
    expect(await other.say('Своё')).toMatchObject({ ok: true })
    expect(other.texts).toEqual([])
    expect(await shop.hub.conversations()).toHaveLength(2)
  })
})

describe('a visitor who sends what he should not', () => {
  it.each([
    ['nothing', '', 'TEXT_EMPTY'],
    ['blanks', ' \n\t ', 'TEXT_EMPTY'],
    ['a NUL', 'a\u0000b', 'TEXT_INVALID'],
    ['half a character', 'a\ud800', 'TEXT_INVALID'],
    ['too much', 'я'.repeat(4001), 'TEXT_TOO_LONG'],
    ['far too much', 'я'.repeat(9000), 'BAD_REQUEST'],
  ])('is refused %s with a code, and the line stays', async (_what, text, code) => {
    const shop = await Shop.open()
    const visitor = await shop.visitor()
    expect(await visitor.say(text)).toEqual({ ok: false, code, retryAfterMs: null })
    expect(await visitor.say('Нормально')).toMatchObject({ ok: true })
  })

  it('is refused packets of the wrong shape, and after many of them the line', async () => {
    const shop = await Shop.open()
    const visitor = await shop.visitor()
    const { socket } = visitor
    const raw: { emit(name: string, ...values: unknown[]): void } = socket
    for (const packet of [null, 7, [], { id: 'x' }, { __proto__: null, text: 1 }]) raw.emit('message', packet)
    raw.emit('read', 'far')
    raw.emit('sync', -1, 'no function')
    raw.emit('unheard-of', { a: 1 })
    expect(await visitor.say('Ещё здесь')).toMatchObject({ ok: true })
    for (let number = 0; number < 60; number++) raw.emit('read', { much: number })
    await eventually(() => socket.connected, false)
  })

  it('is slowed down and told for how long, and nothing of his is lost by asking again', async () => {
    const shop = await Shop.open()
    const visitor = await shop.visitor()
    const answers = []
    for (let number = 0; number < 12; number++) answers.push(await visitor.say(String(number)))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(10)
    expect(answers[10]).toEqual({ ok: false, code: 'RATE_LIMITED', retryAfterMs: 1000 })
    await shop.time.advance(1000)
    expect(await visitor.say('10')).toMatchObject({ ok: true })
  })

  it('is told to come again while the store is full, and nothing is kept meanwhile', async () => {
    const shop = await Shop.open()
    const visitor = await shop.visitor()
    shop.diskFills()
    const id = crypto.randomUUID()
    expect(await visitor.say('Диск', id)).toMatchObject({ ok: false, code: 'STORE_UNAVAILABLE', retryAfterMs: 5000 })
    shop.diskHasRoom()
    expect(await visitor.say('Диск', id)).toMatchObject({ ok: true })
    expect(await shop.texts()).toEqual(['Диск'])
  })
})
