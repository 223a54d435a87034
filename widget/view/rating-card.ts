import type { VisitorRating } from '#protocol/visitor'
import { ratingScores } from '../scores'
import type { Text } from '../text'
import { el, setText } from './dom'

export interface RatingContext {
  readonly text: Text
  /** Resolves with whether the hub has it. */
  rate(score: number, comment: string): Promise<boolean>
}

/** The mark of a closed inquiry: one to five, then a word if he likes. */
export class RatingCard {
  readonly element: HTMLElement
  private readonly head = el('p', { class: 'rate-head', id: 'rate-head' })
  private readonly scores: readonly HTMLButtonElement[]
  private readonly said = el('p', { role: 'status', class: 'rate-said' })
  private readonly comment: HTMLFormElement
  private readonly field: HTMLTextAreaElement
  private inquiry = 0
  private score: number | null = null

  constructor(private readonly context: RatingContext) {
    const { text } = context
    this.scores = ratingScores.map((score) => {
      const one = el(
        'button',
        { type: 'button', 'aria-pressed': 'false', 'aria-label': text.score(score) },
        String(score),
      )
      one.addEventListener('click', () => void this.send(score, ''))
      return one
    })
    this.field = el('textarea', { rows: '2', 'aria-label': text.comment, placeholder: text.comment, maxlength: '1000' })
    const add = el('button', { type: 'submit', class: 'textual' }, text.sendComment)
    this.comment = el('form', { class: 'rate-comment' }, this.field, add)
    this.comment.addEventListener('submit', (event) => {
      event.preventDefault()
      if (this.score !== null && this.field.value.trim() !== '') void this.send(this.score, this.field.value)
    })
    this.element = el(
      'section',
      { class: 'rate', 'aria-labelledby': 'rate-head' },
      this.head,
      el('div', { class: 'scores' }, ...this.scores),
      el('div', { class: 'scale', 'aria-hidden': 'true' }, el('span', {}, text.bad), el('span', {}, text.good)),
      this.said,
      this.comment,
    )
    this.draw(null)
  }

  draw(rating: VisitorRating | null): void {
    this.element.hidden = rating === null
    if (rating === null) return
    const { text } = this.context
    if (rating.inquiry !== this.inquiry) this.field.value = ''
    this.inquiry = rating.inquiry
    this.score = rating.score
    setText(this.head, rating.name === null ? text.rate : text.rateName(rating.name))
    for (const [index, one] of this.scores.entries())
      one.setAttribute('aria-pressed', String(ratingScores[index] === rating.score))
    setText(this.said, rating.score === null ? '' : text.thanks(rating.score))
    this.comment.hidden = rating.score === null || rating.hasComment
  }

  private async send(score: number, comment: string): Promise<void> {
    for (const one of this.scores) one.disabled = true
    const isDone = await this.context.rate(score, comment)
    for (const one of this.scores) one.disabled = false
    if (!isDone) setText(this.said, this.context.text.rateFailed)
  }
}
