const mark = '#pult-ask='
const longest = 1_000

/** The question a link of the company carries behind the address of a page; null when there is none, or it cannot be read. */
export function questionIn(hash: string): string | null {
  if (!hash.startsWith(mark)) return null
  try {
    const question = decodeURIComponent(hash.slice(mark.length)).slice(0, longest)
    return question.trim() === '' ? null : question
  } catch {
    return null
  }
}
