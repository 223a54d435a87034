import type { FakeRequest } from './http'

/** A call as it came in, and what it was answered with; null = the line was cut. */
export interface LoggedCall {
  readonly prefix: string
  readonly method: string
  readonly path: string
  readonly status: number | null
  readonly words: string
  readonly at: number
  /** The same again and again, as polling is, stands once. */
  readonly times: number
}

const kept = 200
const shownOfBody = 400

/** What has been asked of the stand-ins lately. */
export class CallLog {
  #calls: readonly LoggedCall[] = []

  get calls(): readonly LoggedCall[] {
    return this.#calls
  }

  note(prefix: string, { method, path, body }: FakeRequest, status: number | null): void {
    const last = this.#calls.at(-1)
    const words = body.subarray(0, shownOfBody).toString('utf8')
    const isAgain = last?.prefix === prefix && last.path === path && last.status === status && last.words === words
    const call = { prefix, method, path, status, words, at: Date.now(), times: isAgain ? last.times + 1 : 1 }
    this.#calls = [...(isAgain ? this.#calls.slice(0, -1) : this.#calls), call].slice(-kept)
  }
}
