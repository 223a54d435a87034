import { join } from 'node:path'
import { Menu, nativeImage, Tray } from 'electron'
import type { ChosenStatus } from '#protocol/operator'
import { type Ink, type TrayState, trayInk } from './tray-ink'

export interface TrayActs {
  show(): void
  choose(status: ChosenStatus): void
  quit(): void
}

const statuses: readonly ChosenStatus[] = ['online', 'busy', 'offline']

/** The icon beside the clock: state at a glance, presence in two clicks. */
export class TrayIcon {
  readonly #tray: Tray
  readonly #acts: TrayActs
  readonly #folder: string
  #shown = ''

  constructor(folder: string, acts: TrayActs) {
    this.#folder = folder
    this.#acts = acts
    this.#tray = new Tray(this.#image('ink'))
    this.#tray.on('click', () => acts.show())
  }

  show(state: TrayState): void {
    const { words, badge, isConnected, status } = state
    const shown = JSON.stringify([words.quit, badge, isConnected, status])
    if (shown === this.#shown) return
    this.#shown = shown
    this.#tray.setImage(this.#image(trayInk(state)))
    this.#tray.setToolTip(isConnected || status === null ? words.tray(badge) : words.notConnected)
    const presence = statuses.map((one) => ({
      label: words[one],
      type: 'radio' as const,
      checked: status === one,
      enabled: isConnected,
      click: () => this.#acts.choose(one),
    }))
    this.#tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: words.show, click: () => this.#acts.show() },
        { type: 'separator' },
        ...(status === null ? [] : [...presence, { type: 'separator' as const }]),
        { label: words.quit, click: () => this.#acts.quit() },
      ]),
    )
  }

  #image(ink: Ink) {
    return nativeImage.createFromPath(join(this.#folder, `tray-${ink}.png`))
  }
}
