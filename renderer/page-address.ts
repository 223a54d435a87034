import { ConversationId } from '#protocol/ids'

/** What the part of the address behind the number sign asks a page of the browser for. */
export type PageAddress =
  /** A link that an operator has copied: the workspace with this conversation open. */
  | { readonly kind: 'conversation'; readonly id: ConversationId }
  /** A window of its own for this conversation. */
  | { readonly kind: 'window'; readonly id: ConversationId }
  | { readonly kind: 'none' }

export function readAddress(hash: string): PageAddress {
  const [, kind, name] = /^#\/(conversation|window)\/([\w-]+)$/u.exec(hash) ?? []
  const id = ConversationId.safeParse(name)
  if (!id.success) return { kind: 'none' }
  return { kind: kind === 'window' ? 'window' : 'conversation', id: id.data }
}

export const windowAddress = (id: ConversationId): string => `#/window/${id}`

export const conversationLink = (hubUrl: string, id: ConversationId): string => `${hubUrl}/#/conversation/${id}`
