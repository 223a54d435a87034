import { accepted, type Outcome } from '#protocol/errors'
import { type ChannelId, TemplateId } from '#protocol/ids'
import type { TemplateForm } from '#protocol/templates'
import type { Hub, Work } from './ports'
import type { StoredTemplate } from './template-ports'
import type { RemoteTemplate, RemoteTemplates, TemplateMessenger } from './templates'

/** A messenger lists what it was told with some delay: what changed here so shortly before is not judged by its list. */
const settlesInMs = 60_000

/** Takes in the messenger's list: what it knows not any more goes, drafts of ours and what is archived here stay so. */
export function syncTemplates(hub: Hub, messenger: TemplateMessenger, channelId: ChannelId): Promise<Outcome<null>> {
  return messenger.inTurn(channelId, async () => {
    const told = await messenger.list(channelId)
    if (!told.ok) return told
    await hub.write((work) => takeIn(work, channelId, told.value))
    return accepted(null)
  })
}

/** Some of them wait for the messenger's judgement. */
export const areReviewed = (hub: Hub, channelId: ChannelId): Promise<boolean> =>
  hub.write(async (work) => (await work.templates.ofChannel(channelId)).some(({ status }) => status === 'pending'))

const keyOf = ({ name, language }: Pick<TemplateForm, 'name' | 'language'>) => `${name} ${language}`

async function takeIn(work: Work, channelId: ChannelId, told: RemoteTemplates): Promise<void> {
  const known = await work.templates.ofChannel(channelId)
  const byKey = new Map(known.map((one) => [keyOf(one), one]))
  for (const one of known) if (isGone(one, told, work.now)) await work.templates.remove(one.id)
  for (const remote of told.templates) await takeInOne(work, channelId, remote, byKey.get(keyOf(remote)))
}

function isGone({ externalId, changedAt, ...one }: StoredTemplate, told: RemoteTemplates, now: number): boolean {
  if (externalId === null || told.unread === null || told.unread.includes(externalId)) return false
  if (now - changedAt < settlesInMs) return false
  return !told.templates.some((remote) => keyOf(remote) === keyOf(one))
}

async function takeInOne(
  work: Work,
  channelId: ChannelId,
  remote: RemoteTemplate,
  before: StoredTemplate | undefined,
): Promise<void> {
  const after: StoredTemplate = {
    ...remote,
    channelId,
    id: before?.id ?? TemplateId.parse(work.newId()),
    isArchived: before?.isArchived ?? false,
    version: (before?.version ?? 0) + 1,
    changedAt: work.now,
  }
  if (before === undefined) return await work.templates.put(after)
  if (!isSame(before, after) && !isOutdated(before, after)) await work.templates.put(after)
}

/** Other words than those that were saved a moment ago: the list was made before. */
const isOutdated = (before: StoredTemplate, listed: StoredTemplate): boolean =>
  before.externalId === listed.externalId &&
  listed.changedAt - before.changedAt < settlesInMs &&
  !isWordForWord(before, listed)

const isWordForWord = (one: StoredTemplate, other: StoredTemplate): boolean =>
  JSON.stringify(one.content) === JSON.stringify(other.content)

const isSame = (one: StoredTemplate, other: StoredTemplate) =>
  (['externalId', 'status', 'reason', 'category'] as const).every((key) => one[key] === other[key]) &&
  isWordForWord(one, other)
