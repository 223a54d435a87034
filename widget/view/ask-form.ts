import type { VisitorAbout } from '#protocol/visitor'
import type { FieldNeed, SiteAsk } from '#protocol/web-site'
import { cleanText, textLimit } from '../clean-text'
import type { Text } from '../text'
import { el, setText } from './dom'

/** What is asked before the first message. `away`: nobody is there, so where to answer is asked too. */
export interface Asked {
  readonly kind: 'before' | 'away'
  readonly ask: SiteAsk
  /** The company's own words for being away; empty = ours. */
  readonly text: string
}

export interface AskFormContext {
  readonly text: Text
  begin(about: VisitorAbout, question: string): void
  typed(): void
  draft: { get(): string; set(text: string): void }
}

interface Input {
  readonly row: HTMLElement
  readonly label: HTMLLabelElement
  readonly field: HTMLInputElement | HTMLTextAreaElement
  readonly error: HTMLElement
}

type Name = keyof SiteAsk | 'question'

// The hub's own rules (`protocol/contact.ts`).
const phone = /^\+?[\d\s()\-.]{3,40}$/
const email = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/

/** The form before the first message: who he is, where to answer, what he asks. Errors stand at their fields; what is typed stays. */
export class AskForm {
  readonly element: HTMLFormElement
  private readonly head = el('h3')
  private readonly words = el('p')
  private readonly submit: HTMLButtonElement
  private readonly inputs: Readonly<Record<Name, Input>>
  private asked: Asked | null = null

  constructor(private readonly context: AskFormContext) {
    const { text, draft } = context
    this.inputs = {
      name: input('name', el('input', { autocomplete: 'name', maxlength: '200' })),
      phone: input('phone', el('input', { type: 'tel', autocomplete: 'tel', maxlength: '40' })),
      email: input('email', el('input', { type: 'email', autocomplete: 'email', maxlength: '254' })),
      question: input('question', el('textarea', { rows: '3', dir: 'auto', maxlength: String(textLimit) })),
    }
    setText(this.inputs.question.label, text.question)
    this.inputs.question.field.value = draft.get()
    this.inputs.question.field.addEventListener('input', () => {
      draft.set(this.inputs.question.field.value)
      context.typed()
    })
    this.submit = el('button', { type: 'submit', class: 'primary' })
    const rows = Object.values(this.inputs).map(({ row }) => row)
    this.element = el('form', { class: 'ask', novalidate: '' }, this.head, this.words, ...rows, this.submit)
    this.element.addEventListener('submit', (event) => {
      event.preventDefault()
      this.send()
    })
  }

  draw(asked: Asked): void {
    if (JSON.stringify(asked) === JSON.stringify(this.asked)) return
    this.asked = asked
    const { text } = this.context
    const isAway = asked.kind === 'away'
    setText(this.head, isAway ? text.awayHead : '')
    this.head.hidden = !isAway
    setText(this.words, isAway ? asked.text || text.awayText : text.askText)
    setText(this.submit, isAway ? text.leave : text.begin)
    for (const name of ['name', 'phone', 'email'] as const) {
      const need = this.needOf(name)
      const { row, label, field } = this.inputs[name]
      row.hidden = need === 'off'
      field.setAttribute('aria-required', String(need === 'required'))
      setText(label, need === 'optional' && !isAway ? `${text[name]}, ${text.optional}` : text[name])
    }
  }

  focus(): void {
    Object.values(this.inputs)
      .find(({ row }) => !row.hidden)
      ?.field.focus({ preventScroll: true })
  }

  /** While away one of phone and e-mail is needed, whatever else is asked. */
  private needOf(name: keyof SiteAsk): FieldNeed {
    const need = this.asked?.ask[name] ?? 'off'
    return this.asked?.kind === 'away' && need === 'off' ? 'optional' : need
  }

  private send(): void {
    const { name, phone: tel, email: mail, question } = this.inputs
    const problems = (['name', 'phone', 'email', 'question'] as const).flatMap((one) => {
      const problem = this.problemOf(one)
      const { field, error } = this.inputs[one]
      setText(error, problem ?? '')
      field.setAttribute('aria-invalid', String(problem !== null))
      return problem === null ? [] : [field]
    })
    const [first] = problems
    if (first !== undefined) {
      first.focus()
      return
    }
    this.context.begin({ name: filledIn(name), phone: filledIn(tel), email: filledIn(mail) }, question.field.value)
    question.field.value = ''
  }

  private problemOf(name: Name): string | null {
    const { text } = this.context
    if (name === 'question')
      return cleanText(this.inputs.question.field.value) === '' ? text.needed(text.question) : null
    const value = filledIn(this.inputs[name])
    if (this.inputs[name].row.hidden) return null
    if (value === null) {
      if (this.needOf(name) === 'required') return text.needed(text[name])
      const isUnreachable = this.asked?.kind === 'away' && name === 'phone' && filledIn(this.inputs.email) === null
      return isUnreachable ? text.neededContact : null
    }
    if (name === 'phone' && !phone.test(value)) return text.wrongPhone
    return name === 'email' && !email.test(value) ? text.wrongEmail : null
  }
}

const filledIn = ({ row, field }: Input): string | null => (row.hidden ? null : field.value.trim() || null)

function input(name: Name, field: HTMLInputElement | HTMLTextAreaElement): Input {
  field.id = `ask-${name}`
  field.setAttribute('aria-describedby', `ask-${name}-error`)
  const label = el('label', { for: field.id })
  const error = el('p', { class: 'error', id: `ask-${name}-error`, role: 'alert' })
  return { row: el('div', { class: 'ask-row' }, label, field, error), label, field, error }
}
