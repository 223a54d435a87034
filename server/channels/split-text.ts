/** Where a text is cut when it is too long for one message, the best place first. */
const joints = ['\n\n', '\n', '. ', ' '] as const

/** Cutting earlier than this share of the limit would make ragged parts; a worse joint further on is better. */
const earliestShare = 0.5

/** Characters that belong to the one before them: joiners, variation selectors, combining marks, skin tones. */
const belongsToPrevious = /^(?:\p{M}|\u200d|\ufe0f|[\u{1f3fb}-\u{1f3ff}])/u

/**
 * Cuts a text into parts of at most `limit` UTF-16 units at paragraphs, lines, sentences or words; a word longer than the limit is
 * cut between characters, never within one. Nothing but the blanks at the cuts is lost. A text that fits comes back as it is.
 */
export function splitText(text: string, limit: number): readonly string[] {
  const parts: string[] = []
  let rest = text
  while (rest.length > limit) {
    const cut = cutPlace(rest, limit)
    const part = rest.slice(0, cut).trimEnd()
    if (part !== '') parts.push(part)
    rest = rest.slice(cut).trimStart()
  }
  if (rest !== '' || parts.length === 0) parts.push(rest)
  return parts
}

function cutPlace(text: string, limit: number): number {
  const earliest = Math.max(1, Math.floor(limit * earliestShare))
  for (const joint of joints) {
    const at = text.lastIndexOf(joint, limit - joint.trimEnd().length)
    if (at >= earliest) return at + joint.trimEnd().length
  }
  return betweenCharacters(text, limit)
}

/** How far to step back for a whole character; a longer chain of marks is cut, a surrogate pair never. */
const longestCharacter = 64

/** `limit` is at least 2, so there is always room for a pair. */
function betweenCharacters(text: string, limit: number): number {
  for (let cut = limit; cut > Math.max(1, limit - longestCharacter); cut--) {
    const isJoined = text[cut - 1] === '\u200d' || belongsToPrevious.test(text.slice(cut, cut + 2))
    if (!isJoined && !isInsidePair(text, cut)) return cut
  }
  return isInsidePair(text, limit) ? limit - 1 : limit
}

function isInsidePair(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1)
  const after = text.charCodeAt(at)
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff
}
