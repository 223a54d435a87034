import type { ReadableSql, WritableSql } from './sql'

export async function readMeta(sql: ReadableSql, name: string): Promise<string | undefined> {
  return (await sql.get<{ value: string }>('select value from meta where name = $1', [name]))?.value
}

export async function writeMeta(sql: WritableSql, name: string, value: string): Promise<void> {
  const text = 'insert into meta (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value'
  await sql.run(text, [name, value])
}

/** Names the store: another one (restored, reset) has another epoch, and every cache starts over. */
export async function epochOf(sql: WritableSql, newEpoch: () => string): Promise<string> {
  const known = await readMeta(sql, 'epoch')
  if (known !== undefined) return known
  const epoch = newEpoch()
  await writeMeta(sql, 'epoch', epoch)
  return epoch
}

/** Position of the newest event. The log is trimmed from its old end only, and never to nothing. */
export async function newestPosition(sql: ReadableSql): Promise<number> {
  return (await sql.get<{ newest: number | null }>('select max(position) as "newest" from event_log'))?.newest ?? 0
}

/** A start later than this after the last known time may be a wrong clock. */
const longestAbsenceMs = 86_400_000
const smallestStepBackMs = 2_000

/** How far the clock is from the newest event, the last time the store knows of, when that is more than can be believed; else 0. */
export async function clockOffSince(sql: ReadableSql, now: number): Promise<number> {
  const text = 'select at from event_log order by position desc limit 1'
  const off = now - ((await sql.get<{ at: number }>(text))?.at ?? now)
  return off < -smallestStepBackMs || off > longestAbsenceMs ? off : 0
}
