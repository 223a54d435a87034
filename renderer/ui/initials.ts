/** Two letters for an avatar: first letters of the first two words; of one word its first letter; digits as they come. */
export function initialsOf(name: string): string {
  const words = name
    .replaceAll(/[^\p{L}\p{N}\s]/gu, ' ')
    .split(/\s+/u)
    .filter((word) => word !== '')
  const number = words.find((word) => /^\d{2,}$/u.test(word))
  if (number !== undefined && words.length <= 2) return number.slice(0, 2)
  return words
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toLocaleUpperCase()
}

const tints = 6

/** One of six pale tints, always the same for the same id (FNV-1a). */
export function tintOf(id: string): number {
  let hash = 0x811c9dc5
  for (const letter of id) {
    hash ^= letter.codePointAt(0) ?? 0
    hash = Math.imul(hash, 0x01000193)
  }
  return ((hash >>> 0) % tints) + 1
}
