import type { ChannelId, TemplateId } from '#protocol/ids'
import { TemplateCategory, TemplateContent, TemplateStatus } from '#protocol/templates'
import type { StoredTemplate, TemplateAct, TemplateStore } from '../conversations/template-ports'
import type { WritableSql } from './sql'

interface TemplateRow {
  readonly id: TemplateId
  readonly channelId: ChannelId
  readonly externalId: string | null
  readonly name: string
  readonly language: string
  readonly category: string
  readonly status: string
  readonly reason: string | null
  readonly isArchived: number
  readonly body: string
  readonly version: number
  readonly changedAt: number
}

const readText = `select id, channel_id as "channelId", external_id as "externalId", name, language, category, status, reason,
  is_archived as "isArchived", body, version, changed_at as "changedAt" from template`

const templateOf = ({ body, isArchived, category, status, ...row }: TemplateRow): StoredTemplate => ({
  ...row,
  category: TemplateCategory.parse(category),
  status: TemplateStatus.parse(status),
  isArchived: isArchived === 1,
  content: TemplateContent.parse(JSON.parse(body)),
})

/** Message templates: drafts of ours and what the messenger told of its own. */
export class SqlTemplateStore implements TemplateStore {
  readonly #sql: WritableSql

  constructor(sql: WritableSql) {
    this.#sql = sql
  }

  async ofChannel(channelId: ChannelId): Promise<readonly StoredTemplate[]> {
    const text = `${readText} where channel_id = $1 order by is_archived, name, language`
    return (await this.#sql.all<TemplateRow>(text, [channelId])).map(templateOf)
  }

  async find(id: TemplateId): Promise<StoredTemplate | undefined> {
    const row = await this.#sql.get<TemplateRow>(`${readText} where id = $1`, [id])
    return row && templateOf(row)
  }

  async put(template: StoredTemplate): Promise<void> {
    const text = `insert into template (id, channel_id, external_id, name, language, category, status, reason, is_archived, body,
        version, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
      on conflict (id) do update set external_id = excluded.external_id, name = excluded.name, language = excluded.language,
        category = excluded.category, status = excluded.status, reason = excluded.reason, is_archived = excluded.is_archived,
        body = excluded.body, version = excluded.version, changed_at = excluded.changed_at`
    const { id, channelId, externalId, name, language, category, status, reason, isArchived, content } = template
    const head = [id, channelId, externalId, name, language, category, status, reason, isArchived ? 1 : 0]
    await this.#sql.run(text, [...head, JSON.stringify(content), template.version, template.changedAt])
  }

  async remove(id: TemplateId): Promise<void> {
    await this.#sql.run('delete from template where id = $1', [id])
  }

  async note({ at, by, action, before, after }: TemplateAct): Promise<void> {
    const text = 'insert into audit (at, account_id, action, subject, detail) values ($1, $2, $3, $4, $5)'
    const subject = (after ?? before)?.id ?? null
    await this.#sql.run(text, [at, by, action, subject, JSON.stringify({ before, after })])
  }
}
