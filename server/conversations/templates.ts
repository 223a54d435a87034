import type { Command } from '#protocol/commands'
import { accepted, type Outcome, refused } from '#protocol/errors'
import { type ChannelId, TemplateId } from '#protocol/ids'
import { type Actor, mayManage } from '#protocol/permissions'
import { templateProblems } from '#protocol/template-problems'
import { Template, type TemplateForm, type TemplateStatus } from '#protocol/templates'
import { type CommandKey, executeCommand } from './execute-command'
import type { Hub, StoredTemplate, Work } from './ports'

/** A template as the messenger knows it. */
export interface RemoteTemplate extends TemplateForm {
  readonly externalId: string
  readonly status: TemplateStatus
  readonly reason: string | null
}

type Reviewed = Pick<RemoteTemplate, 'externalId' | 'status' | 'category'>

/** The messenger's side of templates. Refusals are its own words; a messenger that is away is one too. */
export interface TemplateMessenger {
  list(channelId: ChannelId): Promise<Outcome<readonly RemoteTemplate[]>>
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

/** Saves a draft here, or changes at the messenger what it knows already, which is reviewed anew. */
export async function saveTemplate(
  hub: Hub,
  messenger: TemplateMessenger,
  by: CommandKey,
  command: Save,
): Promise<Outcome<Template>> {
  const { channelId, templateId, form } = command
  const before = await hub.write(async (work) => {
    if (!may(work.people.actor(by.operatorId))) return forbidden()
    const stored = templateId === null ? null : ((await work.templates.find(templateId)) ?? null)
    if (templateId !== null && stored?.channelId !== channelId) return notFound()
    if (work.people.channel(channelId) === undefined) return refused('NOT_FOUND', 'No such channel.')
    if (stored !== null && stored.version !== command.version)
      return refused('CONFLICT', 'Somebody else has changed this template.')
    if (await isNameTaken(work, channelId, templateId, form))
      return refused('INVALID', 'There is such a template.', { fields: [{ field: 'form.name', problem: 'taken' }] })
    return accepted(stored)
  })
  if (!before.ok) return before
  const externalId = before.value?.externalId ?? null
  if (externalId !== null) {
    const judged = judge(form)
    if (!judged.ok) return judged
    const edited = await messenger.edit(channelId, externalId, form)
    if (!edited.ok) return edited
  }
  return await executeCommand(hub, by, asIs, async (work) => {
    const template: StoredTemplate = {
      ...form,
      // Name and language are the messenger's key of it, and stay.
      ...(before.value !== null && externalId !== null && { name: before.value.name, language: before.value.language }),
      id: before.value?.id ?? TemplateId.parse(work.newId()),
      ...{ channelId, externalId, reason: null, changedAt: work.now },
      status: externalId === null ? 'draft' : 'pending',
      isArchived: before.value?.isArchived ?? false,
      version: (before.value?.version ?? 0) + 1,
    }
    await work.templates.put(template)
    return accepted(shownTemplate(template))
  })
}

/** Hands a draft over for review. */
export async function submitTemplate(
  hub: Hub,
  messenger: TemplateMessenger,
  by: CommandKey,
  { templateId }: Command<'template.submit'>,
): Promise<Outcome<Template>> {
  const found = await managed(hub, by, templateId)
  if (!found.ok) return found
  const draft = found.value
  if (draft.externalId !== null) return refused('CONFLICT', 'The messenger knows it already.')
  const judged = judge(draft)
  if (!judged.ok) return judged
  const { channelId, name, language, category, content } = draft
  const created = await messenger.create(channelId, { name, language, category, content })
  if (!created.ok) return created
  return await executeCommand(hub, by, asIs, async (work) => {
    const after = { ...draft, ...created.value, version: draft.version + 1, changedAt: work.now }
    await work.templates.put(after)
    return accepted(shownTemplate(after))
  })
}

async function managed(hub: Hub, by: CommandKey, id: TemplateId): Promise<Outcome<StoredTemplate>> {
  return await hub.write(async (work) => {
    if (!may(work.people.actor(by.operatorId))) return forbidden()
    const stored = await work.templates.find(id)
    return stored === undefined ? notFound() : accepted(stored)
  })
}

/** Hides it here; the messenger knows no such thing. */
export async function archiveTemplate(
  work: Work,
  actor: Actor,
  { templateId, isArchived }: Command<'template.archive'>,
): Promise<Outcome<Record<string, never>>> {
  if (!may(actor)) return forbidden()
  const stored = await work.templates.find(templateId)
  if (stored === undefined) return notFound()
  await work.templates.put({ ...stored, isArchived, version: stored.version + 1, changedAt: work.now })
  return accepted({})
}

export async function deleteTemplate(
  hub: Hub,
  messenger: TemplateMessenger,
  by: CommandKey,
  { templateId }: Command<'template.delete'>,
): Promise<Outcome<Record<string, never>>> {
  const found = await managed(hub, by, templateId)
  if (!found.ok) return found
  const { channelId, name, externalId } = found.value
  const removed = externalId === null ? accepted(null) : await messenger.remove(channelId, name, externalId)
  if (!removed.ok) return removed
  return await executeCommand(
    hub,
    by,
    () => ({}),
    async (work) => {
      await work.templates.remove(templateId)
      return accepted({})
    },
  )
}

/** Takes in the messenger's list: what it knows not any more goes, drafts of ours and what is archived here stay so. */
export async function syncTemplates(
  hub: Hub,
  messenger: TemplateMessenger,
  channelId: ChannelId,
): Promise<Outcome<null>> {
  const told = await messenger.list(channelId)
  if (!told.ok) return told
  await hub.write((work) => takeIn(work, channelId, told.value))
  return accepted(null)
}

async function takeIn(work: Work, channelId: ChannelId, told: readonly RemoteTemplate[]): Promise<void> {
  const known = await work.templates.ofChannel(channelId)
  const keyOf = ({ name, language }: Pick<TemplateForm, 'name' | 'language'>) => `${name} ${language}`
  const byKey = new Map(known.map((one) => [keyOf(one), one]))
  const keys = new Set(told.map(keyOf))
  for (const one of known) if (one.externalId !== null && !keys.has(keyOf(one))) await work.templates.remove(one.id)
  for (const remote of told) {
    const before = byKey.get(keyOf(remote))
    const after: StoredTemplate = {
      ...remote,
      channelId,
      id: before?.id ?? TemplateId.parse(work.newId()),
      isArchived: before?.isArchived ?? false,
      version: before?.version ?? 1,
      changedAt: before?.changedAt ?? work.now,
    }
    if (before !== undefined && isSame(before, after)) continue
    await work.templates.put({ ...after, version: (before?.version ?? 0) + 1, changedAt: work.now })
  }
}

const isSame = (one: StoredTemplate, other: StoredTemplate) =>
  (['externalId', 'status', 'reason', 'category'] as const).every((key) => one[key] === other[key]) &&
  JSON.stringify(one.content) === JSON.stringify(other.content)
