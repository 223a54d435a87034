import { longestText } from '#protocol/message'

export type TextLength =
  | { readonly kind: 'quiet' }
  | { readonly kind: 'left'; readonly left: number }
  /** Longer than one message of the messenger: it leaves as parts of one. */
  | { readonly kind: 'parts'; readonly parts: number }
  | { readonly kind: 'over'; readonly by: number }

/** What the counter says. It appears at 80 % of what one message holds; above 16,000 nothing may leave. */
export function textLength(text: string, limit: number): TextLength {
  const { length } = text.trimEnd()
  if (length > longestText) return { kind: 'over', by: length - longestText }
  if (length > limit) return { kind: 'parts', parts: Math.ceil(length / limit) }
  return length >= limit * 0.8 ? { kind: 'left', left: limit - length } : { kind: 'quiet' }
}
