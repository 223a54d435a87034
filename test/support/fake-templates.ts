import type { TemplateForm } from '#protocol/templates'
import type { ChannelTemplates } from '#server/channels/channel'
import type { RemoteTemplate } from '#server/conversations/templates'

/** A messenger's side of templates in memory. A call waits, with what it found, until it is let go. */
export class FakeTemplates implements ChannelTemplates {
  all: RemoteTemplate[] = []
  unread: readonly string[] | null = []
  readonly asked: string[] = []
  #gate: Promise<void> | null = null
  readonly #heard: (() => void)[] = []

  /** Holds the calls from now on; gives what lets them go. */
  hold(): () => void {
    let open = () => {}
    this.#gate = new Promise<void>((resolve) => {
      open = resolve
    })
    return () => {
      this.#gate = null
      open()
    }
  }

  /** Resolves once this has been asked. */
  async reached(what: string): Promise<void> {
    while (!this.asked.includes(what)) await new Promise<void>((resolve) => void this.#heard.push(resolve))
  }

  async list() {
    const { unread } = this
    return await this.#answer('list', { templates: [...this.all], unread })
  }

  async create(form: TemplateForm) {
    const made = { ...form, externalId: `remote-${this.all.length + 1}`, status: 'pending', reason: null } as const
    this.all.push(made)
    return await this.#answer('create', { externalId: made.externalId, status: made.status, category: made.category })
  }

  async edit(externalId: string, form: TemplateForm): Promise<void> {
    this.all = this.all.map((one) => (one.externalId === externalId ? { ...one, ...form, status: 'pending' } : one))
    await this.#answer('edit', null)
  }

  async remove(_name: string, externalId: string): Promise<void> {
    this.all = this.all.filter((one) => one.externalId !== externalId)
    await this.#answer('remove', null)
  }

  async #answer<Value>(what: string, value: Value): Promise<Value> {
    this.asked.push(what)
    for (const tell of this.#heard.splice(0)) tell()
    await this.#gate
    return value
  }
}
