import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { ConversationView } from '#protocol/events'
import type { ConversationId } from '#protocol/ids'
import type { Template, TemplateForm } from '#protocol/templates'
import { aFreePort } from '#test/support/a-free-port'
import { fuzzDoor } from '#test/support/a-fuzzed-webhook'
import { aRunningHub, type RawDevice } from '#test/support/a-running-hub'
import { someFakeMessengers } from '#test/support/a-telegram-channel'
import { aWhatsApp, aWhatsAppForm, vera, whatsAppBodies } from '#test/support/a-whatsapp-number'
import { eventually } from '#test/support/eventually'

/** The real hub with the real adapter, and the stand-in where Meta would be. */
async function aCompany() {
  const { whatsApp } = await someFakeMessengers()
  const number = whatsApp.addNumber()
  const port = await aFreePort()
  const publicUrl = `http://127.0.0.1:${port}`
  const hub = await aRunningHub({ kinds: [aWhatsApp(publicUrl)], config: { publicUrl, port } })
  await hub.operator('admin', 'administrator')
  await hub.operator('regina')
  number.templates.addApproved('order_ready', 'ru', [
    { type: 'BODY', text: '{{1}}, заказ {{2}} готов.', example: { body_text: [['Анна', 'А-17']] } },
    { type: 'FOOTER', text: 'Север Дом' },
    { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Спасибо' }] },
  ])
  const admin = await hub.device('admin')
  const form = aWhatsAppForm(number, whatsApp.baseUrl)
  const made = await admin.command({ kind: 'channel.connect', name: 'WhatsApp', receiver: null, form })
  if (!made.ok) throw new Error(made.refusal.code)
  const regina = await hub.device('regina')
  await regina.command({ kind: 'presence.set', status: 'online', by: 'operator' })
  const { connection } = made.value
  if (connection.messenger !== 'whatsapp') throw new Error('another messenger was connected')
  // Typed into the page of the app at Meta, as the steps of the card say: reviews of templates are told there and nowhere else.
  number.account.appLeadsTo({ url: connection.webhookUrl ?? '', verifyToken: connection.verifyToken })
  await number.until(() => number.override !== null)
  return { hub, number, admin, regina, channelId: made.value.id, publicUrl }
}

type Company = Awaited<ReturnType<typeof aCompany>>

const templatesOf = ({ channelId }: Company, device: RawDevice) => device.ask({ kind: 'templates.list', channelId })

async function theTemplate(company: Company, name: string): Promise<Template> {
  await eventually(async () => (await templatesOf(company, company.admin)).some((one) => one.name === name), true)
  const found = (await templatesOf(company, company.admin)).find((one) => one.name === name)
  if (found === undefined) throw new Error(`no template ${name}`)
  return found
}

const viewOf = (device: RawDevice, conversationId: ConversationId): Promise<ConversationView> =>
  device.ask({ kind: 'conversation.open', conversationId })

const aForm = (name: string): TemplateForm => ({
  ...{ name, language: 'ru', category: 'utility' },
  content: {
    header: { kind: 'text', words: { text: 'Заказ {{1}}', examples: ['А-17'] } },
    body: { text: 'Здравствуйте, {{1}}, ждём вас.', examples: ['Анна'] },
    footer: '',
    buttons: [{ kind: 'url', label: 'Открыть', url: 'https://shop.example/o/{{1}}', example: 'А-17' }],
  },
})

describe('templates of WhatsApp', () => {
  it('are taken in when the number is connected', async () => {
    const company = await aCompany()
    expect(await theTemplate(company, 'order_ready')).toMatchObject({
      ...{ status: 'approved', category: 'utility', isSubmitted: true },
      content: { body: { text: '{{1}}, заказ {{2}} готов.', examples: ['Анна', 'А-17'] }, footer: 'Север Дом' },
    })
  })

  it('are drafted here, submitted, reviewed there, changed and deleted', async () => {
    const company = await aCompany()
    const { admin, regina, number, channelId } = company
    const save = (form: TemplateForm, templateId: Template['id'] | null, version: number) =>
      admin.command({ kind: 'template.save', channelId, templateId, version, form })
    const draft = await save(aForm('come_by'), null, 0)
    if (!draft.ok) throw new Error(draft.refusal.code)
    const templateId = draft.value.id
    expect(draft.value).toMatchObject({ status: 'draft', isSubmitted: false })
    expect(number.templates.all.map(({ name }) => name)).toEqual(['order_ready'])
    expect((await templatesOf(company, regina)).map(({ name }) => name)).not.toContain('come_by')
    expect(await admin.command({ kind: 'template.submit', templateId })).toMatchObject({ value: { status: 'pending' } })
    const remote = number.templates.all.find(({ name }) => name === 'come_by')
    number.reviews(remote?.id ?? '', 'REJECTED', 'INVALID_FORMAT')
    await eventually(async () => (await theTemplate(company, 'come_by')).reason, 'INVALID_FORMAT')
    const rejected = await theTemplate(company, 'come_by')
    const form = { ...aForm('come_by'), content: { ...aForm('come_by').content, footer: 'Север Дом' } }
    expect(await save(form, templateId, rejected.version)).toMatchObject({ value: { status: 'pending', reason: null } })
    number.reviews(remote?.id ?? '', 'APPROVED')
    await eventually(async () => (await theTemplate(company, 'come_by')).status, 'approved')
    expect((await templatesOf(company, regina)).map(({ name }) => name)).toContain('come_by')
    await admin.command({ kind: 'template.archive', templateId, isArchived: true })
    expect((await templatesOf(company, regina)).map(({ name }) => name)).not.toContain('come_by')
    expect(await admin.command({ kind: 'template.delete', templateId })).toMatchObject({ ok: true })
    expect(number.templates.all.map(({ name }) => name)).toEqual(['order_ready'])
  })

  it('are refused before Meta sees them when they cannot be right, and managed by nobody but who may', async () => {
    const { admin, regina, channelId } = await aCompany()
    const wrong = { ...aForm('Имя'), content: { ...aForm('x').content, body: { text: '{{2}}', examples: [''] } } }
    const saved = await admin.command({ kind: 'template.save', channelId, templateId: null, version: 0, form: wrong })
    if (!saved.ok) throw new Error(saved.refusal.code)
    const refused = await admin.command({ kind: 'template.submit', templateId: saved.value.id })
    expect(refused).toMatchObject({ refusal: { code: 'INVALID' } })
    const fields = refused.ok ? [] : (refused.refusal.fields ?? [])
    expect(fields.map(({ field, problem }) => `${field} ${problem}`)).toEqual([
      ...['form.name name', 'form.body atEdge', 'form.body numbered', 'form.body.0 example'],
    ])
    const form = aForm('mine')
    expect(
      await regina.command({ kind: 'template.save', channelId, templateId: null, version: 0, form }),
    ).toMatchObject({ refusal: { code: 'FORBIDDEN' } })
  })
})

describe('writing first in WhatsApp', () => {
  it('goes by a template, to a conversation of whoever wrote; the answer opens the window in it', async () => {
    const company = await aCompany()
    const { regina, number, channelId } = company
    number.meets(vera)
    const { id: templateId } = await theTemplate(company, 'order_ready')
    const template = { templateId, header: [], body: ['Вера', 'А-17'], buttons: [] }
    const started = await regina.command({
      ...{ kind: 'conversation.start', channelId, phone: '8 (999) 123-45-67', name: 'Вера' },
      template,
    })
    if (!started.ok) throw new Error(started.refusal.code)
    const { conversationId } = started.value
    await number.until(() => number.seenBy(vera).length === 1)
    expect(number.seenBy(vera)[0]).toMatchObject({ text: 'Вера, заказ А-17 готов.\nСевер Дом', isTemplate: true })
    const view = await viewOf(regina, conversationId)
    expect(view.row).toMatchObject({ contactName: 'Вера', openedBy: 'operator', repliesUntil: null })
    expect(view.entries.find((one) => one.kind === 'message')).toMatchObject({
      ...{ text: 'Вера, заказ А-17 готов.\nСевер Дом', template: { name: 'order_ready' } },
      buttons: [[{ label: 'Спасибо' }]],
    })
    const free = { conversationId, text: 'Ждём', attachments: [], replyToSeq: null }
    expect(await regina.command({ kind: 'message.send', ...free })).toMatchObject({
      refusal: { code: 'WINDOW_CLOSED' },
    })
    number.userPresses(vera, number.seenBy(vera)[0]?.id ?? '', 'Спасибо')
    await eventually(async () => (await viewOf(regina, conversationId)).row.repliesUntil !== null, true)
    expect(await regina.command({ kind: 'message.send', ...free })).toMatchObject({ ok: true })
    await number.until(() => number.seenBy(vera).length === 2)
    number.userReads(vera)
    const statuses = async () =>
      (await viewOf(regina, conversationId)).entries.flatMap((one) =>
        one.kind === 'message' && one.delivery !== null ? [one.delivery.status] : [],
      )
    await eventually(statuses, ['read', 'read'])
  })

  it('is refused without a value, with a wrong phone, and with a template that is not approved', async () => {
    const company = await aCompany()
    const { regina, admin, channelId } = company
    const { id: templateId } = await theTemplate(company, 'order_ready')
    const start = (phone: string, body: string[], id = templateId) =>
      regina.command({
        ...{ kind: 'conversation.start', channelId, phone, name: '' },
        template: { templateId: id, header: [], body, buttons: [] },
      })
    expect(await start('123', ['Вера', '1'])).toMatchObject({ refusal: { fields: [{ field: 'phone' }] } })
    expect(await start('79991234567', ['Вера'])).toMatchObject({ refusal: { fields: [{ field: 'template.body.1' }] } })
    const draft = await admin.command({
      ...{ kind: 'template.save', channelId, templateId: null, version: 0, form: aForm('draft') },
    })
    expect(await start('79991234567', ['Вера'], draft.ok ? draft.value.id : templateId)).toMatchObject({
      refusal: { fields: [{ field: 'template', problem: 'notApproved' }] },
    })
    // Nothing was begun on the way to the refusals.
    for (const section of ['mine', 'unassigned', 'others'] as const)
      expect((await regina.ask({ kind: 'conversations.list', section, after: null, limit: 10 })).rows).toEqual([])
  })
})

describe('the door of WhatsApp', () => {
  it('answers what it should to whatever is signed, forged or broken', async () => {
    const { number, publicUrl, channelId } = await aCompany()
    const url = `${publicUrl}/hooks/${channelId}`
    const sign = (body: Buffer) => ({
      'x-hub-signature-256': `sha256=${createHmac('sha256', number.profile.appSecret).update(body).digest('hex')}`,
    })
    const answers = await fuzzDoor({ fixtures: Object.values(whatsAppBodies), sign }, url, 300, 11)
    expect(answers.get(200)).toBeGreaterThan(100)
    const forged = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
    expect(forged.status).toBe(401)
    expect((await fetch(`${url}?hub.mode=subscribe&hub.verify_token=guessed&hub.challenge=1`)).status).toBe(404)
  })
})
