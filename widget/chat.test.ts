import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aPage, Browser, ChatHub, type Mishap } from '#test/support/a-page'
import { VirtualTime } from '#test/support/virtual-time'

function aDesk() {
  const time = new VirtualTime()
  const browser = new Browser()
  const hub = new ChatHub()
  return { time, browser, hub, page: aPage(browser, hub, time, 'tab-1') }
}

async function anOpenChat() {
  const desk = aDesk()
  desk.page.look(true)
  await desk.time.advance(10)
  return desk
}

describe('the chat', () => {
  it('does not connect a visitor who has never been here until he opens it', async () => {
    const { page, time } = aDesk()
    page.resume()
    await time.advance(1000)
    expect(page.now.connection).toEqual({ kind: 'idle' })
    page.start()
    await time.advance(10)
    expect(page.now).toMatchObject({
      connection: { kind: 'live' },
      site: { companyName: 'Север Дом', greeting: 'Здравствуйте!' },
    })
  })

  it('connects one who has been here at once, and tells how much he has not read', async () => {
    const { browser, hub, time, page } = await anOpenChat()
    page.look(false)
    hub.says('Вы ещё здесь?')
    const next = aPage(browser, hub, time, 'tab-2')
    next.resume()
    await time.advance(10)
    expect(next.now.unread).toBe(1)
    expect(hub.read).toEqual([])
    expect(hub.received).toContain(1)
  })

  it('shows a message at once as leaving, and as stored when the hub says so', async () => {
    const { page, time, hub } = await anOpenChat()
    expect(page.send('  Есть ли \u0000доставка? ')).toBe(true)
    expect(page.now.unsent.map(({ text, failed }) => [text, failed])).toEqual([['  Есть ли доставка?', null]])
    await time.advance(10)
    expect(page.now.unsent).toEqual([])
    expect(page.now.held.lines).toEqual(hub.lines)
  })

  it('sends nothing when there is nothing to send', async () => {
    const { page } = await anOpenChat()
    expect([page.send(''), page.send(' \n ')]).toEqual([false, false])
  })

  it('sends what was written without a line when there is one again, in order', async () => {
    const { page, time, hub } = await anOpenChat()
    hub.goesDown()
    for (const text of ['раз', 'два', 'три']) page.send(text)
    await time.advance(60_000)
    expect(page.now.connection).toEqual({ kind: 'lost' })
    expect(page.now.unsent.map(({ text }) => text)).toEqual(['раз', 'два', 'три'])
    hub.isUp = true
    await time.advance(60_000)
    expect(hub.lines.map(({ text }) => text)).toEqual(['раз', 'два', 'три'])
    expect(page.now.unsent).toEqual([])
  })

  it('waits as long as the hub asks and then sends the same message', async () => {
    const { page, time, hub } = await anOpenChat()
    hub.mishap = 'refusedForNow'
    page.send('быстро')
    page.send('ещё быстрее')
    await time.advance(900)
    expect(hub.lines).toEqual([])
    await time.advance(200)
    expect(hub.lines.map(({ text }) => text)).toEqual(['быстро', 'ещё быстрее'])
  })

  it('keeps what the hub refuses for good, goes on with the next, and sends it anew when asked', async () => {
    const { page, time, hub } = await anOpenChat()
    hub.mishap = 'refused'
    page.send('плохо')
    page.send('хорошо')
    await time.advance(100)
    const [failed, ...rest] = page.now.unsent
    expect([failed?.failed, rest]).toEqual(['TEXT_INVALID', []])
    page.retry(failed?.id ?? '')
    await time.advance(100)
    expect(hub.lines.map(({ text }) => text)).toEqual(['хорошо', 'плохо'])
    expect(page.now.unsent).toEqual([])
  })

  it('forgets a refused message when told to', async () => {
    const { page, time, hub } = await anOpenChat()
    hub.mishap = 'refused'
    page.send('плохо')
    await time.advance(100)
    page.drop(page.now.unsent[0]?.id ?? '')
    expect(page.now.unsent).toEqual([])
    await time.advance(10_000)
    expect(hub.lines).toEqual([])
  })

  it('has read what comes while it is looked at, and only received it otherwise', async () => {
    const { page, hub, time } = await anOpenChat()
    hub.says('раз')
    page.look(false)
    hub.says('два')
    expect([hub.read, hub.received, page.now.unread]).toEqual([[1], [2], 1])
    page.look(true)
    await time.advance(10)
    expect([hub.read, page.now.unread]).toEqual([[1, 2], 0])
  })

  it('shows who is typing until he writes or stops', async () => {
    const { page, hub, time } = await anOpenChat()
    hub.tell((news) => news.typing('Анна'))
    expect(page.now.typing).toBe('Анна')
    hub.says('Вот')
    expect(page.now.typing).toBeNull()
    hub.tell((news) => news.typing('Анна'))
    await time.advance(5000)
    expect(page.now.typing).toBeNull()
  })

  it('starts over with the newest lines after a long absence, and fetches the older ones when asked', async () => {
    const { browser, hub, time } = await anOpenChat()
    hub.pageLimit = 3
    for (let number = 1; number <= 7; number++) hub.says(String(number))
    const page = aPage(browser, hub, time, 'tab-2')
    page.resume()
    await time.advance(10)
    const texts = () => page.now.held.lines.map(({ text }) => text).join()
    expect([texts(), page.now.held.hasOlder]).toEqual(['5,6,7', true])
    const older = page.older()
    await time.advance(10)
    await older
    expect([texts(), page.now.held.hasOlder]).toEqual(['2,3,4,5,6,7', true])
  })

  it('makes the line anew when it only looks alive', async () => {
    const { page, hub, time } = await anOpenChat()
    hub.isMute = true
    await time.advance(45_000)
    expect(hub.restarts.length).toBeGreaterThan(0)
    expect(page.now.connection).toEqual({ kind: 'live' })
  })

  it('begins anew with an identity the hub does not know any more, and loses nothing unsent', async () => {
    const { page, hub, time, browser } = await anOpenChat()
    hub.says('старое')
    hub.goesDown()
    page.send('новое')
    hub.lines.splice(0)
    page.refused({ code: 'UNAUTHENTICATED', retryAfterMs: null })
    hub.isUp = true
    await time.advance(15_000)
    expect(browser.keep().get('token')).toBe('token-2')
    expect(page.now.held.lines.map(({ text }) => text)).toEqual(['новое'])
  })

  it('says that the site is not in the list, and does not knock again', async () => {
    const { page, time, hub } = aDesk()
    page.start()
    await time.advance(10)
    hub.goesDown()
    page.refused({ code: 'ORIGIN', retryAfterMs: null })
    await time.advance(300_000)
    expect(page.now.connection).toEqual({ kind: 'refused', code: 'ORIGIN' })
  })
})

describe('a reload', () => {
  it('within a millisecond does not let a new message overtake those written before it', async () => {
    const { page, time, browser, hub } = await anOpenChat()
    page.send('раз')
    page.send('два')
    const reloaded = aPage(browser, hub, time, 'tab-1')
    reloaded.start()
    reloaded.send('три')
    await time.advance(20_000)
    expect(hub.lines.map(({ text }) => text)).toEqual(['раз', 'два', 'три'])
  })
})

describe('two tabs of one browser', () => {
  it('are one visitor, though both are opened for the first time at once', async () => {
    const { time, browser, hub, page } = aDesk()
    const other = aPage(browser, hub, time, 'tab-2')
    page.start()
    other.start()
    await time.advance(100)
    page.send('из первой')
    await time.advance(100)
    expect(browser.keep().get('token')).toBe('token-1')
    expect([page.now.connection.kind, other.now.connection.kind]).toEqual(['live', 'live'])
  })

  it('show the same messages on their way, and send each once', async () => {
    const { page, time, browser, hub } = await anOpenChat()
    const other = aPage(browser, hub, time, 'tab-2')
    other.start()
    await time.advance(10)
    page.send('привет')
    expect(other.now.unsent.map(({ text }) => text)).toEqual(['привет'])
    await time.advance(20_000)
    expect(hub.lines.map(({ text }) => text)).toEqual(['привет'])
  })

  it('pick up what a closed tab has left', async () => {
    const { time, browser, hub, page } = aDesk()
    hub.isUp = false
    page.send('не успел')
    const other = aPage(new Browser(), hub, time, 'unused')
    expect(other.now.unsent).toEqual([])
    hub.isUp = true
    const next = aPage(browser, hub, time, 'tab-2')
    next.resume()
    await time.advance(20_000)
    expect(hub.lines.map(({ text }) => text)).toEqual(['не успел'])
  })
})

const mishaps = fc.constantFrom<Mishap>('none', 'lostOnTheWay', 'answerLost', 'refusedForNow')
const step = fc.oneof(
  fc.record({ kind: fc.constant('write' as const), tab: fc.nat(1) }),
  fc.record({ kind: fc.constant('mishap' as const), mishap: mishaps }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 12_000 }) }),
  fc.record({ kind: fc.constant('reload' as const), tab: fc.nat(1) }),
  fc.record({ kind: fc.constant('company' as const) }),
  fc.record({ kind: fc.constant('break' as const) }),
)

describe('whatever the way to the hub does', () => {
  it('every message arrives once, those of a tab in their order, and the pages show what the hub has', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const time = new VirtualTime()
        const browser = new Browser()
        const hub = new ChatHub()
        const open = (tab: number) => {
          const page = aPage(browser, hub, time, `tab-${tab}`)
          page.start()
          return page
        }
        const tabs = [open(0), open(1)]
        const written: string[][] = [[], []]
        for (const one of steps) {
          if (one.kind === 'write') {
            const text = `${one.tab}:${written[one.tab]?.length}`
            written[one.tab]?.push(text)
            tabs[one.tab]?.send(text)
          } else if (one.kind === 'mishap') hub.mishap = one.mishap
          else if (one.kind === 'wait') await time.advance(one.ms)
          else if (one.kind === 'reload') tabs[one.tab] = open(one.tab)
          else if (one.kind === 'company') hub.says('ответ')
          else hub.cut()
        }
        for (const tab of [0, 1]) tabs[tab] = open(tab)
        await time.advance(120_000)
        const mine = hub.lines.filter(({ from }) => from === 'visitor').map(({ text }) => text)
        for (const tab of [0, 1]) expect(mine.filter((text) => text.startsWith(`${tab}:`))).toEqual(written[tab])
        for (const { now } of tabs) expect([now.unsent, now.held.lines]).toEqual([[], hub.lines])
      }),
      { numRuns: 60 },
    )
  }, 60_000)
})

describe('a long history', () => {
  it('of ten thousand messages is held in part, and the rest is one look away', async () => {
    const { hub, time, page } = await anOpenChat()
    for (let count = 0; count < 10_000; count++) hub.says(`ответ ${count}`)
    page.atEnd()
    const held = page.now.held.lines
    expect([held.length <= 400, held.at(-1)?.text, page.now.held.hasOlder]).toEqual([true, 'ответ 9999', true])
    void page.older()
    await time.advance(10)
    expect(page.now.held.lines[0]?.text).toBe(`ответ ${10_000 - held.length - 50}`)
  })
})
