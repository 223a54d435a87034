import { z } from 'zod'
import { ConversationId } from '#protocol/ids'

/** What the program was started with. Everything unknown is left to Electron and Chromium. */
export interface StartArguments {
  /** Address of the hub to offer at sign-in. */
  readonly hubUrl: string | null
  /** A one-time link that signs in. */
  readonly signInLink: string | null
  /** `pult://conversation/{id}`: shown once signed in. */
  readonly conversationId: ConversationId | null
  /** There was a link of ours that leads nowhere. */
  readonly hasDeadLink: boolean
}

const longest = 600

const flag = (values: readonly string[], name: string): string | null =>
  values
    .find((value) => value.startsWith(`--${name}=`))
    ?.slice(name.length + 3)
    .slice(0, longest) || null

/** A deep link opens a conversation by its id and can do nothing else. */
export function conversationOfLink(link: string): ConversationId | null {
  const id = /^pult:\/\/conversation\/([A-Za-z0-9_-]{1,64})\/?$/.exec(link)?.[1]
  return id === undefined ? null : (ConversationId.safeParse(id).data ?? null)
}

const HubUrl = z.url({ protocol: /^https?$/ }).max(300)

export function parseArguments(values: readonly string[]): StartArguments {
  const links = values.filter((value) => value.startsWith('pult:'))
  const conversationId = conversationOfLink(links.at(-1) ?? '')
  return {
    hubUrl: HubUrl.safeParse(flag(values, 'hub')).data ?? null,
    signInLink: flag(values, 'sign-in-link'),
    conversationId,
    hasDeadLink: links.length > 0 && conversationId === null,
  }
}
