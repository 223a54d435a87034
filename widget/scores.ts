/** The marks a visitor may give (`protocol/visitor.ts`). */
export const ratingScores = [1, 2, 3, 4, 5] as const
