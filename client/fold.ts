/** A text as search compares it: one form of composed letters, no case, `ё` is `е`, the final sigma is a sigma. Both sides are folded. */
export const fold = (text: string): string =>
  text.normalize('NFC').toLowerCase().replaceAll('ё', 'е').replaceAll('ς', 'σ')

/** Texts are searched once a word has this many letters; fewer find names and previews only. */
export const shortestTextWord = 3

/** The words of a question, folded, each once. A word must occur as it stands, also inside a longer one. */
export const wordsOf = (question: string): readonly string[] => [
  ...new Set(
    fold(question)
      .split(/\s+/u)
      .filter((word) => word !== ''),
  ),
]

/** Letters as a person counts code points: an emoji is one. */
export const lengthOf = (word: string): number => [...word].length

export const searchesTexts = (words: readonly string[]): boolean =>
  words.some((word) => lengthOf(word) >= shortestTextWord)

export const hasWords = (folded: string, words: readonly string[]): boolean =>
  words.every((word) => folded.includes(word))
