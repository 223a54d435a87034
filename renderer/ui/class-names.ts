/** Joins class names; false and undefined fall out. */
export function cx(...names: readonly (string | false | undefined | null)[]): string {
  return names.filter((name) => typeof name === 'string' && name !== '').join(' ')
}
