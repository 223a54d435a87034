import { Chat } from './chat'
import { type Site, socketTransport } from './socket-transport'
import { Widget } from './view/widget'
import { keepIn, uuidOf, type World } from './world'

// Read in the first statement: `document.currentScript` is null as soon as the script has ended.
const script = document.currentScript

const storageOf = (open: () => Storage): Storage | null => {
  try {
    return open()
  } catch {
    return null
  }
}

const uuid = (): string => uuidOf(crypto.getRandomValues(new Uint8Array(16)))

function start(hub: string, channel: string, locale: string): void {
  const prefix = `pult:${channel}:`
  const session = keepIn(
    storageOf(() => sessionStorage),
    prefix,
    () => {},
  )
  const tab = session.get('tab') ?? uuid()
  session.set('tab', tab)
  const after = (ms: number, work: () => void) => {
    const timer = setTimeout(work, ms)
    return () => clearTimeout(timer)
  }
  const keep = keepIn(
    storageOf(() => localStorage),
    prefix,
    (changed) => addEventListener('storage', changed),
  )
  const world: World = { now: () => Date.now(), after, uuid, random: () => Math.random(), keep, tab }
  const site: Site = {
    ...{ hub, channel, locale, referrer: document.referrer },
    page: () => location.href,
    openWebSocket: (url, listener) => {
      const socket = new WebSocket(url)
      socket.addEventListener('message', ({ data }) => listener.heard(data))
      socket.addEventListener('close', () => listener.closed())
      return socket
    },
    onOnline: (listener) => addEventListener('online', listener),
  }
  const chat = new Chat(world, socketTransport(site, world))
  new Widget({ world, chat, locale, session })
}

if (script instanceof HTMLScriptElement) {
  const { channel, locale } = script.dataset
  const hub = new URL(script.src).origin
  const begin = () => {
    // A tag that stands twice in the page is still one chat.
    if (channel === undefined || document.querySelector('pult-chat') !== null) return
    start(hub, channel, locale ?? (document.documentElement.lang || navigator.language))
  }
  if (document.body === null) document.addEventListener('DOMContentLoaded', begin)
  else begin()
}
