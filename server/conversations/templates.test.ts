import { describe, expect, it } from 'vitest'
import type { Outcome } from '#protocol/errors'
import { CommandId, OperatorId, type TemplateId } from '#protocol/ids'
import type { Template, TemplateForm } from '#protocol/templates'
import { TemplateDesk } from '#server/channels/template-desk'
import { systemRandom } from '#server/platform'
import { aHub } from '#test/support/a-hub'
import { FakeTemplates } from '#test/support/fake-templates'
import { syncTemplates } from './sync-templates'
import { archiveTemplate, deleteTemplate, saveTemplate, submitTemplate } from './templates'

const boss = OperatorId.parse('boss')

const aForm = (name: string, footer = ''): TemplateForm => ({
  ...{ name, language: 'ru', category: 'utility' },
  content: { header: { kind: 'none' }, body: { text: 'Заказ готов', examples: [] }, footer, buttons: [] },
})

const given = <Value>(outcome: Outcome<Value>): Value => {
  if (!outcome.ok) throw new Error(outcome.refusal.code)
  return outcome.value
}

async function anAccount() {
  const hub = await aHub()
  await hub.operator('boss', { role: 'administrator', status: null })
  const remote = new FakeTemplates()
  const desk = new TemplateDesk(() => remote)
  const by = (operatorId = boss) => ({
    ...{ operatorId, commandId: CommandId.parse(systemRandom.uuid()), hash: 'hash' },
  })
  const { channelId } = hub
  const save = (form: TemplateForm, templateId: TemplateId | null = null, version = 0) =>
    saveTemplate(hub, desk, by(), { kind: 'template.save', channelId, templateId, version, form })
  const submit = (templateId: TemplateId) => submitTemplate(hub, desk, by(), { kind: 'template.submit', templateId })
  const remove = (templateId: TemplateId) => deleteTemplate(hub, desk, by(), { kind: 'template.delete', templateId })
  const archive = (templateId: TemplateId) =>
    hub.command<'template.archive'>(boss, (work, actor) =>
      archiveTemplate(work, actor, { kind: 'template.archive', templateId, isArchived: true }),
    )
  const sync = () => syncTemplates(hub, desk, channelId)
  const list = () => hub.write((work) => work.templates.ofChannel(channelId))
  /** A template the messenger knows. */
  const submitted = async (name: string): Promise<Template> => {
    const draft = given(await save(aForm(name)))
    const known = given(await submit(draft.id))
    await hub.time.advance(60_000)
    return known
  }
  return { hub, remote, save, submit, remove, archive, sync, list, submitted, by, desk }
}

describe('a template that two people change at once', () => {
  it('is saved for the first; the second learns that it has changed', async () => {
    const { save, list } = await anAccount()
    const draft = given(await save(aForm('one')))
    const [first, second] = await Promise.all([
      save(aForm('one', 'first'), draft.id, draft.version),
      save(aForm('one', 'second'), draft.id, draft.version),
    ])
    expect([first.ok, second]).toMatchObject([true, { refusal: { code: 'CONFLICT' } }])
    expect(await list()).toMatchObject([{ content: { footer: 'first' }, version: 2 }])
  })

  it('is changed at the messenger once: the second does not get as far', async () => {
    const { save, list, remote, submitted } = await anAccount()
    const known = await submitted('one')
    const [first, second] = await Promise.all([
      save(aForm('one', 'first'), known.id, known.version),
      save(aForm('one', 'second'), known.id, known.version),
    ])
    expect([first.ok, second]).toMatchObject([true, { refusal: { code: 'CONFLICT' } }])
    expect(remote.asked.filter((what) => what === 'edit')).toHaveLength(1)
    expect([(await list())[0]?.content.footer, remote.all[0]?.content.footer]).toEqual(['first', 'first'])
  })

  it('keeps what was submitted: who saves meanwhile learns that it has changed', async () => {
    const { save, submit, list, remote } = await anAccount()
    const draft = given(await save(aForm('one')))
    const letGo = remote.hold()
    const submitting = submit(draft.id)
    await remote.reached('create')
    const saving = save(aForm('one', 'late'), draft.id, draft.version)
    letGo()
    expect([(await submitting).ok, await saving]).toMatchObject([true, { refusal: { code: 'CONFLICT' } }])
    expect(await list()).toMatchObject([{ status: 'pending', content: { footer: '' } }])
  })

  it('stays archived though it was being changed when it was archived', async () => {
    const { save, archive, list, remote, submitted } = await anAccount()
    const known = await submitted('one')
    const letGo = remote.hold()
    const saving = save(aForm('one', 'changed'), known.id, known.version)
    await remote.reached('edit')
    await archive(known.id)
    letGo()
    expect((await saving).ok).toBe(true)
    expect(await list()).toMatchObject([{ isArchived: true, content: { footer: 'changed' } }])
  })

  it('may not take the name of another that came first', async () => {
    const { save, list } = await anAccount()
    const outcomes = await Promise.all([save(aForm('one')), save(aForm('one', 'other'))])
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false])
    expect(await list()).toHaveLength(1)
  })
})

describe('the messenger’s list', () => {
  it('takes nothing away that is submitted while it is on its way', async () => {
    const { save, submit, sync, list, remote } = await anAccount()
    const draft = given(await save(aForm('one')))
    const letGo = remote.hold()
    const syncing = sync()
    await remote.reached('list')
    const submitting = submit(draft.id)
    letGo()
    await Promise.all([syncing, submitting])
    expect(await list()).toMatchObject([{ name: 'one', status: 'pending', externalId: 'remote-1' }])
  })

  it('brings nothing back that is deleted while it is on its way', async () => {
    const { remove, sync, list, remote, submitted } = await anAccount()
    const known = await submitted('one')
    const letGo = remote.hold()
    const syncing = sync()
    await remote.reached('list')
    const removing = remove(known.id)
    letGo()
    await Promise.all([syncing, removing])
    expect(await list()).toEqual([])
  })

  it('may lag a minute behind what was changed: the new words stay, and are taken from it afterwards', async () => {
    const { save, sync, list, remote, submitted, hub } = await anAccount()
    const known = await submitted('one')
    const before = remote.all.map((one) => ({ ...one }))
    given(await save(aForm('one', 'changed'), known.id, known.version))
    remote.all = before
    await sync()
    expect(await list()).toMatchObject([{ content: { footer: 'changed' } }])
    await hub.time.advance(60_000)
    await sync()
    expect(await list()).toMatchObject([{ content: { footer: '' } }])
  })

  it('may lag a minute behind what was submitted, and no longer', async () => {
    const { save, submit, sync, list, remote, hub } = await anAccount()
    await submit(given(await save(aForm('one'))).id)
    remote.all = []
    await sync()
    expect(await list()).toHaveLength(1)
    await hub.time.advance(60_000)
    await sync()
    expect(await list()).toEqual([])
  })

  it.each([
    ['holds them in a shape nobody knows', ['remote-1'], ['one']],
    ['may hold others that could not be read', null, ['one', 'two']],
    ['holds them no more', [], []],
  ])('where it %s leaves the right ones', async (_what, unread, left) => {
    const { sync, list, remote, submitted } = await anAccount()
    await submitted('one')
    await submitted('two')
    remote.all = []
    remote.unread = unread
    await sync()
    expect((await list()).map(({ name }) => name)).toEqual(left)
  })
})

describe('the audit trail', () => {
  it('says who made, saved, submitted, archived and deleted a template, and what it was', async () => {
    const { hub, save, submit, archive, remove } = await anAccount()
    const { id, version } = given(await save(aForm('one')))
    await save(aForm('one', 'footer'), id, version)
    await submit(id)
    await archive(id)
    await remove(id)
    const rows = await hub.open.reader.all<{ by: string; action: string; subject: string; detail: string }>(
      `select account_id as "by", action, subject, detail from audit where action like 'template.%' order by id`,
    )
    expect(rows.map(({ by, action, subject }) => [by, action, subject])).toEqual([
      ['boss', 'template.made', id],
      ['boss', 'template.saved', id],
      ['boss', 'template.submitted', id],
      ['boss', 'template.archived', id],
      ['boss', 'template.deleted', id],
    ])
    expect(JSON.parse(rows[1]?.detail ?? '{}')).toMatchObject({
      before: { content: { footer: '' } },
      after: { content: { footer: 'footer' } },
    })
  })

  it('says nothing of what was refused', async () => {
    const { hub, save } = await anAccount()
    await save(aForm('one'))
    await save(aForm('one'))
    const rows = await hub.open.reader.all(`select action from audit where action like 'template.%'`)
    expect(rows).toHaveLength(1)
  })
})
