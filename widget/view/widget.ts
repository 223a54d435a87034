import type { VisitorSite } from '#protocol/visitor'
import type { Chat, ChatState } from '../chat'
import { brandOf } from '../color'
import type { FileDoor } from '../files'
import { type Text, textFor } from '../text'
import { Uploads } from '../uploads'
import type { World } from '../world'
import { ChatWindow } from './chat-window'
import { button, el, type IconName, icon, setText } from './dom'
import { Files } from './files'
import forms from './forms.css?inline'
import frame from './frame.css?inline'
import states from './states.css?inline'
import stream from './stream.css?inline'
import tokens from './tokens.css?inline'
import { Viewer } from './viewer'

export interface WidgetOptions {
  readonly world: World
  readonly chat: Chat
  readonly door: FileDoor
  readonly locale: string
  /** Where it stands: the page's body. */
  readonly place: HTMLElement
  /** Remembered for this tab only: was the window open, what was typed. */
  readonly session: { get(key: string): string | null; set(key: string, value: string): void }
  /** Shown among other things: it leaves the keyboard where it is and keeps to its place on every screen. */
  readonly isShowpiece?: boolean
}

const phone = '(max-width: 480px), (max-height: 420px) and (pointer: coarse)'

const signs: Readonly<Record<VisitorSite['look']['icon'], IconName>> = {
  chat: 'chat',
  question: 'question',
  wave: 'wave',
}

/** The colour nobody has chosen: the theme's own ink stands for it. */
const plainColor = '#27241e'

/** Button, invitation and window in a shadow root of their own: nothing of the page's style comes in, nothing of ours goes out. */
export class Widget {
  private readonly text: Text
  private readonly host = el('pult-chat' as 'div')
  private readonly launcher: HTMLButtonElement
  private readonly sign = el('span', { class: 'sign' })
  private readonly label = el('span', { class: 'label' })
  private readonly badge = el('span', { class: 'badge', 'aria-hidden': 'true' })
  private readonly invite: HTMLButtonElement
  private readonly window: ChatWindow
  private readonly viewer: Viewer
  private readonly files: Files
  private readonly uploads: Uploads
  private drawnLook = ''
  private readonly shown = new Set<(isOpen: boolean) => void>()
  private isOpen = false

  constructor(private readonly options: WidgetOptions) {
    const { world, door, locale } = options
    this.text = textFor(locale)
    this.files = new Files(door)
    this.viewer = new Viewer(this.text, (name, blob) => this.files.save(name, blob))
    this.uploads = new Uploads({ world, door, changed: () => this.window.drawUploads(this.uploads.all()) })
    this.launcher = button('launcher', this.text.open, this.sign, icon('close'), this.label, this.badge)
    this.launcher.setAttribute('aria-controls', 'window')
    this.invite = el('button', { type: 'button', class: 'invite', tabindex: '-1', 'aria-hidden': 'true' })
    this.window = this.aWindow()
    this.build()
  }

  open(): void {
    this.isOpen = true
    this.options.session.set('open', 'yes')
    this.host.classList.add('open')
    this.options.chat.start()
    this.look()
    this.draw(this.options.chat.now)
    this.window.show(this.isPhone)
    for (const listener of this.shown) listener(true)
  }

  close(): void {
    if (!this.isOpen) return
    this.isOpen = false
    this.options.session.set('open', '')
    this.host.classList.remove('open')
    this.window.element.hidden = true
    this.look()
    this.draw(this.options.chat.now)
    if (this.options.isShowpiece !== true) this.launcher.focus({ preventScroll: true })
    for (const listener of this.shown) listener(false)
  }

  /** The window has been opened or closed. */
  onShown(listener: (isOpen: boolean) => void): () => void {
    this.shown.add(listener)
    return () => void this.shown.delete(listener)
  }

  remove(): void {
    this.host.remove()
  }

  private aWindow(): ChatWindow {
    const { chat, world, locale, session } = this.options
    return new ChatWindow(
      {
        ...{ text: this.text, locale, origin: location.origin },
        now: () => world.now(),
        retry: (id) => chat.retry(id),
        drop: (id) => chat.drop(id),
        press: (seq, buttonId) => chat.press(seq, buttonId),
        rate: (score, comment) => chat.rate(score, comment),
        older: () => void chat.older(),
        atEnd: () => chat.atEnd(),
        load: (id) => this.files.load(id),
        save: (name, blob) => this.files.save(name, blob),
        show: ({ name }, blob) => void this.viewer.show(name, blob),
        whenSeen: (element, work) => this.files.whenSeen(element, work),
        sendsOnEnter: !matchMedia('(pointer: coarse)').matches,
        send: (text) => this.send(text),
        attach: (files) => this.attach(files),
        tray: { cancel: (key) => this.uploads.cancel(key), retry: (key) => this.uploads.retry(key) },
        begin: (about, question) => void chat.send(question, { about }),
        typed: () => chat.typed(),
        draft: { get: () => session.get('draft') ?? '', set: (text) => session.set('draft', text) },
        close: () => this.close(),
        takesFocus: this.options.isShowpiece !== true,
      },
      (ms, work) => void world.after(ms, work),
    )
  }

  private build(): void {
    const { chat, session, place } = this.options
    const root = this.host.attachShadow({ mode: 'open' })
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(tokens + frame + stream + forms + states)
    root.adoptedStyleSheets = [sheet]
    const corner = el('div', { class: 'corner' }, this.invite, this.launcher)
    root.append(this.window.element, corner, this.viewer.element)
    place.append(this.host)
    this.launcher.addEventListener('click', () => (this.isOpen ? this.close() : this.open()))
    this.invite.addEventListener('click', () => this.open())
    document.addEventListener('visibilitychange', () => this.look())
    this.followKeyboard()
    chat.onChange(() => this.draw(chat.now))
    this.draw(chat.now)
    chat.resume()
    this.host.classList.toggle('piece', this.options.isShowpiece === true)
    if (session.get('open') === 'yes' && !this.isPhone) this.open()
  }

  private get isPhone(): boolean {
    return this.options.isShowpiece !== true && matchMedia(phone).matches
  }

  private send(text: string): boolean {
    const hasFiles = this.uploads.all().some(({ state }) => state.kind === 'done')
    return this.options.chat.send(text, { attachments: hasFiles ? this.uploads.take() : [] })
  }

  private attach(files: readonly File[]): void {
    this.options.chat.start()
    this.uploads.add(files)
  }

  /** On a phone the keyboard lies over the page: the window keeps to what is left of the screen. */
  private followKeyboard(): void {
    const { visualViewport } = window
    const follow = () => {
      if (visualViewport === null) return
      const isCovered = this.isPhone && visualViewport.height < innerHeight - 60
      this.host.style.setProperty('--top', isCovered ? `${visualViewport.offsetTop}px` : '0px')
      this.host.style.setProperty(
        '--under',
        isCovered ? `${innerHeight - visualViewport.height - visualViewport.offsetTop}px` : '0px',
      )
    }
    visualViewport?.addEventListener('resize', follow)
    visualViewport?.addEventListener('scroll', follow)
  }

  private look(): void {
    this.options.chat.look(this.isOpen && document.visibilityState === 'visible')
  }

  private draw(state: ChatState): void {
    this.drawLook(state.site)
    const unread = this.isOpen ? 0 : state.unread
    this.badge.hidden = unread === 0
    setText(this.badge, unread > 99 ? '99+' : String(unread))
    this.launcher.setAttribute('aria-expanded', String(this.isOpen))
    const label = this.isOpen ? this.text.close : unread === 0 ? this.text.open : this.text.openUnread(unread)
    const words = state.site?.look.label ?? ''
    this.launcher.setAttribute('aria-label', words === '' || this.isOpen ? label : `${words}. ${label}`)
    const last = state.held.lines.findLast(({ isGone }) => !isGone)
    this.invite.hidden = unread === 0 || last?.from !== 'company'
    setText(this.invite, last?.text || (last?.attachments[0]?.name ?? ''))
    if (this.isOpen) this.window.draw(state)
  }

  private drawLook(site: VisitorSite | null): void {
    // Until it is known how the site wants it, nothing is shown that would change at once.
    this.host.hidden = site === null
    const signature = JSON.stringify(site?.look ?? null)
    if (site === null || signature === this.drawnLook) return
    this.drawnLook = signature
    const { color, side, theme, icon: sign, label } = site.look
    const { classList, style } = this.host
    for (const name of ['light', 'dark'] as const) classList.toggle(name, theme === name)
    classList.toggle('left', side === 'left')
    classList.toggle('worded', label !== '')
    const { fill, on } = brandOf(color)
    for (const [name, value] of [['--ink', fill] as const, ['--on-ink', on] as const]) {
      if (color === plainColor) style.removeProperty(name)
      else style.setProperty(name, value)
    }
    this.sign.replaceChildren(icon(signs[sign]))
    setText(this.label, label)
  }
}
