/** After so many failures in a row a messenger is taken for gone; then it is tried once in a while. */
const failuresInARow = 10
const probeEveryMs = 30_000

/** Keeps a hub from hammering a messenger that is away. Any answer that is not "try later" closes it. */
export class Circuit {
  private failures = 0
  private probeAt = 0

  /** Milliseconds until a send may be tried; 0 = now. */
  wait(now: number): number {
    return this.isOpen ? Math.max(0, this.probeAt - now) : 0
  }

  get isOpen(): boolean {
    return this.failures >= failuresInARow
  }

  failed(now: number): void {
    this.failures += 1
    if (this.isOpen) this.probeAt = now + probeEveryMs
  }

  answered(): void {
    this.failures = 0
  }
}
