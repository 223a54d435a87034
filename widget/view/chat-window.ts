import type { ChatState } from '../chat'
import { initialsOf } from '../stream'
import type { Text } from '../text'
import { avatar } from './bubbles'
import { Composer, type ComposerContext } from './composer'
import { button, el, icon, setText } from './dom'
import { type StreamContext, StreamView } from './stream-view'

export interface WindowContext extends StreamContext, ComposerContext {
  readonly text: Text
  readonly origin: string
  close(): void
}

/** A cut of a moment is nobody's business. */
const lostShownAfterMs = 1500

/** The window: who one writes to, the stream, the field. */
export class ChatWindow {
  readonly element: HTMLElement
  private readonly title = el('h2')
  private readonly status = el('p')
  private readonly team = el('div', { class: 'team' })
  private readonly notice = el('div', { class: 'notice', role: 'status' })
  private readonly stream: StreamView
  private readonly composer: Composer
  private readonly hide: HTMLButtonElement
  private drawnTeam = ''
  private lostSince: number | null = null

  constructor(
    private readonly context: WindowContext,
    private readonly after: (ms: number, work: () => void) => void,
  ) {
    this.stream = new StreamView(context)
    this.composer = new Composer(context)
    this.hide = button('hide', context.text.close, icon('down'), icon('close'))
    this.hide.addEventListener('click', () => context.close())
    this.element = el(
      'section',
      { class: 'window', role: 'dialog', id: 'window' },
      el('header', {}, this.team, el('div', { class: 'grow' }, this.title, this.status), this.hide),
      this.stream.element,
      el('footer', {}, this.notice, this.composer.element),
    )
    this.element.hidden = true
    this.element.addEventListener('keydown', (event) => this.key(event))
  }

  draw(state: ChatState): void {
    const { text } = this.context
    const name = state.companyName === '' ? location.hostname : state.companyName
    setText(this.title, name)
    this.element.setAttribute('aria-label', text.dialog(name))
    this.drawStatus(state)
    this.drawTeam(state.company.team)
    this.drawNotice(state)
    this.stream.draw(state)
  }

  show(isPhone: boolean): void {
    this.element.hidden = false
    this.element.setAttribute('aria-modal', String(isPhone))
    this.stream.toEnd()
    this.composer.focus()
  }

  private drawStatus({ connection, company }: ChatState): void {
    const { text } = this.context
    const isKnown = connection.kind === 'live'
    const isHere = isKnown && company.isAnybodyOnline
    this.status.className = isHere ? 'here' : ''
    setText(
      this.status,
      isHere ? text.here : isKnown ? text.away : connection.kind === 'refused' ? text.refused : text.connecting,
    )
  }

  private drawTeam(team: readonly string[]): void {
    const shown = team.slice(0, 2)
    if (shown.join() === this.drawnTeam) return
    this.drawnTeam = shown.join()
    this.team.replaceChildren(...shown.filter((name) => initialsOf(name) !== '').map((name) => avatar(name, 'ava')))
  }

  private drawNotice({ connection }: ChatState): void {
    const { text, origin } = this.context
    if (connection.kind !== 'lost') this.lostSince = null
    else if (this.lostSince === null) this.loseSoon()
    if (connection.kind === 'refused')
      setText(this.notice, connection.code === 'ORIGIN' ? text.origin(origin) : text.refused)
    else if (connection.kind !== 'lost') setText(this.notice, '')
  }

  private loseSoon(): void {
    const since = this.context.now()
    this.lostSince = since
    this.after(lostShownAfterMs, () => {
      if (this.lostSince === since) setText(this.notice, this.context.text.lost)
    })
  }

  /** Escape closes; on a phone, where nothing else is to be seen, Tab stays inside. */
  private key(event: KeyboardEvent): void {
    // The page's own shortcuts are not meant for what is typed here.
    event.stopPropagation()
    if (event.key === 'Escape') this.context.close()
    if (event.key !== 'Tab' || this.element.getAttribute('aria-modal') !== 'true') return
    const stops = [
      ...this.element.querySelectorAll<HTMLElement>('button:not([disabled]), textarea, a[href], [tabindex="0"]'),
    ]
    const root = this.element.getRootNode()
    const here = stops.findIndex((one) => root instanceof ShadowRoot && one === root.activeElement)
    const next = event.shiftKey ? here - 1 : here + 1
    if (next >= 0 && next < stops.length) return
    event.preventDefault()
    stops.at(event.shiftKey ? -1 : 0)?.focus()
  }
}
