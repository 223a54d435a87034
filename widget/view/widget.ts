import type { Chat, ChatState } from '../chat'
import { type Text, textFor } from '../text'
import type { World } from '../world'
import { ChatWindow } from './chat-window'
import { button, el, icon, setText } from './dom'
import frame from './frame.css?inline'
import states from './states.css?inline'
import stream from './stream.css?inline'
import tokens from './tokens.css?inline'

export interface WidgetOptions {
  readonly world: World
  readonly chat: Chat
  readonly locale: string
  /** Remembered for this tab only: was the window open, what was typed. */
  readonly session: { get(key: string): string | null; set(key: string, value: string): void }
}

const phone = '(max-width: 480px), (max-height: 420px) and (pointer: coarse)'

/** Button, invitation and window in a shadow root of their own: nothing of the page's style comes in, nothing of ours goes out. */
export class Widget {
  private readonly text: Text
  private readonly host = el('pult-chat' as 'div')
  private readonly launcher: HTMLButtonElement
  private readonly badge = el('span', { class: 'badge', 'aria-hidden': 'true' })
  private readonly invite: HTMLButtonElement
  private readonly window: ChatWindow
  private isOpen = false

  constructor(private readonly options: WidgetOptions) {
    const { chat, world, locale, session } = options
    this.text = textFor(locale)
    this.launcher = button('launcher', this.text.open, icon('chat'), icon('close'), this.badge)
    this.launcher.setAttribute('aria-controls', 'window')
    this.invite = el('button', { type: 'button', class: 'invite', tabindex: '-1', 'aria-hidden': 'true' })
    this.window = new ChatWindow(
      {
        ...{ text: this.text, locale, origin: location.origin },
        now: () => world.now(),
        retry: (id) => chat.retry(id),
        drop: (id) => chat.drop(id),
        older: () => void chat.older(),
        sendsOnEnter: !matchMedia('(pointer: coarse)').matches,
        send: (text) => chat.send(text),
        typed: () => chat.typed(),
        draft: { get: () => session.get('draft') ?? '', set: (text) => session.set('draft', text) },
        close: () => this.close(),
      },
      (ms, work) => world.after(ms, work),
    )
    this.build()
  }

  private build(): void {
    const { chat, session } = this.options
    const root = this.host.attachShadow({ mode: 'open' })
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(tokens + frame + stream + states)
    root.adoptedStyleSheets = [sheet]
    root.append(this.window.element, el('div', { class: 'corner' }, this.invite, this.launcher))
    document.body.append(this.host)
    this.launcher.addEventListener('click', () => (this.isOpen ? this.close() : this.open()))
    this.invite.addEventListener('click', () => this.open())
    document.addEventListener('visibilitychange', () => this.look())
    chat.onChange(() => this.draw(chat.now))
    this.draw(chat.now)
    chat.resume()
    if (session.get('open') === 'yes' && !matchMedia(phone).matches) this.open()
  }

  private open(): void {
    this.isOpen = true
    this.options.session.set('open', 'yes')
    this.host.classList.add('open')
    this.options.chat.start()
    this.look()
    this.draw(this.options.chat.now)
    this.window.show(matchMedia(phone).matches)
  }

  private close(): void {
    this.isOpen = false
    this.options.session.set('open', '')
    this.host.classList.remove('open')
    this.window.element.hidden = true
    this.look()
    this.draw(this.options.chat.now)
    this.launcher.focus({ preventScroll: true })
  }

  private look(): void {
    this.options.chat.look(this.isOpen && document.visibilityState === 'visible')
  }

  private draw(state: ChatState): void {
    const unread = this.isOpen ? 0 : state.unread
    this.badge.hidden = unread === 0
    setText(this.badge, unread > 99 ? '99+' : String(unread))
    this.launcher.setAttribute('aria-expanded', String(this.isOpen))
    const label = this.isOpen ? this.text.close : unread === 0 ? this.text.open : this.text.openUnread(unread)
    this.launcher.setAttribute('aria-label', label)
    const last = state.held.lines.at(-1)
    this.invite.hidden = unread === 0 || last?.from !== 'company'
    setText(this.invite, last?.text ?? '')
    if (this.isOpen) this.window.draw(state)
  }
}
