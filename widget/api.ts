import type { VisitorAbout, VisitorCustomer, VisitorLine } from '#protocol/visitor'
import { isRecord } from './checks'

/** What a page may do with its chat, as `window.PultChat`. */
export interface PageApi {
  open(): void
  close(): void
  /** Says who the signed-in customer is; `hash` is made by the site's own server with the channel's identity secret. */
  identify(customer: unknown): void
  /** The customer has signed out: his conversation is not shown to the next one at this browser. */
  forget(): void
  /** `message`: somebody of the company has written. Gives what ends the listening. */
  on(event: 'message' | 'open' | 'close', listener: (told: unknown) => void): () => void
}

export interface ApiPorts {
  open(): void
  close(): void
  identify(customer: VisitorCustomer): void
  forget(): void
  onLine(listener: (line: VisitorLine) => void): () => void
  onShown(listener: (isOpen: boolean) => void): () => void
  warn(words: string): void
}

export function pageApi(ports: ApiPorts): PageApi {
  return {
    open: () => ports.open(),
    close: () => ports.close(),
    forget: () => ports.forget(),
    identify: (told) => {
      const customer = customerOf(told)
      if (customer === null) ports.warn('Pult: identify() needs { externalId, hash, name, email, phone }')
      else ports.identify(customer)
    },
    on: (event, listener) => {
      if (event === 'message') return ports.onLine(({ text, name, at }) => listener({ text, name, at }))
      return ports.onShown((isOpen) => (isOpen === (event === 'open') ? listener(undefined) : undefined))
    },
  }
}

/** Calls a page has made before the chat was there: `PultChat = [['identify', {...}], ['open']]`. */
export function replay(api: PageApi, before: unknown): void {
  if (!Array.isArray(before)) return
  for (const call of before) {
    if (!Array.isArray(call)) continue
    const [name, first, second] = call
    if (name === 'open') api.open()
    else if (name === 'close') api.close()
    else if (name === 'identify') api.identify(first)
    else if (name === 'forget') api.forget()
    else if (name === 'on' && isEvent(first) && typeof second === 'function') api.on(first, (told) => second(told))
  }
}

const isEvent = (value: unknown): value is 'message' | 'open' | 'close' =>
  value === 'message' || value === 'open' || value === 'close'

const words = (value: unknown, longest: number): string | null => {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text.trim() !== '' ? text.trim().slice(0, longest) : null
}

function customerOf(told: unknown): VisitorCustomer | null {
  if (!isRecord(told)) return null
  const externalId = words(told.externalId, 128)
  if (externalId === null) return null
  const phone = words(told.phone, 40)
  const email = words(told.email, 254)
  // What the hub would not take is left out: who he is must not fail on it.
  const about: VisitorAbout = {
    name: words(told.name, 200),
    phone: phone !== null && /^\+?[\d\s()\-.]{3,40}$/.test(phone) ? phone : null,
    email: email !== null && /^[\w.+%-]+@[\w-]+(\.[\w-]+)+$/.test(email) ? email : null,
  }
  return { externalId, hash: words(told.hash, 128), about }
}
