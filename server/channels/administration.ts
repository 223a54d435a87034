import { type ChannelDetails, type CheckedAccount, defaultRules, type Receiver } from '#protocol/channel'
import { type ConnectionEdit, ConnectionForm, type SecretField, secretFields } from '#protocol/connection'
import { accepted, type Outcome, refused } from '#protocol/errors'
import { ChannelId } from '#protocol/ids'
import { type ChannelSignature, defaultSignature, signatureProblem } from '#protocol/signature'
import type { CommandKey } from '../conversations/execute-command'
import type { Clock, Random } from '../platform'
import type { ChannelKind, ConnectedAccount } from './channel'
import type { ChannelAct, ChannelRecord, ChannelStore } from './ports'
import type { Registry } from './registry'

export interface AdministrationOptions {
  readonly clock: Clock
  readonly random: Random
  readonly store: ChannelStore
  readonly registry: Registry
  /** Who gets a new channel's inquiries when nobody is named. */
  readonly everybody: Receiver
  readonly isReceiver: (receiver: Receiver) => boolean
  /** The hub's address as it stands in the site's script tag. */
  readonly hubUrl: string
  /** What a typed token stands for; null = a ticket of a login that is over. */
  readonly tokenOf: (typed: string, baseUrl: string | null) => string | null
}

export interface ChannelForm {
  readonly name: string
  readonly receiver: Receiver | null
  readonly form: ConnectionForm
}

export interface ChannelEdit {
  readonly channelId: ChannelId
  readonly version: number
  readonly name: string
  /** Null leaves the account and its settings as they are. */
  readonly form: ConnectionEdit | null
}

export interface ChannelSigning {
  readonly channelId: ChannelId
  readonly version: number
  readonly signature: ChannelSignature
}

const webhookSecretBytes = 24
const identitySecretBytes = 32

const unknownMessenger = () => refused('INVALID', 'this messenger cannot be connected', { field: 'form.messenger' })
const notFound = () => refused('NOT_FOUND', 'no such channel')
const stale = () => refused('CONFLICT', 'somebody else has changed this channel')
const accountOf = ({ account, name, link }: ConnectedAccount): ConnectedAccount => ({ account, name, link })
const loginEnded = () => refused('LOGIN_ENDED', 'the login that gave this token is over', { field: 'form.token' })
const taken = () => refused('BOT_ALREADY_CONNECTED', 'this account is connected as another channel')

/** What administrators do with channels. Rights are checked by who calls; the messenger is asked before anything is saved. */
export class ChannelAdministration {
  private last: Promise<unknown> = Promise.resolve()

  constructor(private readonly options: AdministrationOptions) {}

  get publicUrl(): string | null {
    return this.options.registry.publicUrl
  }

  /** Whose credentials are these? Saves nothing; with a channel named, they must be those of the same account. */
  async check(asked: ConnectionEdit, channelId: ChannelId | null): Promise<Outcome<CheckedAccount>> {
    const kind = this.options.registry.kind(asked.messenger)
    if (kind === undefined) return unknownMessenger()
    const before = channelId === null ? undefined : await this.options.store.get(channelId)
    if (channelId !== null && before === undefined) return notFound()
    const form = this.opened(completed(asked, before?.form ?? null))
    if (!form.ok) return form
    const checked = await checkAccount(kind, form.value, before)
    if (!checked.ok) return checked
    const { picture, notes } = checked.value
    return accepted({ ...accountOf(checked.value), picture, ...(notes !== undefined && { notes }) })
  }

  connect(input: ChannelForm, by: CommandKey | null): Promise<Outcome<ChannelDetails>> {
    return this.inTurn(() => this.connectNow(input, by))
  }

  private async connectNow(input: ChannelForm, by: CommandKey | null): Promise<Outcome<ChannelDetails>> {
    const { registry, store, random, clock, everybody } = this.options
    const kind = registry.kind(input.form.messenger)
    if (kind === undefined) return unknownMessenger()
    const receiver = input.receiver ?? everybody
    if (!this.options.isReceiver(receiver)) return refused('INVALID', 'no such receiver', { field: 'receiver' })
    const form = this.opened(accepted(input.form))
    if (!form.ok) return form
    const checked = await kind.check(form.value)
    if (!checked.ok) return checked
    const record: ChannelRecord = {
      id: ChannelId.parse(random.id()),
      messenger: input.form.messenger,
      name: input.name,
      account: accountOf(checked.value),
      accountKey: checked.value.accountKey,
      isConnected: true,
      version: 1,
      rules: defaultRules(receiver),
      signature: defaultSignature,
      form: form.value,
      webhookSecret: random.bytes(webhookSecretBytes).toString('base64url'),
      pollPosition: null,
      health: { kind: 'green' },
      lastInAt: null,
      lastOutAt: null,
      createdAt: clock.now(),
    }
    const details = this.present(record, kind, 0)
    if ((await store.insert(record, this.act('channel.connected', by, details))) === 'taken') return taken()
    await registry.openChannel(record)
    return accepted(details)
  }

  edit(input: ChannelEdit, by: CommandKey | null): Promise<Outcome<ChannelDetails>> {
    return this.inTurn(() => this.editNow(input, by))
  }

  private async editNow(input: ChannelEdit, by: CommandKey | null): Promise<Outcome<ChannelDetails>> {
    const { registry, store } = this.options
    const before = await store.get(input.channelId)
    const kind = before === undefined ? undefined : registry.kind(before.messenger)
    if (before === undefined || kind === undefined) return notFound()
    if (before.version !== input.version) return stale()
    const form = input.form === null ? null : this.opened(completed(input.form, before.form))
    if (form !== null && !form.ok) return form
    const account = form === null ? null : await checkAccount(kind, form.value, before)
    if (account !== null && !account.ok) return account
    const after: ChannelRecord = {
      ...before,
      name: input.name,
      form: form === null ? before.form : form.value,
      account: account === null ? before.account : accountOf(account.value),
      version: before.version + 1,
    }
    const details = this.present(after, kind, (await store.deadLetters()).get(before.id) ?? 0)
    const stored = await store.update(after, this.act('channel.edited', by, details))
    if (stored !== 'stored') return stored === 'taken' ? taken() : stale()
    if (input.form !== null && before.isConnected) await this.reopen(after)
    return accepted(details)
  }

  /** A new secret for a site to vouch with; the one before it is worth nothing any more. Only this answer holds it, the stored one does not. */
  issueSecret(id: ChannelId, by: CommandKey | null): Promise<Outcome<{ readonly secret: string }>> {
    return this.inTurn(() => this.issueSecretNow(id, by))
  }

  private async issueSecretNow(id: ChannelId, by: CommandKey | null): Promise<Outcome<{ readonly secret: string }>> {
    const { store, random } = this.options
    const before = await store.get(id)
    if (before === undefined) return notFound()
    if (before.form?.messenger !== 'web')
      return refused('INVALID', 'only a site has such a secret', { field: 'channelId' })
    const secret = random.bytes(identitySecretBytes).toString('hex')
    const after = { ...before, form: { ...before.form, identitySecret: secret }, version: before.version + 1 }
    if ((await store.update(after, this.act('channel.edited', by, { secret: null }))) !== 'stored') return stale()
    if (before.isConnected) await this.reopen(after)
    return accepted({ secret })
  }

  sign(input: ChannelSigning, by: CommandKey | null): Promise<Outcome<ChannelDetails>> {
    return this.inTurn(() => this.signNow(input, by))
  }

  private async signNow(input: ChannelSigning, by: CommandKey | null): Promise<Outcome<ChannelDetails>> {
    const { registry, store } = this.options
    const problem = signatureProblem(input.signature)
    if (problem !== null)
      return refused('INVALID', 'the signature cannot be used', { fields: [{ field: 'signature.form', problem }] })
    const before = await store.get(input.channelId)
    const kind = before === undefined ? undefined : registry.kind(before.messenger)
    if (before === undefined || kind === undefined) return notFound()
    if (before.version !== input.version) return stale()
    const after: ChannelRecord = { ...before, signature: input.signature, version: before.version + 1 }
    const details = this.present(after, kind, (await store.deadLetters()).get(before.id) ?? 0)
    return (await store.update(after, this.act('channel.signed', by, details))) === 'stored'
      ? accepted(details)
      : stale()
  }

  /** The account is given back; conversations and history stay. */
  disconnect(id: ChannelId, by: CommandKey | null): Promise<Outcome<Record<never, never>>> {
    return this.inTurn(() => this.disconnectNow(id, by))
  }

  private async disconnectNow(id: ChannelId, by: CommandKey | null): Promise<Outcome<Record<never, never>>> {
    const { registry, store } = this.options
    const before = await store.get(id)
    if (before === undefined) return notFound()
    if (!before.isConnected) return accepted({})
    const after = { ...before, isConnected: false, version: before.version + 1 }
    if ((await store.update(after, this.act('channel.disconnected', by, {}))) !== 'stored') return stale()
    await registry.closeChannel(id, 'disconnected')
    return accepted({})
  }

  reconnect(id: ChannelId, by: CommandKey | null): Promise<Outcome<Record<never, never>>> {
    return this.inTurn(() => this.reconnectNow(id, by))
  }

  private async reconnectNow(id: ChannelId, by: CommandKey | null): Promise<Outcome<Record<never, never>>> {
    const { registry, store } = this.options
    const before = await store.get(id)
    const kind = before === undefined ? undefined : registry.kind(before.messenger)
    if (before === undefined || kind === undefined) return notFound()
    if (before.form === null) return needed('token', 'required')
    const checked = await checkAccount(kind, before.form, before)
    if (!checked.ok) return checked
    const after: ChannelRecord = {
      ...before,
      isConnected: true,
      version: before.version + 1,
      health: { kind: 'green' },
    }
    const stored = await store.update(after, this.act('channel.reconnected', by, {}))
    if (stored !== 'stored') return stored === 'taken' ? taken() : stale()
    await this.reopen(after)
    return accepted({})
  }

  async details(): Promise<readonly ChannelDetails[]> {
    const { store, registry } = this.options
    const [records, dead] = await Promise.all([store.all(), store.deadLetters()])
    return records.flatMap((record) => {
      const kind = registry.kind(record.messenger)
      return kind === undefined ? [] : this.present(record, kind, dead.get(record.id) ?? 0)
    })
  }

  private present(record: ChannelRecord, kind: ChannelKind, deadLetters: number): ChannelDetails {
    const { registry, hubUrl } = this.options
    const live = registry.live(record.id)
    const { id, messenger, name, account, isConnected, version, rules, signature } = record
    return {
      ...{ id, messenger, name, account: account.account, isConnected, version, rules, signature, deadLetters },
      capabilities: kind.capabilities,
      health: live?.state ?? record.health,
      lastInAt: live?.lastInAt ?? record.lastInAt,
      lastOutAt: live?.lastOutAt ?? record.lastOutAt,
      connection: kind.describe(record.form, account, {
        ...{ channelId: id, hubUrl, webhookUrl: registry.webhookUrl(id), webhookSecret: record.webhookSecret },
        accountKey: record.accountKey,
      }),
    }
  }

  /** With the token itself, where a ticket of a login stands for it. */
  private opened(form: Outcome<ConnectionForm>): Outcome<ConnectionForm> {
    if (!form.ok || !('token' in form.value)) return form
    const token = this.options.tokenOf(form.value.token, form.value.baseUrl)
    return token === null ? loginEnded() : accepted({ ...form.value, token })
  }

  private async reopen(record: ChannelRecord): Promise<void> {
    await this.options.registry.closeChannel(record.id, 'stopping')
    await this.options.registry.openChannel(record)
  }

  /** One change at a time, so that what is stored and what is open never differ. */
  private inTurn<Value>(job: () => Promise<Value>): Promise<Value> {
    const mine = this.last.then(job)
    this.last = mine.catch(() => undefined)
    return mine
  }

  private act(action: ChannelAct['action'], by: CommandKey | null, answer: unknown): ChannelAct {
    return { by, action, answer, at: this.options.clock.now() }
  }
}

const placeOf = (baseUrl: string | null) => baseUrl?.replace(/\/+$/, '') ?? null

const needed = (field: SecretField, problem: 'required' | 'neededForAddress') =>
  refused('INVALID', 'the secret has to be entered', { fields: [{ field: `form.${field}`, problem }] })

/**
 * Puts the stored secrets where no new ones were entered. Only to the address they are used at: whoever may change the address must
 * not learn a secret by it.
 */
function completed(asked: ConnectionEdit, stored: ConnectionForm | null): Outcome<ConnectionForm> {
  if (asked.messenger === 'web') {
    const kept = stored?.messenger === 'web' ? stored.identitySecret : null
    return accepted({ ...asked, identitySecret: asked.identitySecret ?? kept })
  }
  const known = stored?.messenger === asked.messenger ? stored : null
  const whole: Record<string, unknown> = { ...asked }
  for (const field of secretFields) {
    if (!(field in whole) || whole[field] !== null) continue
    if (known === null || !(field in known)) return needed(field, 'required')
    if (placeOf(known.baseUrl) !== placeOf(asked.baseUrl)) return needed(field, 'neededForAddress')
    whole[field] = Reflect.get(known, field)
  }
  return accepted(ConnectionForm.parse(whole))
}

/** A channel keeps its account: other credentials of the same one are welcome, those of another one are a new channel. */
async function checkAccount(kind: ChannelKind, form: ConnectionForm, before: ChannelRecord | undefined) {
  if (before !== undefined && before.messenger !== form.messenger) return notFound()
  const checked = await kind.check(form)
  if (!checked.ok || before === undefined || checked.value.accountKey === before.accountKey) return checked
  return refused('INVALID', 'these are the credentials of another account', {
    fields: [{ field: 'form.token', problem: 'anotherAccount' }],
  })
}
