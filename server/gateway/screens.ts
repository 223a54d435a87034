import type { Notice } from '#protocol/events'
import type { ConversationId, OperatorId } from '#protocol/ids'
import type { Device } from './devices'
import type { Broadcast } from './feed'
import type { GatewayClock, ReadStore } from './ports'
import { partsOf, rooms } from './sight'

/** A contact on the company's pages. */
export type Visit = Pick<Extract<Notice, { kind: 'visit' }>, 'page' | 'since' | 'leftAt'>

const typingForMs = 6_000

/** The ephemeral: who has a conversation open, and who is typing in it. Nothing of it is stored or resumed. */
export class Screens {
  readonly #broadcast: Broadcast
  readonly #store: ReadStore
  readonly #clock: GatewayClock
  readonly #openers = new Map<ConversationId, Set<Device>>()

  readonly #visitOf: (id: ConversationId) => Promise<Visit | null>

  constructor(
    broadcast: Broadcast,
    store: ReadStore,
    clock: GatewayClock,
    visitOf: (id: ConversationId) => Promise<Visit | null>,
  ) {
    this.#broadcast = broadcast
    this.#store = store
    this.#clock = clock
    this.#visitOf = visitOf
  }

  opened(device: Device, id: ConversationId): void {
    device.opened.add(id)
    const openers = this.#openers.get(id) ?? new Set()
    this.#openers.set(id, openers.add(device))
    this.#tellViewers(id)
    void this.#visitOf(id).then(
      (visit) => (visit === null ? undefined : this.visiting(id, visit)),
      () => undefined,
    )
  }

  left(device: Device, id: ConversationId): void {
    if (!device.opened.delete(id)) return
    const openers = this.#openers.get(id)
    openers?.delete(device)
    if (openers?.size === 0) this.#openers.delete(id)
    this.#tellViewers(id)
  }

  gone(device: Device): void {
    for (const id of device.opened) this.left(device, id)
  }

  /** Only where the conversation is open on the device: that it may be seen was checked then. */
  async typing(device: Device, id: ConversationId): Promise<boolean> {
    if (!device.opened.has(id)) return false
    await this.#typing(id, device.operatorId)
    return true
  }

  /** The contact is typing: told to everybody near. */
  contactTyping(id: ConversationId): Promise<void> {
    return this.#typing(id, 'contact')
  }

  /** Where the contact is on the company's pages: told to who looks at his conversation. */
  visiting(id: ConversationId, { page, since, leftAt }: Visit): void {
    this.#broadcast.notice([rooms.opened(id)], { kind: 'visit', conversationId: id, page, since, leftAt })
  }

  async #typing(id: ConversationId, who: OperatorId | 'contact'): Promise<void> {
    const row = await this.#store.snapshot((reads) => reads.row(id))
    if (row === undefined) return
    const to = [rooms.opened(id), ...partsOf(row).map(rooms.operator)]
    const notice: Notice = { kind: 'typing', conversationId: id, who, until: this.#clock.now() + typingForMs }
    this.#broadcast.notice(to, notice)
  }

  #tellViewers(id: ConversationId): void {
    const operators = [...new Set([...(this.#openers.get(id) ?? [])].map((device) => device.operatorId))]
    this.#broadcast.notice([rooms.opened(id)], { kind: 'viewing', conversationId: id, operators })
  }
}
