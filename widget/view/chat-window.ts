import type { ChatState } from '../chat'
import { initialsOf } from '../stream'
import type { Text } from '../text'
import type { Upload } from '../uploads'
import { type Asked, AskForm, type AskFormContext } from './ask-form'
import { avatar } from './bubbles'
import { Composer, type ComposerContext } from './composer'
import { button, el, icon, setText } from './dom'
import { MessengerLinks } from './messengers'
import { RatingCard, type RatingContext } from './rating-card'
import { type StreamContext, StreamView } from './stream-view'

export interface WindowContext extends StreamContext, ComposerContext, AskFormContext, RatingContext {
  readonly text: Text
  readonly origin: string
  readonly takesFocus: boolean
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
  private readonly away = el('p', { class: 'away' })
  private readonly stream: StreamView
  private readonly composer: Composer
  private readonly form: AskForm
  private readonly rating: RatingCard
  private readonly messengers: MessengerLinks
  private readonly hide: HTMLButtonElement
  private drawnTeam = ''
  private lostSince: number | null = null

  constructor(
    private readonly context: WindowContext,
    private readonly after: (ms: number, work: () => void) => void,
  ) {
    this.rating = new RatingCard(context)
    this.stream = new StreamView(context, this.rating.element)
    this.composer = new Composer(context)
    this.form = new AskForm(context)
    this.messengers = new MessengerLinks(context.text)
    this.hide = button('hide', context.text.close, icon('down'), icon('close'))
    this.hide.addEventListener('click', () => context.close())
    this.element = el(
      'section',
      { class: 'window', role: 'dialog', id: 'window' },
      el('header', {}, this.team, el('div', { class: 'grow' }, this.title, this.status), this.hide),
      this.stream.element,
      el('footer', {}, this.notice, this.away, this.form.element, this.composer.element, this.messengers.element),
    )
    this.element.hidden = true
    this.form.element.hidden = true
    this.element.addEventListener('keydown', (event) => this.key(event))
    this.takeDrops()
  }

  draw(state: ChatState): void {
    const { text } = this.context
    const { site } = state
    const name = site?.look.title || site?.companyName || location.hostname
    setText(this.title, name)
    this.element.setAttribute('aria-label', text.dialog(name))
    this.drawStatus(state)
    this.drawTeam(state.company.team)
    this.drawNotice(state)
    this.stream.draw(state)
    this.rating.draw(state.rating)
    this.messengers.draw(site?.messengers ?? [])
    this.drawFoot(state)
  }

  drawUploads(uploads: readonly Upload[]): void {
    this.composer.draw(uploads)
  }

  show(isPhone: boolean): void {
    this.element.hidden = false
    this.element.setAttribute('aria-modal', String(isPhone))
    this.stream.toEnd()
    this.focus()
  }

  private focus(): void {
    if (!this.context.takesFocus) return
    if (this.form.element.hidden) this.composer.focus()
    else this.form.focus()
  }

  /** The form stands in the field's place until he has told what is asked; a form in work stays as it is. */
  private drawFoot(state: ChatState): void {
    const asked = askedOf(state)
    const wasAsking = !this.form.element.hidden
    const isAsking = asked !== null || (wasAsking && !state.isIntroduced && state.connection.kind !== 'live')
    if (asked !== null) this.form.draw(asked)
    this.form.element.hidden = !isAsking
    this.composer.element.hidden = isAsking
    if (wasAsking !== isAsking && !this.element.hidden) this.focus()
    const isAway = state.connection.kind === 'live' && !state.company.isAnybodyOnline
    setText(this.away, isAway && !isAsking ? (state.site?.away.text ?? '') : '')
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

  /** Files may be dropped anywhere on the window. */
  private takeDrops(): void {
    const { element } = this
    const mark = (isOver: boolean) => element.classList.toggle('dropping', isOver)
    element.addEventListener('dragover', (event) => {
      if (event.dataTransfer?.types.includes('Files') !== true || this.composer.element.hidden) return
      event.preventDefault()
      mark(true)
    })
    element.addEventListener('dragleave', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && element.contains(relatedTarget))) mark(false)
    })
    element.addEventListener('drop', (event) => {
      mark(false)
      if (!this.composer.element.hidden) this.composer.taken(event, event.dataTransfer)
    })
  }

  /** Escape closes; on a phone, where nothing else is to be seen, Tab stays inside. */
  private key(event: KeyboardEvent): void {
    // The page's own shortcuts are not meant for what is typed here.
    event.stopPropagation()
    if (event.key === 'Escape') this.context.close()
    if (event.key !== 'Tab' || this.element.getAttribute('aria-modal') !== 'true') return
    const stops = [
      ...this.element.querySelectorAll<HTMLElement>(
        'button:not([disabled]), textarea, input:not([tabindex="-1"]), a[href], [tabindex="0"]',
      ),
    ].filter((stop) => stop.checkVisibility())
    const root = this.element.getRootNode()
    const here = stops.findIndex((one) => root instanceof ShadowRoot && one === root.activeElement)
    const next = event.shiftKey ? here - 1 : here + 1
    if (next >= 0 && next < stops.length) return
    event.preventDefault()
    stops.at(event.shiftKey ? -1 : 0)?.focus()
  }
}

/** What has to be asked before this visitor writes; null = nothing, or nobody knows yet. */
function askedOf({ connection, site, company, held, unsent, isIntroduced }: ChatState): Asked | null {
  const hasSpoken = unsent.length > 0 || held.lines.some(({ from }) => from === 'visitor')
  if (connection.kind !== 'live' || site === null || isIntroduced || hasSpoken) return null
  const { ask, away } = site
  if (away.hasForm && !company.isAnybodyOnline) return { kind: 'away', ask, text: away.text }
  const isAsked = ask.name !== 'off' || ask.phone !== 'off' || ask.email !== 'off'
  return isAsked ? { kind: 'before', ask, text: '' } : null
}
