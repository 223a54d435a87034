import type { ConnectionForm } from '#protocol/connection'
import { aPhoneMessage, ChatBook } from './chat-book'
import {
  bytesOf,
  type PhoneAct,
  type PhoneActKind,
  type PhoneDelivery,
  type PhoneFault,
  type PhoneFile,
  type PhoneMessage,
  type PhonePerson,
  type PhoneSide,
} from './phone'

/** The account at the service. */
interface Account {
  isRevoked: boolean
  readonly faults: { clear(): void }
}

/** Its events on their way to the hub. */
interface News<Event> {
  hold(): void
  release(order: (events: readonly Event[]) => readonly Event[]): void
}

type Shown = Omit<PhoneMessage, 'id'>

/** A file as it is looked at. */
export interface SeenFile {
  readonly bytes: Buffer
  readonly mediaType: string
}

/** What phones of all messengers have in common: the chat on the screen, the files on the phone, and what goes wrong on the way. */
export abstract class FakePhone<Event> implements PhoneSide {
  abstract readonly form: ConnectionForm
  abstract readonly acts: readonly PhoneActKind[]
  protected readonly book = new ChatBook()
  readonly #account: Account
  readonly #news: News<Event>
  readonly #files = new Map<string, PhoneFile>()
  readonly #blocked = new Set<number>()
  #last: Event | null = null

  constructor(account: Account, news: News<Event>) {
    this.#account = account
    this.#news = news
  }

  /** Does it at the service; gives the event that goes to the hub, if one does. Throws for what is not there. */
  protected abstract does(person: PhonePerson, act: PhoneAct): Event | null
  /** What the company has sent him. */
  protected abstract theirs(person: PhonePerson): readonly PhoneMessage[]
  /** A file that the service keeps. */
  protected abstract fileOf(id: string): SeenFile | null
  protected abstract plans(fault: Exclude<PhoneFault, 'tokenExpired'>, times: number): void
  protected abstract tellsAgain(event: Event): void

  async act(person: PhonePerson, act: PhoneAct): Promise<void> {
    this.#last = this.does(person, act) ?? this.#last
    if (act.kind === 'block') this.#blocked.add(person.number)
    if (act.kind === 'unblock') this.#blocked.delete(person.number)
  }

  chat(person: PhonePerson): readonly PhoneMessage[] {
    return this.book.of(person, this.theirs(person))
  }

  hasBlocked(person: PhonePerson): boolean {
    return this.#blocked.has(person.number)
  }

  file(id: string): SeenFile | null {
    const mine = this.#files.get(id)
    return mine === undefined ? this.fileOf(id) : { bytes: bytesOf(mine), mediaType: mine.mediaType }
  }

  breaks(fault: PhoneFault, times: number): void {
    if (fault === 'tokenExpired') this.#account.isRevoked = true
    else this.plans(fault, times)
  }

  mends(): void {
    this.#account.isRevoked = false
    this.#account.faults.clear()
  }

  delivers(how: PhoneDelivery): void {
    if (how === 'hold') this.#news.hold()
    else if (how !== 'again') this.#news.release((held) => (how === 'inOrder' ? held : held.toReversed()))
    else if (this.#last !== null) this.tellsAgain(this.#last)
  }

  /** A message of his own stands on his screen. */
  protected keeps(person: PhonePerson, id: string, told: Partial<Shown>): void {
    this.book.adds(person, aPhoneMessage({ ...told, id }), this.theirs(person))
  }

  /** A file that nobody but the phone keeps; gives its id. */
  protected stores(file: PhoneFile): string {
    const id = `mine-file-${this.#files.size + 1}`
    this.#files.set(id, file)
    return id
  }
}

/** The first word of a name, and what comes behind it. */
export function namesOf({ name }: PhonePerson): readonly [first: string, last: string] {
  const [first = name, ...rest] = name.split(' ')
  return [first, rest.join(' ')]
}
