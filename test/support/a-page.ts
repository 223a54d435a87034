import type { VisitorAnswer, VisitorGap, VisitorLine } from '#protocol/visitor'
import { Chat } from '../../widget/chat'
import { plainSite } from '../../widget/plain-site'
import type { HubNews, OpenTransport, Transport } from '../../widget/transport'
import type { Keep, World } from '../../widget/world'
import type { VirtualTime } from './virtual-time'

const bare = { picture: null, attachments: [], buttons: [], pressed: null, isEdited: false, isGone: false }

/** The browser's storage as the tabs of one browser share it. */
export class Browser {
  private readonly stored = new Map<string, string>()
  private readonly tabs = new Set<() => void>()
  private count = 0

  keep(): Keep {
    const tell = (own: () => void) => {
      for (const changed of this.tabs) if (changed !== own) changed()
    }
    let own = () => {}
    return {
      get: (key) => this.stored.get(key) ?? null,
      set: (key, value) => {
        this.stored.set(key, value)
        tell(own)
      },
      remove: (key) => {
        if (this.stored.delete(key)) tell(own)
      },
      keys: () => [...this.stored.keys()],
      onChange: (listener) => {
        own = listener
        this.tabs.add(listener)
      },
    }
  }

  id(): string {
    this.count += 1
    return `00000000-0000-4000-8000-${String(this.count).padStart(12, '0')}`
  }
}

/** How the way to the hub behaves at the next message. */
export type Mishap = 'none' | 'lostOnTheWay' | 'answerLost' | 'refusedForNow' | 'refused'

/** The hub as a visitor's pages see it: takes a message once by its id, gives each the next `seq`. */
export class ChatHub {
  readonly lines: VisitorLine[] = []
  readonly received: number[] = []
  readonly read: number[] = []
  readonly restarts: string[] = []
  isUp = true
  isMute = false
  mishap: Mishap = 'none'
  pageLimit = 50
  private issued = 0
  private readonly pages = new Map<Transport, HubNews>()
  private readonly reconnects = new Map<Transport, () => void>()

  says(text: string, name = 'Анна Лебедева'): VisitorLine {
    const line: VisitorLine = {
      ...{ seq: this.lines.length + 1, at: 1, from: 'company', id: null, name, text, ...bare },
    }
    this.lines.push(line)
    for (const news of this.pages.values()) news.line(line)
    return line
  }

  tell(act: (news: HubNews) => void): void {
    for (const news of this.pages.values()) act(news)
  }

  /** Every line breaks; the pages come back by themselves once the hub is up. */
  cut(): void {
    const lost = [...this.pages]
    this.pages.clear()
    for (const [transport, news] of lost) {
      news.lost()
      this.reconnects.get(transport)?.()
    }
  }

  goesDown(): void {
    this.isUp = false
    this.cut()
  }

  gap(after: number): VisitorGap {
    const missing = this.lines.filter(({ seq }) => seq > after)
    const isReset = missing.length > this.pageLimit
    const lines = missing.slice(-this.pageLimit)
    return { lines, isReset, hasOlder: isReset, readByCompany: 0, readByVisitor: Math.max(0, ...this.read) }
  }

  take(id: string, text: string): VisitorAnswer {
    const known = this.lines.find((line) => line.id === id)
    if (known !== undefined) return { ok: true, line: known }
    const line: VisitorLine = {
      ...{ seq: this.lines.length + 1, at: 1, from: 'visitor', id, name: null, text, ...bare },
    }
    this.lines.push(line)
    return { ok: true, line }
  }

  /** A page's way to this hub; `time` makes everything take a moment. */
  transport(time: VirtualTime): OpenTransport {
    return (news, greeting) => {
      const later = <Value>(value: Value, ms = 1): Promise<Value> =>
        new Promise((resolve) => void time.after(ms, () => resolve(value)))
      const connect = () =>
        void time.after(1, () => {
          if (!this.isUp) return void time.after(1000, connect)
          this.pages.set(transport, news)
          const { token, after } = greeting()
          this.issued += token === null ? 1 : 0
          news.welcome({
            ...{
              token: token ?? `token-${this.issued}`,
              site: { ...plainSite, companyName: 'Север Дом', greeting: 'Здравствуйте!' },
            },
            ...{ rating: null, customer: 'none', isOther: false },
            company: { isAnybodyOnline: true, team: ['Анна Лебедева'] },
            gap: this.gap(after),
          })
        })
      const transport: Transport = {
        connect,
        restart: () => {
          this.restarts.push('restart')
          this.pages.delete(transport)
          connect()
        },
        message: ({ id, text }) => {
          const mishap = this.mishap
          this.mishap = 'none'
          if (!this.pages.has(transport) || mishap === 'lostOnTheWay') return later(null, 10_000)
          if (mishap === 'refusedForNow') return later({ ok: false, code: 'RATE_LIMITED', retryAfterMs: 1000 })
          if (mishap === 'refused') return later({ ok: false, code: 'TEXT_INVALID', retryAfterMs: null })
          const answer = this.take(id, text)
          // The other tabs hear of it too.
          time.after(1, () => {
            for (const [page, other] of this.pages) if (page !== transport && answer.ok) other.line(answer.line)
          })
          return mishap === 'answerLost' ? later(null, 10_000) : later(answer)
        },
        sync: (after) => (this.isMute ? later(null, 10_000) : later(this.gap(after))),
        history: (before) => {
          const older = this.lines.filter(({ seq }) => seq < before)
          return later({ lines: older.slice(-this.pageLimit), hasOlder: older.length > this.pageLimit })
        },
        press: () => later({ ok: true }),
        rate: () => later({ ok: true }),
        page: () => {},
        typing: () => {},
        received: (upTo) => void this.received.push(upTo),
        read: (upTo) => void this.read.push(upTo),
      }
      this.reconnects.set(transport, connect)
      return transport
    }
  }
}

/** A tab of the browser with the chat in it. */
export function aPage(browser: Browser, hub: ChatHub, time: VirtualTime, tab: string): Chat {
  const world: World = {
    now: () => time.now(),
    after: (ms, work) => time.after(ms, work),
    uuid: () => browser.id(),
    random: () => 0.5,
    keep: browser.keep(),
    tab,
  }
  return new Chat(world, hub.transport(time))
}
