import { type BrowserWindow, dialog, shell } from 'electron'
import { externalAddress } from './external-address'
import type { Words } from './words'

/** Opens links of messages outside, asking once a run for every unfamiliar host. */
export class External {
  readonly #familiar = new Set<string>()
  readonly #words: () => Words

  constructor(words: () => Words) {
    this.#words = words
  }

  async open(text: string, parent: BrowserWindow | null): Promise<void> {
    const url = externalAddress(text)
    if (url === null) return
    if (url.host !== '' && !this.#familiar.has(url.host) && !(await this.#mayOpen(url, parent))) return
    if (url.host !== '') this.#familiar.add(url.host)
    await shell.openExternal(url.href)
  }

  async #mayOpen(url: URL, parent: BrowserWindow | null): Promise<boolean> {
    const words = this.#words()
    const options = {
      type: 'question' as const,
      message: words.openLink(url.host),
      detail: url.href.slice(0, 300),
      buttons: [words.open, words.doNotOpen],
      defaultId: 0,
      cancelId: 1,
    }
    const { response } = await (parent === null
      ? dialog.showMessageBox(options)
      : dialog.showMessageBox(parent, options))
    return response === 0
  }
}
