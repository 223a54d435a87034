import type { VisitorGap, VisitorLine, VisitorSite } from '#protocol/visitor'
import { Chat } from './chat'
import type { HubNews, OpenTransport, Transport } from './transport'
import { Widget } from './view/widget'
import type { Keep, World } from './world'

/** Which moment of a chat is shown. */
export type PreviewMoment = 'first' | 'talk' | 'away' | 'rating'

export interface Preview {
  show(site: VisitorSite, moment: PreviewMoment): void
  close(): void
}

export interface PreviewOptions {
  /** What the chat stands in; the bounds of its corner and window. */
  readonly place: HTMLElement
  readonly locale: string
  readonly world: Pick<World, 'now' | 'after'>
  /** What is said in it. */
  readonly words: { readonly question: string; readonly answer: string; readonly name: string }
}

/** The chat of a site as its settings stand, without a hub: the same widget over a way that leads nowhere. */
export function openPreview(options: PreviewOptions): Preview {
  let open: Running | null = null
  const close = () => {
    open?.widget.remove()
    open = null
  }
  return {
    show: (site, moment) => {
      if (open?.moment !== moment) {
        close()
        open = run(options, moment)
      }
      open.tell(site)
    },
    close,
  }
}

interface Running {
  readonly moment: PreviewMoment
  readonly widget: Widget
  readonly tell: (site: VisitorSite) => void
}

function run({ place, locale, world, words }: PreviewOptions, moment: PreviewMoment): Running {
  let count = 0
  const uuid = () => {
    count += 1
    return `preview-${count}`
  }
  let news: HubNews | null = null
  const nowhere: OpenTransport = (heard) => {
    news = heard
    return silent(world.now)
  }
  const keep = memoryKeep()
  const chat = new Chat({ ...world, uuid, random: () => 0.5, keep, tab: 'preview' }, nowhere)
  const door = { begin: async () => null, offset: async () => null, append: async () => null, read: async () => null }
  const session = memoryKeep()
  session.set('open', 'yes')
  const widget = new Widget({
    ...{ world: { ...world, uuid, random: () => 0.5, keep, tab: 'preview' }, chat, door, locale, place, session },
    isShowpiece: true,
  })
  const { name } = words
  const lines = moment === 'talk' || moment === 'rating' ? talk(words, world.now()) : []
  const gap: VisitorGap = { lines, isReset: true, hasOlder: false, readByCompany: 1, readByVisitor: lines.length }
  return {
    moment,
    widget,
    tell: (site) =>
      news?.welcome({
        ...{ token: 'preview', site, gap, customer: 'none', isOther: false },
        company: { isAnybodyOnline: moment !== 'away', team: [name] },
        rating: moment === 'rating' ? { inquiry: 1, name, score: null, hasComment: false } : null,
      }),
  }
}

function talk({ question, answer, name }: PreviewOptions['words'], at: number): VisitorLine[] {
  const bare = { at, picture: null, attachments: [], buttons: [], pressed: null, isEdited: false, isGone: false }
  return [
    { ...bare, seq: 1, from: 'visitor', id: null, name: null, text: question },
    { ...bare, seq: 2, from: 'company', id: null, name, text: answer },
  ]
}

/** Takes what is said and answers as a hub would; nothing leaves. */
function silent(now: () => number): Transport {
  let seq = 100
  return {
    connect: () => {},
    restart: () => {},
    message: async ({ id, text, attachments }) => {
      seq += 1
      const bare = {
        buttons: [],
        pressed: null,
        isEdited: false,
        isGone: false,
        name: null,
        picture: null,
        attachments: [...attachments],
      }
      return { ok: true, line: { ...bare, seq, at: now(), from: 'visitor', id, text } }
    },
    press: async () => ({ ok: true }),
    rate: async () => ({ ok: true }),
    sync: async (after) => ({ lines: [], isReset: false, hasOlder: false, readByCompany: after, readByVisitor: after }),
    history: async () => ({ lines: [], hasOlder: false }),
    typing: () => {},
    page: () => {},
    received: () => {},
    read: () => {},
  }
}

function memoryKeep(): Keep {
  const held = new Map<string, string>()
  return {
    get: (key) => held.get(key) ?? null,
    set: (key, value) => void held.set(key, value),
    remove: (key) => void held.delete(key),
    keys: () => [...held.keys()],
    onChange: () => {},
  }
}
