import type { IncomingMessage } from 'node:http'
import type { Server } from 'socket.io'
import type { RefusalCode } from '#protocol/errors'
import type { ChannelId, Seq } from '#protocol/ids'
import { visitorNamespace } from '#protocol/version'
import type { VisitorPage, VisitorSite } from '#protocol/visitor'
import type { Clock, Timers } from '../../platform'
import type { OutboundPart } from '../channel'
import { Buckets } from '../pace'
import type { CompanySign, VisitorReads } from '../ports'
import { Admission, type AdmissionOptions } from './admission'
import { facelessReads } from './faceless-reads'
import { addressPace, lookPace, visitorPace } from './settings'
import {
  type RefusedOrigin,
  roomOf,
  type Site,
  type SiteVisitors,
  siteRoomOf,
  type VisitorNamespace,
  type VisitorsContext,
} from './site'
import { VisitorSocket } from './visitor-socket'
import { type Visit, Visits } from './visits'

export interface VisitorsOptions extends AdmissionOptions {
  readonly timers: Timers
  readonly reads: VisitorReads
  readonly company: CompanySign
  /** Where else the company answers: links of its connected messengers. */
  messengers(): VisitorSite['messengers']
  /** A visitor has come, gone, or looks at another page. */
  onVisit(id: ChannelId, visitorId: string, visit: Visit): void
}

/** Presence of operators changes in flocks; visitors hear the outcome. */
const companyQuietMs = 1000

/** The namespace `/visitor`: who may enter, and rooms of one visitor's tabs. */
export class Visitors implements SiteVisitors, VisitorsContext {
  readonly clock: Clock
  private readonly reads: VisitorReads
  private readonly faceless: VisitorReads
  readonly company: CompanySign
  readonly perVisitor = new Buckets(visitorPace)
  readonly perAddress = new Buckets(addressPace)
  readonly looks = new Buckets(lookPace)
  private readonly admission: Admission
  private readonly visits: Visits
  private namespace: VisitorNamespace | null = null
  /** Open sites, with what their visitors were told of the company last. */
  private readonly told = new Map<ChannelId, { readonly site: Site; company: string }>()
  private isTelling = false

  constructor(private readonly options: VisitorsOptions) {
    const { clock, timers, reads, company, onVisit } = options
    this.clock = clock
    this.reads = reads
    this.faceless = facelessReads(reads)
    this.company = company
    this.admission = new Admission(options)
    const onChange = (id: ChannelId, visitorId: string) => {
      const visit = this.visits.of(id, visitorId)
      if (visit !== null) onVisit(id, visitorId, visit)
    }
    this.visits = new Visits({ clock, timers, onChange })
  }

  /** Takes its place on the hub's Socket.IO server; gives what ends the listening. */
  mount(server: Server): () => void {
    const namespace: VisitorNamespace = server.of(visitorNamespace)
    this.namespace = namespace
    namespace.use((socket, next) => {
      void this.admission.admit({ request: socket.request, auth: socket.handshake.auth }).then((known) => {
        if (typeof known === 'string') return next(Object.assign(new Error(known), { data: refusalData(known) }))
        Object.assign(socket.data, known)
        next()
      })
    })
    namespace.on('connection', (socket) => {
      const { site, visitorId, page } = socket.data
      this.admission.count(socket.data, 1)
      this.visits.came(site.id, visitorId, page)
      void socket.join(siteRoomOf(site.id))
      socket.on('disconnect', () => {
        this.admission.count(socket.data, -1)
        this.visits.left(site.id, visitorId)
      })
      void new VisitorSocket(socket, this).welcome()
    })
    return this.company.onChange(() => this.tellCompanySoon())
  }

  opened(site: Site): void {
    this.admission.opened(site)
    this.told.set(site.id, { site, company: JSON.stringify(this.company.state(site.id)) })
  }

  closed(id: ChannelId): void {
    this.admission.closed(id)
    this.told.delete(id)
    for (const socket of this.namespace?.sockets.values() ?? []) if (socket.data.site.id === id) socket.disconnect(true)
  }

  async line(id: ChannelId, { externalChat, seq }: Pick<OutboundPart, 'externalChat' | 'seq'>): Promise<void> {
    if (!this.isThere(id, externalChat)) return
    const line = await this.readsOf(id).line(id, externalChat, seq)
    if (line !== null) this.namespace?.to(roomOf(id, externalChat)).emit('line', line)
  }

  typing(id: ChannelId, visitorId: string, operatorName: string): void {
    this.namespace?.to(roomOf(id, visitorId)).volatile.emit('typing', operatorName)
  }

  read(id: ChannelId, visitorId: string, upTo: Seq): void {
    this.namespace?.to(roomOf(id, visitorId)).emit('read', upTo)
  }

  async inquiryClosed(id: ChannelId, visitorId: string): Promise<void> {
    if (!this.isThere(id, visitorId)) return
    this.namespace?.to(roomOf(id, visitorId)).emit('rating', await this.reads.rating(id, visitorId))
  }

  /** What a visitor of this site reads. */
  readsOf(id: ChannelId): VisitorReads {
    return this.told.get(id)?.site.settings.showsFaces === false ? this.faceless : this.reads
  }

  lastRefused(id: ChannelId): RefusedOrigin | null {
    return this.admission.lastRefused(id)
  }

  visitOf(id: ChannelId, visitorId: string): Visit | null {
    return this.visits.of(id, visitorId)
  }

  moved(id: ChannelId, visitorId: string, page: VisitorPage): void {
    this.visits.moved(id, visitorId, page)
  }

  face({ greeting, settings }: Site): VisitorSite {
    const { look, ask, away, showsMessengers } = settings
    const messengers = showsMessengers ? this.options.messengers() : []
    return { companyName: this.company.name(), greeting, look, ask, away, messengers }
  }

  /** How the chat looks on the page that asks; the code with which it may not have one. */
  faceFor(id: ChannelId, request: IncomingMessage): VisitorSite | RefusalCode {
    const site = this.admission.siteFor(id, request)
    return typeof site === 'string' ? site : this.face(site)
  }

  /** May a page of this origin use the chat over HTTP? */
  isOpenTo(id: ChannelId, request: IncomingMessage): boolean {
    return typeof this.admission.siteFor(id, request) !== 'string'
  }

  private isThere(id: ChannelId, visitorId: string): boolean {
    return this.namespace?.adapter.rooms.has(roomOf(id, visitorId)) ?? false
  }

  private tellCompanySoon(): void {
    if (this.isTelling) return
    this.isTelling = true
    this.options.timers.after(companyQuietMs, () => {
      this.isTelling = false
      for (const id of this.told.keys()) this.tellCompany(id)
    })
  }

  private tellCompany(id: ChannelId): void {
    const told = this.told.get(id)
    const state = this.company.state(id)
    const now = JSON.stringify(state)
    if (told === undefined || told.company === now) return
    told.company = now
    this.namespace?.to(siteRoomOf(id)).emit('company', state)
  }
}

function refusalData(code: RefusalCode): { code: RefusalCode; retryable: boolean; retryAfterMs: number | null } {
  const isPassing = code === 'RATE_LIMITED' || code === 'STORE_UNAVAILABLE'
  return { code, retryable: isPassing, retryAfterMs: isPassing ? 5000 : null }
}
