interface Planned<Fault> {
  readonly fault: Fault
  readonly method: string | null
  left: number
}

/** Faults on demand: the next `times` calls (of one method, or of any). What a fault is each messenger says itself. */
export class PlannedFaults<Fault> {
  #planned: Planned<Fault>[] = []

  plan(fault: Fault, { times = 1, method = null }: { times?: number; method?: string | null } = {}): void {
    this.#planned.push({ fault, method, left: times })
  }

  clear(): void {
    this.#planned = []
  }

  take(method: string): Fault | null {
    const planned = this.#planned.find((one) => one.method === null || one.method === method)
    if (planned === undefined) return null
    planned.left -= 1
    if (planned.left === 0) this.#planned = this.#planned.filter((one) => one !== planned)
    return planned.fault
  }
}
