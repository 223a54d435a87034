import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { type Figure, skippedFigure } from './figure'

const Goal = z.strictObject({
  id: z.string(),
  what: z.string(),
  goal: z.string().regex(/^(<=|>=) [\d.]+$/),
  /** Counted in seconds or frames: on a busy machine it proves nothing. */
  isWallClock: z.boolean(),
})
export type Goal = z.infer<typeof Goal>

/** Benches run from the root of the project. */
export const readGoals = (): readonly Goal[] =>
  z.array(Goal).parse(JSON.parse(readFileSync(resolve('bench/goals.json'), 'utf8')))

function reaches(value: number, goal: string): boolean {
  const [sign, bound] = goal.split(' ')
  return sign === '<=' ? value <= Number(bound) : value >= Number(bound)
}

const isOf = (goal: Goal, figure: Figure) => goal.id === figure.id && goal.what === figure.what

/** The figures with their goals beside them, and each goal of `ids` that nobody measured as skipped: it is never met. */
export function judged(
  figures: readonly Figure[],
  goals: readonly Goal[],
  run: { readonly ids: readonly string[]; readonly isBusy: boolean },
): readonly Figure[] {
  const missing = goals
    .filter((goal) => run.ids.includes(goal.id) && !figures.some((figure) => isOf(goal, figure)))
    .map((goal) => ({ ...skippedFigure(goal.id, goal.what, 'not measured'), goal: goal.goal }))
  const measured = figures.map((figure): Figure => {
    const goal = goals.find((one) => isOf(one, figure))
    if (goal === undefined) return { ...figure, goal: '', met: null }
    if (figure.value === null) return { ...figure, goal: goal.goal, met: null }
    const met = reaches(figure.value, goal.goal) && !(run.isBusy && goal.isWallClock)
    return { ...figure, goal: goal.goal, met }
  })
  return [...measured, ...missing]
}

/** What keeps the gate shut: every goal that was missed, and every one that was not measured. */
export const missed = (figures: readonly Figure[]): readonly Figure[] =>
  figures.filter(({ goal, met, skipped }) => (goal !== '' && met !== true) || skipped !== null)
