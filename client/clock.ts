/** Time as the client needs it; the two composition roots (Electron main, browser page) bring the real ones. */
export interface ClientClock {
  /** Epoch milliseconds of this device; shown times add the offset to the hub's clock. */
  now(): number
  /** Calls once after `ms`; the returned function calls it off. */
  after(ms: number, work: () => void): () => void
}

export interface ClientRandom {
  /** A UUID: ids of commands. */
  uuid(): string
  /** From 0 inclusive to 1 exclusive: jitter. */
  number(): number
}
