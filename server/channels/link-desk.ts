import type { ChannelId } from '#protocol/ids'
import { LinkId } from '#protocol/ids'
import { askedBy, type ChannelLinks, type LinkVisit } from '#protocol/links'
import type { Hub } from '../conversations/ports'
import { visitNumbers } from '../conversations/visits'
import type { Random } from '../platform'
import type { Passenger } from './channel'
import type { ChannelStore } from './ports'
import type { Registry } from './registry'

export interface LinkDeskOptions {
  readonly hub: Hub
  readonly store: Pick<ChannelStore, 'get'>
  readonly registry: Pick<Registry, 'kind'>
  readonly random: Pick<Random, 'number'>
  readonly hubUrl: string
}

/** What is known of somebody who has pressed a link. */
export type Arrival = Pick<LinkVisit, 'page' | 'referrer' | 'utm'>

/** A number is one of ninety million: three that are taken are no chance. */
const attempts = 3

/** Leads people from links of the company into its messengers, and counts them. */
export class LinkDesk {
  readonly #options: LinkDeskOptions

  constructor(options: LinkDeskOptions) {
    this.#options = options
  }

  /** Where somebody goes who has pressed a link; null when it leads nowhere. The visit is stored before he goes. */
  async follow(code: string, arrival: Arrival): Promise<string | null> {
    const { hub, hubUrl } = this.#options
    const id = LinkId.safeParse(code)
    if (!id.success) return null
    const link = await hub.write((work) => work.links.find(id.data))
    const way = link?.isOn ? await this.#wayOf(link.channelId) : null
    if (link === undefined || way === null) return null
    const { channelId, question } = link
    const addressAs = (number: number) =>
      way.addressOf({
        question: askedBy(question, number),
        payload: `visit-${number}`,
        tryUrl: `${hubUrl}/widget/${channelId}/try`,
      })
    if (addressAs(visitNumbers.lowest) === null) return null
    for (let attempt = 0; attempt < attempts; attempt++) {
      const number = this.#newNumber()
      const visit = { ...arrival, number, channelId, linkId: link.id }
      const isMade = await hub.write((work) => work.visits.add({ ...visit, at: work.now }))
      if (isMade) return addressAs(number)
    }
    throw new Error('no number was free')
  }

  async ofChannel(channelId: ChannelId): Promise<ChannelLinks> {
    const { hub, hubUrl } = this.#options
    const way = await this.#wayOf(channelId)
    const isReached = way?.addressOf({ question: '', payload: '', tryUrl: hubUrl }) != null
    const { links, inquiries } = await hub.write(async (work) => ({
      links: await work.links.ofChannel(channelId),
      inquiries: await work.links.countInquiries(channelId),
    }))
    return {
      carries: isReached && way !== null ? way.carries : 'nothing',
      inquiries,
      links: links.map((link) => ({ ...link, url: `${hubUrl}/l/${link.id}` })),
    }
  }

  async #wayOf(channelId: ChannelId) {
    const record = await this.#options.store.get(channelId)
    if (record?.isConnected !== true) return null
    const way = this.#options.registry.kind(record.messenger)?.linkTo
    if (way === undefined) return null
    const { account } = record
    return { carries: way.carries, addressOf: (passenger: Passenger) => way.addressOf(account, passenger) }
  }

  #newNumber(): number {
    const { lowest, highest } = visitNumbers
    return lowest + Math.floor(this.#options.random.number() * (highest - lowest + 1))
  }
}
