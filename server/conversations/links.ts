import type { Command } from '#protocol/commands'
import { accepted, type Outcome, refused } from '#protocol/errors'
import { LinkId } from '#protocol/ids'
import { linkProblems, mostLinks } from '#protocol/links'
import { type Actor, mayManage } from '#protocol/permissions'
import type { StoredLink, Work } from './ports'

const forbidden = () => refused('FORBIDDEN', 'You may not manage links.')
const notFound = () => refused('NOT_FOUND', 'No such link.')

/** Makes a link or changes one; without the number of the visit nobody would know who came by it. */
export async function saveLink(
  work: Work,
  actor: Actor,
  { channelId, linkId, version, form }: Command<'link.save'>,
): Promise<Outcome<{ linkId: LinkId }>> {
  if (!mayManage(actor, 'manageLinks')) return forbidden()
  if (work.people.channel(channelId) === undefined) return refused('NOT_FOUND', 'No such channel.')
  const problems = linkProblems(form)
  if (problems.length > 0)
    return refused('INVALID', 'The link would not work.', {
      fields: problems.map(({ field, problem }) => ({ field: `form.${field}`, problem })),
    })
  const before = linkId === null ? null : await work.links.find(linkId)
  if (before === undefined || (before !== null && before.channelId !== channelId)) return notFound()
  if (before !== null && before.version !== version)
    return refused('CONFLICT', 'Somebody else has changed this link.', { facts: { version: before.version } })
  if (before === null && (await work.links.ofChannel(channelId)).length >= mostLinks)
    return refused('INVALID', 'The channel has enough links.', { fields: [{ field: 'form', problem: 'tooMany' }] })
  const { title, question, isOn } = form
  const id = before?.id ?? LinkId.parse(work.newId())
  const link: StoredLink = { id, channelId, title, question, isOn, version: (before?.version ?? 0) + 1 }
  await work.links.put(link, work.now)
  return accepted({ linkId: id })
}

export async function deleteLink(
  work: Work,
  actor: Actor,
  { linkId }: Command<'link.delete'>,
): Promise<Outcome<Record<string, never>>> {
  if (!mayManage(actor, 'manageLinks')) return forbidden()
  if ((await work.links.find(linkId)) === undefined) return notFound()
  await work.links.remove(linkId)
  return accepted({})
}
