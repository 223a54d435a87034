import type { Contact, ContactFields, Identity } from '#protocol/contact'
import type { AttachmentId, ChannelId, ContactId } from '#protocol/ids'
import type { InboundSender } from '../conversations/inbound'
import type { ContactStore } from '../conversations/ports'
import { signatureOf } from './signature-reads'
import type { ReadableSql, SqlValue, Transaction } from './sql'

interface ContactRecord {
  readonly id: ContactId
  readonly version: number
  readonly name: string
  readonly phone: string | null
  readonly email: string | null
  readonly comment: string | null
  readonly picture: AttachmentId | null
  readonly createdAt: number
  readonly inquiries: number
}

interface IdentityRecord {
  readonly channelId: ChannelId
  readonly externalId: string
  readonly name: string
  readonly username: string | null
  readonly link: string | null
}

const contactText = `select id, version, name, phone, email, comment, picture, created_at as "createdAt", inquiries from contact`

const identityText = `select channel_id as "channelId", external_id as "externalId", name, username, link from identity
  where contact_id = $1 order by channel_id, external_id`

/** A contact with his identities, as screens see him. */
export async function contactById(sql: ReadableSql, id: ContactId): Promise<Contact | undefined> {
  const record = await sql.get<ContactRecord>(`${contactText} where id = $1`, [id])
  return record && { ...record, identities: await sql.all<IdentityRecord>(identityText, [id]) }
}

const mostRemembered = 10_000

/** Phones that messengers have told: some tell them with every word, and a query for each would be one too many. */
export class ToldPhones {
  readonly #told = new Map<ContactId, string>()

  isTold(id: ContactId, phone: string): boolean {
    return this.#told.get(id) === phone
  }

  tell(id: ContactId, phone: string): void {
    if (this.#told.size >= mostRemembered) this.#told.clear()
    this.#told.set(id, phone)
  }

  forget(id: ContactId): void {
    this.#told.delete(id)
  }
}

export class SqlContactStore implements ContactStore {
  readonly #sql: Transaction
  readonly #phones: ToldPhones

  constructor(sql: Transaction, phones: ToldPhones) {
    this.#sql = sql
    this.#phones = phones
  }

  byId(id: ContactId): Promise<Contact | undefined> {
    return contactById(this.#sql, id)
  }

  async byIdentity(channelId: ChannelId, externalId: string): Promise<Contact | undefined> {
    const text = `select contact_id as "contactId" from identity where channel_id = $1 and external_id = $2
      union all select contact_id from identity_alias where channel_id = $1 and alias = $2 limit 1`
    const found = await this.#sql.get<{ contactId: ContactId }>(text, [channelId, externalId])
    return found && contactById(this.#sql, found.contactId)
  }

  async insert(contact: Contact): Promise<void> {
    const text = `insert into contact (id, version, name, phone, email, comment, picture, created_at, inquiries)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
    const { id, version, name, phone, email, comment, picture, createdAt, inquiries } = contact
    await this.#sql.run(text, [id, version, name, phone, email, comment, picture, createdAt, inquiries])
    for (const identity of contact.identities) await this.addIdentity(id, identity)
  }

  async addIdentity(contactId: ContactId, identity: Identity): Promise<void> {
    const text = `insert into identity (channel_id, external_id, contact_id, name, username, link)
      values ($1, $2, $3, $4, $5, $6)`
    const { channelId, externalId, name, username, link } = identity
    await this.#sql.run(text, [channelId, externalId, contactId, name, username, link])
  }

  async renameIdentity(channelId: ChannelId, sender: InboundSender): Promise<void> {
    const text = 'update identity set name = $1, username = $2, link = $3 where channel_id = $4 and external_id = $5'
    await this.#sql.run(text, [sender.name, sender.username, sender.link, channelId, sender.externalId])
  }

  async edit(id: ContactId, version: number, fields: ContactFields): Promise<boolean> {
    this.#phones.forget(id)
    const sets = ['version = version + 1']
    const values: SqlValue[] = []
    for (const [column, value] of Object.entries(fields)) {
      if (value === undefined) continue
      values.push(value)
      sets.push(`${column} = $${values.length}`)
    }
    const text = `update contact set ${sets.join(', ')} where id = $${values.length + 1} and version = $${values.length + 2}`
    return (await this.#sql.run(text, [...values, id, version])) === 1
  }

  async authorInGroup(channelId: ChannelId, sender: InboundSender): Promise<string> {
    const text = `select channel.signature, contact.phone from channel
      left join identity on identity.channel_id = channel.id and identity.external_id = $2
      left join contact on contact.id = identity.contact_id
      where channel.id = $1`
    const found = await this.#sql.get<{ signature: string | null; phone: string | null }>(text, [
      channelId,
      sender.externalId,
    ])
    const isByPhone = signatureOf(found?.signature ?? null).groupAuthor === 'phone'
    return (isByPhone ? (sender.phone ?? found?.phone) : null) ?? sender.name
  }

  async countInquiry(id: ContactId): Promise<void> {
    await this.#sql.run('update contact set inquiries = inquiries + 1 where id = $1', [id])
  }

  async addAliases(id: ContactId, channelId: ChannelId, externalIds: readonly string[]): Promise<void> {
    const text = `insert into identity_alias (channel_id, alias, contact_id)
      select $1, $2, $3 where not exists (select 1 from identity where channel_id = $1 and external_id = $2)
      on conflict do nothing`
    for (const externalId of externalIds) await this.#sql.run(text, [channelId, externalId, id])
  }

  async moveIdentity(channelId: ChannelId, from: string, to: string): Promise<void> {
    const text = `update identity set external_id = $3 where channel_id = $1 and external_id = $2
      returning contact_id as "contactId"`
    const moved = await this.#sql.get<{ contactId: ContactId }>(text, [channelId, from, to])
    if (moved !== undefined) await this.addAliases(moved.contactId, channelId, [from])
  }

  async fillPhone(id: ContactId, phone: string): Promise<boolean> {
    if (this.#phones.isTold(id, phone)) return false
    this.#phones.tell(id, phone)
    this.#sql.onUndone(() => this.#phones.forget(id))
    const text = 'update contact set phone = $1, version = version + 1 where id = $2 and phone is null'
    return (await this.#sql.run(text, [phone, id])) === 1
  }

  async asksPicture(id: ContactId, now: number, before: number): Promise<boolean> {
    const text = `update contact set picture_asked_at = $1
      where id = $2 and (picture_asked_at is null or picture_asked_at <= $3)`
    return (await this.#sql.run(text, [now, id, before])) === 1
  }

  async setPicture(id: ContactId, picture: AttachmentId): Promise<void> {
    await this.#sql.run('update contact set picture = $1, version = version + 1 where id = $2', [picture, id])
  }
}
