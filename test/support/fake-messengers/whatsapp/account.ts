import { type FakeTemplateStatus, FakeTemplates } from './templates'
import { type Callback, FakeWebhook } from './webhook'

export interface AccountProfile {
  readonly accountId: string
  readonly token: string
  readonly appSecret: string
}

/** A business account with the company's app and its token: what its numbers share. */
export class FakeAccount {
  readonly profile: AccountProfile
  readonly templates = new FakeTemplates()
  /** What the account itself is told. It leads to the app's own callback, wherever messages are led. */
  readonly webhook: FakeWebhook
  isRevoked = false
  /** The token may not ask whose app it is of. */
  hidesApp = false
  /** Whether the app listens to the account. */
  isSubscribed = false
  /** The callback of the app, as its page at Meta says. */
  appCallback: Callback | null = null
  #override: Callback | null = null
  readonly #moved = new Set<() => void>()

  constructor(profile: AccountProfile) {
    this.profile = profile
    const { accountId: id, appSecret } = profile
    this.webhook = new FakeWebhook(
      () => ({ id, appSecret, metadata: null }),
      () => (this.isSubscribed ? this.appCallback : null),
    )
  }

  /** Where messages of those numbers go that have no callback of their own. */
  get override(): Callback | null {
    return this.#override
  }

  set override(callback: Callback | null) {
    this.#override = callback
    this.changed()
  }

  /** The person who looks after the app has typed this into its page at Meta. */
  appLeadsTo(callback: Callback): void {
    this.appCallback = callback
    this.changed()
  }

  /** Where messages without a callback of their number go; null = they wait. */
  get callback(): Callback | null {
    return this.isSubscribed ? (this.#override ?? this.appCallback) : null
  }

  onMoved(listener: () => void): void {
    this.#moved.add(listener)
  }

  changed(): void {
    for (const tell of this.#moved) tell()
  }

  reviews(templateId: string, status: FakeTemplateStatus, reason: string): void {
    const { name, language } = this.templates.review(templateId, status, reason)
    const item = {
      ...{ event: status, message_template_id: templateId, message_template_name: name },
      ...{ message_template_language: language, reason },
    }
    if (this.webhook.callback !== null)
      this.webhook.add({ field: 'message_template_status_update', list: null, item, contact: null })
  }
}
