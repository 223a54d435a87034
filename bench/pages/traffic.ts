import type { ConversationRow } from '#protocol/conversation'
import type { Entry } from '#protocol/message'
import { aConversation } from '#test/support/demo-conversations'
import { demoAccount, demoNow, minutesAgo } from '#test/support/demo-people'
import { aContactMessage, aReply } from '#test/support/entries'

/** Rows of the list, messages a second, and every which message is said in the conversation on the screen. */
const size = { rows: 10_000, perSecond: 200, openedEvery: 20, history: 200 } as const
/** The workspace tells its windows at most once a frame (client/change-feed.ts). */
const tellEveryMs = 16

const words = [
  'Добрый день',
  'подскажите',
  'наличие',
  'доставку',
  'заказ',
  'спасибо',
  'цвет',
  'возврат',
  'адрес',
  'курьер',
]
const names = ['Анна Перова', 'Борис Ткаченко', 'Виктория Уварова', 'Глеб Фёдоров', 'Диана Хасанова', 'Егор Цветков']

const pick = (values: readonly string[], at: number): string => values[at % values.length] ?? ''

/** A text of a usual length, by its number alone. */
const textAt = (at: number): string =>
  Array.from({ length: 4 + (at % 13) }, (_, place) => pick(words, at * 7 + place * 3)).join(' ')

export interface News {
  readonly rows: readonly ConversationRow[]
  readonly entries: readonly Entry[]
}

/** Ten thousand conversations of mine and who writes in them: the same for both pages, by numbers alone. */
export class Traffic {
  readonly rows: ConversationRow[]
  readonly history: readonly Entry[]
  #sent = 0
  #seq: number = size.history

  constructor() {
    this.rows = Array.from({ length: size.rows }, (_, at) =>
      aConversation(`row-${at}`, {
        contactName: `${pick(names, at)} ${at}`,
        text: textAt(at),
        waits: at % 3 === 0 ? 1 + at / 10 : null,
        ago: 1 + at / 10,
        unread: at % 3 === 0 ? 1 : 0,
      }),
    )
    this.history = Array.from({ length: size.history }, (_, at) => this.#entry(at + 1, minutesAgo(size.history - at)))
  }

  /** The conversation on the screen. */
  get opened(): ConversationRow {
    const [first] = this.rows
    if (first === undefined) throw new Error('there are no rows')
    return first
  }

  /** What is said while the page is measured: `tell` hears it as a window would. Gives a function that ends it. */
  start(tell: (news: News) => void): () => void {
    const startedAt = performance.now()
    const before = this.#sent
    const timer = setInterval(() => {
      const due = before + Math.floor(((performance.now() - startedAt) / 1000) * size.perSecond)
      if (due > this.#sent) tell(this.#next(due - this.#sent))
    }, tellEveryMs)
    return () => clearInterval(timer)
  }

  #next(count: number): News {
    const rows = new Map<number, ConversationRow>()
    const entries: Entry[] = []
    for (let left = count; left > 0; left--) {
      this.#sent += 1
      const isOpened = this.#sent % size.openedEvery === 0
      const place = isOpened ? 0 : (this.#sent * 1_327) % size.rows
      if (isOpened) {
        this.#seq += 1
        entries.push(this.#entry(this.#seq, demoNow + this.#sent))
      }
      rows.set(place, this.#say(place))
    }
    return { rows: [...rows.values()], entries }
  }

  /** Contacts write and are answered in turn, so that rows go both ways between those who wait and the rest. */
  #say(place: number): ConversationRow {
    const row = this.rows[place] ?? this.opened
    const isAnswer = row.unansweredSince !== null
    const at = demoNow + this.#sent
    const author = isAnswer
      ? ({ kind: 'operator', operatorId: demoAccount.id } as const)
      : ({ kind: 'contact', name: null } as const)
    const delivery = isAnswer ? ({ status: 'sent', reason: null, detail: null } as const) : null
    const next: ConversationRow = {
      ...row,
      version: row.version + 1,
      seq: row.seq + 1,
      lastActivityAt: at,
      unansweredSince: isAnswer ? null : at,
      isAnswered: isAnswer,
      contactMessages: row.contactMessages + (isAnswer ? 0 : 1),
      lastMessage: { seq: row.seq + 1, at, author, preview: textAt(this.#sent), attachment: null, delivery },
    }
    this.rows[place] = next
    return next
  }

  #entry(seq: number, at: number): Entry {
    const said = { at, text: textAt(seq) }
    return seq % 3 === 0 ? aReply(seq, demoAccount.id, said) : aContactMessage(seq, said)
  }
}
