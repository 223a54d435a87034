import type { ChannelId } from '#protocol/ids'
import type { LinkVisit } from '#protocol/links'
import type { ConversationDraft } from './draft'
import type { InboundEvent } from './inbound'
import type { Work } from './ports'

/** A visit's number has eight digits: no phone, and too many to meet one by chance. */
export const visitNumbers = { lowest: 10_000_000, highest: 99_999_999 } as const

const visitNumber = /(?<!\d)[1-9]\d{7}(?!\d)/g

/** Numbers looked up of one text: somebody may send a price list. */
const mostLookedUp = 5

type Said = Pick<Extract<InboundEvent, { kind: 'message' }>, 'externalChat' | 'text' | 'source'>

/** The visit a message belongs to: by its number in the text or in what the link carried, or by its chat when it begins an inquiry. */
export async function visitOf(
  work: Work,
  channelId: ChannelId,
  { externalChat, text, source }: Said,
  opens: boolean,
): Promise<LinkVisit | undefined> {
  return (
    (await numberedIn(work, channelId, text)) ??
    (source === null ? undefined : await numberedIn(work, channelId, source)) ??
    (opens ? await work.visits.ofChat(channelId, externalChat) : undefined)
  )
}

async function numberedIn(work: Work, channelId: ChannelId, text: string): Promise<LinkVisit | undefined> {
  const numbers = text.match(visitNumber)
  if (numbers === null) return undefined
  for (const number of numbers.slice(0, mostLookedUp)) {
    const visit = await work.visits.numbered(channelId, Number(number))
    if (visit !== undefined) return visit
  }
  return undefined
}

/** The inquiry is counted for the link, and the stream says where the contact came from. */
export async function tieVisit(work: Work, draft: ConversationDraft, visit: LinkVisit): Promise<void> {
  await work.visits.tie(visit.number, draft.row.inquiry)
  draft.addSystem(work.now, { kind: 'visited', visit })
}

/** He has pressed "start" at the end of a link: in an open conversation it is known at once, else his first word will tell. */
export async function startedBy(
  work: Work,
  channelId: ChannelId,
  { externalChat, payload }: Extract<InboundEvent, { kind: 'started' }>,
): Promise<void> {
  const visit = payload === null ? undefined : await numberedIn(work, channelId, payload)
  if (visit === undefined) return
  const draft = await work.draftOfChat(channelId, externalChat)
  if (draft?.row.isOpen === true) await tieVisit(work, draft, visit)
  else await work.visits.hold(visit.number, externalChat)
}
