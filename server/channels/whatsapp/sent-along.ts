/** What goes out with a message and comes back with each of its statuses: which of our sends it was, in which chat. */
export interface SentAlong {
  readonly key: string
  readonly seq: number
  readonly externalChat: string
}

/** Ids of people hold no blanks, and all three together stay far below the 512 bytes Meta allows. */
export const sendAlong = ({ key, seq, externalChat }: SentAlong): string => `${key} ${seq} ${externalChat}`

const form = /^(\S{1,128}) (\d{1,9}) (\S{1,150})$/

/** Null for what another program has sent. */
export function sentAs(data: unknown): SentAlong | null {
  const [, key, seq, externalChat] = typeof data === 'string' ? (form.exec(data) ?? []) : []
  return key === undefined || externalChat === undefined ? null : { key, seq: Number(seq), externalChat }
}
