import { pageApi, replay } from './api'
import { Chat } from './chat'
import { httpDoor } from './files'
import { askSite } from './page-site'
import { questionIn } from './question-in'
import { type Site, socketTransport } from './socket-transport'
import { textFor } from './text'
import { Widget } from './view/widget'
import { type Keep, keepIn, uuidOf, type World } from './world'

declare global {
  interface Window {
    PultChat?: unknown
  }
}

// Read in the first statement: `document.currentScript` is null as soon as the script has ended.
const script = document.currentScript

const storageOf = (open: () => Storage): Storage | null => {
  try {
    return open()
  } catch {
    return null
  }
}

/** What a link of the company has written for him; taken out of the address, which others may see. */
function broughtQuestion(): string | null {
  const question = questionIn(location.hash)
  if (question !== null) history.replaceState(history.state, '', location.pathname + location.search)
  return question
}

const uuid = (): string => uuidOf(crypto.getRandomValues(new Uint8Array(16)))

// biome-ignore lint/suspicious/noConsole: whoever looks after the page looks there
const warn = (words: string): void => console.warn(words)

function aWorld(keep: Keep, tab: string): World {
  const after = (ms: number, work: () => void) => {
    const timer = setTimeout(work, ms)
    return () => clearTimeout(timer)
  }
  return { now: () => Date.now(), after, uuid, random: () => Math.random(), keep, tab }
}

function siteOf(hub: string, channel: string, locale: string): Site {
  return {
    ...{ hub, channel, locale, referrer: document.referrer },
    page: () => ({ url: location.href, title: document.title }),
    openWebSocket: (url, listener) => {
      const socket = new WebSocket(url)
      socket.addEventListener('message', ({ data }) => listener.heard(data))
      socket.addEventListener('close', () => listener.closed())
      return socket
    },
    onOnline: (listener) => addEventListener('online', listener),
  }
}

/** Pages that change without being loaded anew say so by the browser's history; asked again when the visitor comes back to them. */
function onMoved(moved: () => void): void {
  let shown = `${location.href} ${document.title}`
  const look = () => {
    const now = `${location.href} ${document.title}`
    if (now !== shown) moved()
    shown = now
  }
  const lookSoon = () => setTimeout(look, 300)
  for (const event of ['popstate', 'hashchange', 'focus', 'click']) addEventListener(event, lookSoon, { passive: true })
}

function start(hub: string, channel: string, locale: string, question: string | null): void {
  const prefix = `pult:${channel}:`
  const session = keepIn(
    storageOf(() => sessionStorage),
    prefix,
    () => {},
  )
  const tab = session.get('tab') ?? uuid()
  session.set('tab', tab)
  const keep = keepIn(
    storageOf(() => localStorage),
    prefix,
    (changed) => addEventListener('storage', changed),
  )
  const world = aWorld(keep, tab)
  const chat = new Chat(world, socketTransport(siteOf(hub, channel, locale), world))
  const door = httpDoor({ hub, token: () => chat.token, fetch: (url, init) => fetch(url, init) })
  if (question !== null) {
    session.set('draft', question)
    session.set('open', 'yes')
  }
  const widget = new Widget({ world, chat, door, locale, place: document.body, session })
  const text = textFor(locale)
  const options = { hub, channel, text, keep, warn, origin: location.origin, fetch: (url: string) => fetch(url) }
  void askSite(options, (site) => chat.siteIs(site))
  onMoved(() => chat.moved())
  const api = pageApi({
    open: () => widget.open(),
    close: () => widget.close(),
    identify: (customer) => chat.identify(customer),
    forget: () => chat.forget(),
    onLine: (listener) => chat.onLine(listener),
    onShown: (listener) => widget.onShown(listener),
    warn,
  })
  const before = window.PultChat
  window.PultChat = api
  replay(api, before)
  dispatchEvent(new Event('pultchat'))
}

if (script instanceof HTMLScriptElement) {
  const { channel, locale } = script.dataset
  const hub = new URL(script.src).origin
  const begin = () => {
    // A tag that stands twice in the page is still one chat.
    if (channel === undefined || document.querySelector('pult-chat') !== null) return
    start(hub, channel, locale ?? (document.documentElement.lang || navigator.language), broughtQuestion())
  }
  if (document.body === null) document.addEventListener('DOMContentLoaded', begin)
  else begin()
}
