import { z } from 'zod'
import type { SentTemplate } from '#protocol/message'
import type { TemplateForm } from '#protocol/templates'
import type { RemoteTemplate, RemoteTemplates } from '../../conversations/templates'
import type { ChannelTemplates, RawInbound } from '../channel'
import { jsonBody } from '../http-body'
import type { GraphApi } from './api'
import { bodyOf, categoryOf, Listed, remoteOf, statusOf } from './template-shape'

const Page = z.object({
  data: z.array(z.unknown()),
  paging: z
    .object({ cursors: z.object({ after: z.string() }).optional(), next: z.string().optional() })
    .optional()
    .catch(undefined),
})
const Created = z.object({ id: z.coerce.string(), status: z.string().catch('PENDING'), category: z.string().catch('') })
/** All that is needed of one whose shape is new to us, to know which it is. */
const Named = z.object({ id: z.coerce.string() })
const Done = z.object({ success: z.boolean() })

const pageSize = 100
/** Meta allows six thousand to an account. */
const mostPages = 60
const fields = 'id,name,language,status,category,components,rejected_reason'

/** Message templates of the account at Meta. */
export class GraphTemplates implements ChannelTemplates {
  readonly #api: GraphApi
  readonly #path: string

  readonly #onUnread: (count: number) => void

  constructor(api: GraphApi, accountId: string, onUnread: (count: number) => void) {
    this.#api = api
    this.#onUnread = onUnread
    this.#path = `/${accountId}/message_templates`
  }

  async list(): Promise<RemoteTemplates> {
    const templates: RemoteTemplate[] = []
    const unread: (string | null)[] = []
    let after: string | undefined
    let pages = 0
    do {
      const query = { fields, limit: String(pageSize), ...(after !== undefined && { after }) }
      const { data, paging } = await this.#api.call(Page, { method: 'GET', path: this.#path, query })
      for (const one of data) {
        const read = Listed.safeParse(one)
        if (read.success) templates.push(remoteOf(read.data))
        else unread.push(Named.safeParse(one).data?.id ?? null)
      }
      after = paging?.next === undefined ? undefined : paging.cursors?.after
      pages += 1
    } while (after !== undefined && pages < mostPages)
    if (unread.length > 0) this.#onUnread(unread.length)
    const ids = unread.filter((id) => id !== null)
    return { templates, unread: after !== undefined || ids.length < unread.length ? null : ids }
  }

  async create(form: TemplateForm) {
    const body = jsonBody({ ...bodyOf(form), allow_category_change: true })
    const { id, status, category } = await this.#api.call(Created, { method: 'POST', path: this.#path, body })
    return {
      externalId: id,
      status: statusOf(status),
      // Meta may have put it into another one.
      category: category === '' ? form.category : categoryOf(category),
    }
  }

  async edit(externalId: string, form: TemplateForm): Promise<void> {
    const { components, category } = bodyOf(form)
    const body = jsonBody({ components, category })
    await this.#api.call(Done, { method: 'POST', path: `/${externalId}`, body })
  }

  async remove(name: string, externalId: string): Promise<void> {
    await this.#api.call(Done, { method: 'DELETE', path: this.#path, query: { name, hsm_id: externalId } })
  }
}

/** A call that says that templates were reviewed, or have changed. */
export function tellsOfTemplates({ eventKey, parsed }: RawInbound): boolean {
  if (!eventKey.startsWith('change:')) return false
  const change = z.object({ change: z.object({ field: z.string() }) }).safeParse(parsed)
  return change.success && change.data.change.field.startsWith('message_template')
}

const parameterOf = ({ name, value }: { readonly name: string; readonly value: string }) => ({
  type: 'text',
  ...(/^\d+$/.test(name) ? {} : { parameter_name: name }),
  text: value,
})

/** How a template is named in a send. */
export function templateBody({ name, language, header, body, links }: SentTemplate) {
  const place = (type: 'header' | 'body', values: SentTemplate['body']) =>
    values.length === 0 ? [] : [{ type, parameters: values.map(parameterOf) }]
  const buttons = links.map(({ index, value }) => ({
    ...{ type: 'button', sub_type: 'url', index: String(index) },
    parameters: [{ type: 'text', text: value }],
  }))
  return {
    name,
    language: { code: language },
    components: [...place('header', header), ...place('body', body), ...buttons],
  }
}
