/** What the page gives the chat: time, ids and a place to keep things. Tests give their own. */
export interface World {
  now(): number
  /** Calls once after `ms`; the returned function calls it off. */
  after(ms: number, work: () => void): () => void
  uuid(): string
  /** From 0 to 1; for jitter. */
  random(): number
  readonly keep: Keep
  /** Told apart from other tabs of the same browser, the same after a reload. */
  readonly tab: string
}

/** Small things kept in the browser, shared by its tabs. Without storage (private mode, sandbox) they last as long as the page. */
export interface Keep {
  get(key: string): string | null
  set(key: string, value: string): void
  remove(key: string): void
  keys(): readonly string[]
  /** Another tab has changed something. */
  onChange(listener: () => void): void
}

/** Customers' pages may be plain http, where `crypto.randomUUID` is absent. */
export function uuidOf(random: Uint8Array): string {
  const bytes = Uint8Array.from(random.subarray(0, 16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** The browser's storage under a prefix; in memory where it is refused or full. */
export function keepIn(
  storage: Storage | null,
  prefix: string,
  listen: (changed: (event: StorageEvent) => void) => void,
): Keep {
  const memory = new Map<string, string>()
  const attempt = <Value>(act: (storage: Storage) => Value): Value | null => {
    try {
      return storage === null ? null : act(storage)
    } catch {
      return null
    }
  }
  return {
    get: (key) => memory.get(key) ?? attempt((at) => at.getItem(prefix + key)),
    set: (key, value) => {
      const isStored = attempt((at) => {
        at.setItem(prefix + key, value)
        return true
      })
      if (isStored === true) memory.delete(key)
      else memory.set(key, value)
    },
    remove: (key) => {
      memory.delete(key)
      attempt((at) => at.removeItem(prefix + key))
    },
    keys: () => {
      const stored = attempt((at) => Array.from({ length: at.length }, (_, index) => at.key(index) ?? '')) ?? []
      const own = stored.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length))
      return [...new Set([...own, ...memory.keys()])]
    },
    onChange: (listener) =>
      listen((event) => {
        if (event.key === null || event.key.startsWith(prefix)) listener()
      }),
  }
}
