/** Seeds that have failed once; they stay. */
const kept: readonly number[] = [17, 63, 176, 1029, 1055, 1104, 1110, 1111]

const count = Number(process.env.SIMULATION_SEEDS ?? 200)
const from = process.env.SIMULATION_FROM

/** How long each company is at work. */
export const virtualMinutes = Number(process.env.SIMULATION_MINUTES ?? 10)

/** One seed lives one company's day: those asked for, or the first ones and all that have ever failed. */
export function seeds(): readonly number[] {
  const first = Number(from ?? 1)
  const asked = Array.from({ length: count }, (_, index) => first + index)
  return from === undefined ? [...new Set([...kept, ...asked])] : asked
}
