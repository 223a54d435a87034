import type { ReactNode } from 'react'
import type { ChannelDetails, Messenger } from '#protocol/channel'
import type { ConnectionDetails } from '#protocol/connection'
import type { Text } from '../../../text/i18n'

/** A sentence in the reader's language. */
export type Words = (t: Text) => string

interface Typed {
  readonly label: Words
  readonly hint: Words
}

/** What is typed to connect; named as in the messenger's form of `protocol/connection.ts`, which says what is right. */
export type Input =
  /** Never shown again; empty keeps the stored one. */
  | (Typed & { readonly kind: 'secret'; readonly name: string })
  | (Typed & { readonly kind: 'text'; readonly name: string; readonly wrong: Words; readonly initial?: string })
  | (Typed & { readonly kind: 'switch'; readonly name: string; readonly isOn: boolean })
  /** By polling or by webhook; without a public address only the first. */
  | (Typed & { readonly kind: 'mode'; readonly name: 'mode'; readonly webhook: Words; readonly polling: Words })
  /** Of the API; empty is the official one. */
  | (Typed & { readonly kind: 'address'; readonly name: 'baseUrl'; readonly official: string })

/** A picture of what one sees on the messenger's side; what matters there is marked. */
export type Drawing =
  | { readonly kind: 'chat'; readonly title: Words; readonly lines: readonly ChatLine[] }
  | { readonly kind: 'screen'; readonly title: Words; readonly rows: readonly ScreenRow[] }

export interface ChatLine {
  readonly from: 'me' | 'them' | 'button'
  readonly text: Words
  readonly isMarked?: boolean
}

export interface ScreenRow {
  readonly kind: 'field' | 'switch' | 'check' | 'button'
  readonly label: Words
  readonly value?: string
  readonly isMarked?: boolean
}

/** What is done before anything can be pasted. */
export interface Step {
  readonly title: Words
  readonly text: Words
  readonly link?: { readonly words: Words; readonly url: string }
  readonly drawing?: Drawing
}

/** What the messenger wants to be told of the hub, once it is connected. */
export interface Handover {
  readonly title: Words
  readonly text: Words
  readonly rows: readonly { readonly label: Words; readonly value: string | null }[]
}

/** How one logs in at the messenger instead of pasting anything, and what has to be registered there for it. */
export interface LoginGuide {
  readonly text: Words
  /** No app is known to the hub yet. */
  readonly noApp: Words
  readonly appText: Words
  readonly appAct: Words
  readonly appUrl: string
}

/** How an account of a messenger is connected: drawn by one form, whatever the messenger. */
export interface AccountGuide {
  /** Its ticket goes into the input `token`. */
  readonly login?: LoginGuide
  readonly steps: readonly Step[]
  readonly pasteTitle: Words
  readonly inputs: readonly Input[]
  /** What hardly anybody changes. */
  readonly more: readonly Input[]
  readonly handover?: (connection: ConnectionDetails) => Handover | null
}

export interface ConnectionProps {
  /** Null = connecting a new one. */
  readonly channel: ChannelDetails | null
  /** Where messengers reach the hub; null = they cannot. */
  readonly publicUrl: string | null
  readonly onClose: () => void
  readonly onSaved: (saved: ChannelDetails) => void
}

/** A messenger as the settings show it. A new one is a file beside this and a line in `messengers.ts`. */
export interface MessengerSetup {
  readonly messenger: Messenger
  readonly purpose: Words
  /** What it charges or demands. */
  readonly price: Words
  /** Who in the company can do it, and how long it takes. */
  readonly who: Words
  readonly guideUrl: string | null
  /** Calls come from outside only: without a public address of the hub it cannot be connected. */
  readonly needsPublicAddress: boolean
  readonly form:
    | { readonly kind: 'account'; readonly guide: AccountGuide }
    /** What no account is connected by: our own chat. */
    | { readonly kind: 'own'; readonly Connection: (props: ConnectionProps) => ReactNode }
  /** Where one writes to the company; null = no such page. */
  readonly chatUrl: (connection: ConnectionDetails) => string | null
}
