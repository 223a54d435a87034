import { z } from 'zod'

/** What comes of a button: we are told which it was; the contact says its words himself; a page opens; he shares his number. */
export const buttonKinds = ['press', 'say', 'link', 'sharePhone'] as const
export const ButtonKind = z.enum(buttonKinds)
export type ButtonKind = z.infer<typeof ButtonKind>

/** No messenger of ours takes a longer word. */
const longestLabel = 64
/** More than these nobody reads. */
const mostButtons = 10

/** A button under a message. It leads to `url`, or `kind` says what comes of it; without either it is pressed. */
export const ReplyButton = z.object({
  id: z.string().max(64),
  label: z.string().max(longestLabel),
  url: z.string().nullable(),
  kind: z.enum(['say', 'sharePhone']).exactOptional(),
})
export type ReplyButton = z.infer<typeof ReplyButton>

export const kindOfButton = ({ kind, url }: ReplyButton): ButtonKind => kind ?? (url === null ? 'press' : 'link')

/** What a messenger shows under a message; no kinds = nothing. */
export const ButtonLimits = z.object({
  kinds: z.array(ButtonKind),
  most: z.number().int().min(0).max(mostButtons),
  label: z.number().int().min(0).max(longestLabel),
})
export type ButtonLimits = z.infer<typeof ButtonLimits>

export const noButtons: ButtonLimits = { kinds: [], most: 0, label: 0 }

/** A button as an operator writes it; `url` counts for a link alone. */
export const ReplyButtonForm = z.strictObject({
  kind: ButtonKind,
  label: z.string().max(200),
  url: z.string().max(2000),
})
export type ReplyButtonForm = z.infer<typeof ReplyButtonForm>

export const ReplyButtonForms = z.array(ReplyButtonForm).max(mostButtons)

export type ButtonProblem = 'kind' | 'tooMany' | 'labelMissing' | 'labelTooLong' | 'labelTwice' | 'address' | 'notAlone'

const Address = z.url({ protocol: /^https?$/, hostname: z.regexes.domain })

/** What is wrong with buttons where these may stand, and with which of them; null = nothing. */
export function buttonsProblem(
  forms: readonly ReplyButtonForm[],
  { kinds, most, label: longest }: ButtonLimits,
): { readonly index: number; readonly problem: ButtonProblem } | null {
  const labels = new Set<string>()
  for (const [index, { kind, label, url }] of forms.entries()) {
    const words = label.trim()
    const problem = (what: ButtonProblem) => ({ index, problem: what })
    if (!kinds.includes(kind)) return problem('kind')
    if (index >= most) return problem('tooMany')
    // A keyboard of its own in some messengers: nothing stands beside it.
    if (kind === 'sharePhone' && forms.length > 1) return problem('notAlone')
    if (words === '') return problem('labelMissing')
    if (words.length > longest) return problem('labelTooLong')
    if (labels.has(words)) return problem('labelTwice')
    if (kind === 'link' && !Address.safeParse(url.trim()).success) return problem('address')
    labels.add(words)
  }
  return null
}

/** Each under the other. A button is known by its place and its words: a messenger may give back its id alone, cut short. */
export const buttonRows = (forms: readonly ReplyButtonForm[]): ReplyButton[][] =>
  forms.map(({ kind, label, url }, index) => {
    const words = label.trim()
    const button = {
      id: `${index + 1}:${words}`.slice(0, longestLabel),
      label: words,
      url: kind === 'link' ? url.trim() : null,
    }
    return [kind === 'say' || kind === 'sharePhone' ? { ...button, kind } : button]
  })
