import type { Command } from '#protocol/commands'
import { accepted, type Outcome, refused } from '#protocol/errors'
import { type ChannelId, TemplateId } from '#protocol/ids'
import { type Actor, mayManage } from '#protocol/permissions'
import { templateProblems } from '#protocol/template-problems'
import { Template, type TemplateForm, type TemplateStatus } from '#protocol/templates'
import { type CommandKey, executeCommand } from './execute-command'
import type { Hub, Work } from './ports'
import type { StoredTemplate, TemplateAct } from './template-ports'

/** A template as the messenger knows it. */
export interface RemoteTemplate extends TemplateForm {
  readonly externalId: string
  readonly status: TemplateStatus
  readonly reason: string | null
}

/** What the messenger lists of a channel's account. */
export interface RemoteTemplates {
  readonly templates: readonly RemoteTemplate[]
  /** Ids of those it lists in a shape nobody here knows; null = it may list others that are not here. */
  readonly unread: readonly string[] | null
}

type Reviewed = Pick<RemoteTemplate, 'externalId' | 'status' | 'category'>

/** The messenger's side of templates. Refusals are its own words; a messenger that is away is one too. */
export interface TemplateMessenger {
  /** One after another in a channel, each to its end: what is stored and what the messenger knows must not overtake each other. */
  inTurn<Value>(channelId: ChannelId, job: () => Promise<Value>): Promise<Value>
  list(channelId: ChannelId): Promise<Outcome<RemoteTemplates>>
  create(channelId: ChannelId, form: TemplateForm): Promise<Outcome<Reviewed>>
  edit(channelId: ChannelId, externalId: string, form: TemplateForm): Promise<Outcome<null>>
  remove(channelId: ChannelId, name: string, externalId: string): Promise<Outcome<null>>
}

type Save = Command<'template.save'>

export const shownTemplate = ({ externalId, ...template }: StoredTemplate): Template => ({
  ...template,
  isSubmitted: externalId !== null,
})

const notFound = () => refused('NOT_FOUND', 'No such template.')
const forbidden = () => refused('FORBIDDEN', 'You may not manage templates.')
const asIs = (stored: unknown) => Template.parse(stored)

const may = (actor: Actor | undefined) => actor !== undefined && mayManage(actor, 'manageTemplates')

/** A draft may be unfinished; what goes to the messenger may not. */
function judge(form: TemplateForm): Outcome<null> {
  const [first, ...more] = templateProblems(form)
  if (first === undefined) return accepted(null)
  return refused('INVALID', 'The template would be refused.', {
    fields: [first, ...more].map(({ field, problem }) => ({ field: `form.${field}`, problem })),
  })
}

async function isNameTaken(work: Work, channelId: ChannelId, id: TemplateId | null, form: TemplateForm) {
  const all = await work.templates.ofChannel(channelId)
  return all.some((one) => one.id !== id && one.name === form.name && one.language === form.language)
}

/** What may be saved over; null for a new one. */
async function savedOver(
  work: Work,
  actor: Actor | undefined,
  { channelId, templateId, form, version }: Save,
): Promise<Outcome<StoredTemplate | null>> {
  if (!may(actor)) return forbidden()
  const stored = templateId === null ? null : ((await work.templates.find(templateId)) ?? null)
  if (templateId !== null && stored?.channelId !== channelId) return notFound()
  if (work.people.channel(channelId) === undefined) return refused('NOT_FOUND', 'No such channel.')
  if (stored !== null && stored.version !== version)
    return refused('CONFLICT', 'Somebody else has changed this template.')
  if (await isNameTaken(work, channelId, templateId, form))
    return refused('INVALID', 'There is such a template.', { fields: [{ field: 'form.name', problem: 'taken' }] })
  return accepted(stored)
}

/** Saves a draft here, or changes at the messenger what it knows already, which is reviewed anew. */
export function saveTemplate(
  hub: Hub,
  messenger: TemplateMessenger,
  by: CommandKey,
  command: Save,
): Promise<Outcome<Template>> {
  return messenger.inTurn(command.channelId, async () => {
    const before = await hub.write((work) => savedOver(work, work.people.actor(by.operatorId), command))
    if (!before.ok) return before
    const known = before.value?.externalId ?? null
    if (before.value === null || known === null) return await saveDraft(hub, by, command)
    const judged = judge(command.form)
    if (!judged.ok) return judged
    const edited = await messenger.edit(command.channelId, known, command.form)
    return edited.ok ? await saveEdited(hub, by, before.value, command.form) : edited
  })
}

function saveDraft(hub: Hub, by: CommandKey, command: Save): Promise<Outcome<Template>> {
  return executeCommand(hub, by, asIs, async (work, actor) => {
    const found = await savedOver(work, actor, command)
    if (!found.ok) return found
    const before = found.value
    const template: StoredTemplate = {
      ...command.form,
      id: before?.id ?? TemplateId.parse(work.newId()),
      ...{ channelId: command.channelId, externalId: null, status: 'draft', reason: null },
      isArchived: before?.isArchived ?? false,
      version: (before?.version ?? 0) + 1,
      changedAt: work.now,
    }
    await keep(work, by, before === null ? 'template.made' : 'template.saved', template, before)
    return accepted(shownTemplate(template))
  })
}

/** The messenger has taken it, whatever was done to our row meanwhile: that it was archived stays. */
function saveEdited(
  hub: Hub,
  by: CommandKey,
  { id, name, language }: StoredTemplate,
  form: TemplateForm,
): Promise<Outcome<Template>> {
  return executeCommand(hub, by, asIs, async (work) => {
    const before = await work.templates.find(id)
    if (before === undefined) return notFound()
    const after: StoredTemplate = {
      ...{ ...before, ...form },
      // Name and language are the messenger's key of it, and stay.
      ...{ name, language, reason: null, status: 'pending', version: before.version + 1, changedAt: work.now },
    }
    await keep(work, by, 'template.saved', after, before)
    return accepted(shownTemplate(after))
  })
}

async function keep(
  work: Work,
  by: CommandKey,
  action: TemplateAct['action'],
  after: StoredTemplate,
  before: StoredTemplate | null,
): Promise<void> {
  await work.templates.put(after)
  await work.templates.note({ at: work.now, by: by.operatorId, action, before, after })
}

/** Hands a draft over for review. */
export async function submitTemplate(
  hub: Hub,
  messenger: TemplateMessenger,
  by: CommandKey,
  { templateId }: Command<'template.submit'>,
): Promise<Outcome<Template>> {
  return await inItsTurn(hub, messenger, by, templateId, async (draft): Promise<Outcome<Template>> => {
    if (draft.externalId !== null) return refused('CONFLICT', 'The messenger knows it already.')
    const judged = judge(draft)
    if (!judged.ok) return judged
    const { channelId, name, language, category, content } = draft
    const created = await messenger.create(channelId, { name, language, category, content })
    if (!created.ok) return created
    return await executeCommand(hub, by, asIs, async (work) => {
      const before = (await work.templates.find(templateId)) ?? draft
      const after = { ...before, ...created.value, content, version: before.version + 1, changedAt: work.now }
      await keep(work, by, 'template.submitted', after, draft)
      return accepted(shownTemplate(after))
    })
  })
}

/** With the template as it stands once it is its turn, for who may manage it. */
async function inItsTurn<Value>(
  hub: Hub,
  messenger: TemplateMessenger,
  by: CommandKey,
  id: TemplateId,
  job: (template: StoredTemplate) => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  const look = () =>
    hub.write(async (work): Promise<Outcome<StoredTemplate>> => {
      if (!may(work.people.actor(by.operatorId))) return forbidden()
      const stored = await work.templates.find(id)
      return stored === undefined ? notFound() : accepted(stored)
    })
  const found = await look()
  if (!found.ok) return found
  return await messenger.inTurn(found.value.channelId, async () => {
    const now = await look()
    return now.ok ? await job(now.value) : now
  })
}

/** Hides it here; the messenger knows no such thing. */
export async function archiveTemplate(
  work: Work,
  actor: Actor,
  { templateId, isArchived }: Command<'template.archive'>,
): Promise<Outcome<Record<string, never>>> {
  if (!may(actor)) return forbidden()
  const before = await work.templates.find(templateId)
  if (before === undefined) return notFound()
  const after = { ...before, isArchived, version: before.version + 1, changedAt: work.now }
  await work.templates.put(after)
  const action = isArchived ? 'template.archived' : 'template.restored'
  await work.templates.note({ at: work.now, by: actor.id, action, before, after })
  return accepted({})
}

export async function deleteTemplate(
  hub: Hub,
  messenger: TemplateMessenger,
  by: CommandKey,
  { templateId }: Command<'template.delete'>,
): Promise<Outcome<Record<string, never>>> {
  return await inItsTurn(hub, messenger, by, templateId, async (before) => {
    const { channelId, name, externalId } = before
    const removed = externalId === null ? accepted(null) : await messenger.remove(channelId, name, externalId)
    if (!removed.ok) return removed
    return await executeCommand(
      hub,
      by,
      () => ({}),
      async (work) => {
        await work.templates.remove(templateId)
        await work.templates.note({
          ...{ at: work.now, by: by.operatorId, action: 'template.deleted' as const },
          ...{ before, after: null },
        })
        return accepted({})
      },
    )
  })
}
