import { z } from 'zod'
import type { ConnectionForm } from '#protocol/connection'

/** Somebody with the messenger in his hand. Each messenger makes an account of its own kind of him. */
export const PhonePerson = z.object({
  number: z.number().int().positive().max(999_999),
  name: z.string().min(1).max(60),
  /** Digits, with the country's. */
  phone: z.string().regex(/^\d{11}$/),
})
export type PhonePerson = z.infer<typeof PhonePerson>

/** A file on the phone, its bytes in base64. */
const PhoneFile = z.object({ name: z.string().min(1).max(200), mediaType: z.string(), base64: z.base64() })
export type PhoneFile = z.infer<typeof PhoneFile>

const messageId = z.string()

/** What one can do with a messenger. */
export const PhoneAct = z.discriminatedUnion('kind', [
  /** START, or the chat opened for the first time. */
  z.object({ kind: z.literal('start') }),
  z.object({ kind: z.literal('write'), text: z.string().min(1), replyTo: messageId.nullable() }),
  z.object({ kind: z.literal('picture'), file: PhoneFile, text: z.string() }),
  z.object({ kind: z.literal('file'), file: PhoneFile, text: z.string() }),
  z.object({ kind: z.literal('voice'), file: PhoneFile, seconds: z.number().int().positive() }),
  z.object({ kind: z.literal('press'), messageId, button: z.string() }),
  /** Of one's own. */
  z.object({ kind: z.literal('edit'), messageId, text: z.string().min(1) }),
  z.object({ kind: z.literal('delete'), messageId }),
  /** No emoji takes it back. */
  z.object({ kind: z.literal('react'), messageId, emoji: z.string().nullable() }),
  /** Everything the company has sent. */
  z.object({ kind: z.literal('read') }),
  z.object({ kind: z.literal('type') }),
  z.object({ kind: z.literal('block') }),
  z.object({ kind: z.literal('unblock') }),
  /** Under a post of the company, in public. */
  z.object({ kind: z.literal('comment'), text: z.string().min(1) }),
])
export type PhoneAct = z.infer<typeof PhoneAct>
export type PhoneActKind = PhoneAct['kind']

export interface PhoneButton {
  readonly label: string
  /** Where it leads; null = it is pressed. */
  readonly url: string | null
}

/** A message as it stands on the phone. */
export interface PhoneMessage {
  readonly id: string
  readonly from: 'person' | 'company'
  /** The name above it, where the messenger has a place for one. */
  readonly author: string | null
  readonly text: string
  readonly file: {
    readonly id: string
    readonly kind: 'picture' | 'voice' | 'video' | 'file'
    readonly name: string
  } | null
  readonly buttons: readonly (readonly PhoneButton[])[]
  readonly replyTo: string | null
  readonly reaction: string | null
  readonly mark: 'edited' | 'deleted' | null
  /** Where it stands in public; null in the private chat. */
  readonly place: string | null
}

/** What goes wrong with the hub's next calls. `lostAnswer`: carried out, and the answer never arrives. */
export const PhoneFault = z.enum(['slowDown', 'serverError', 'lostAnswer', 'tokenExpired'])
export type PhoneFault = z.infer<typeof PhoneFault>

/** How events go to the hub: `hold` keeps them back until they are released, `again` sends the last one once more. */
export const PhoneDelivery = z.enum(['hold', 'inOrder', 'reversed', 'again'])
export type PhoneDelivery = z.infer<typeof PhoneDelivery>

/**
 * The far side of one account of the company: phones of people in the tester's hands. Every messenger of the stand-ins has one;
 * the page of `npm run fake-messengers` and the walks in the workspace know nothing else of it.
 */
export interface PhoneSide {
  /** What is typed in the workspace to connect it. */
  readonly form: ConnectionForm
  /** What can be done with this messenger. */
  readonly acts: readonly PhoneActKind[]
  /** Resolves when the messenger has taken it, not when the hub has it; throws for what is not there. */
  act(person: PhonePerson, act: PhoneAct): Promise<void>
  /** What he sees, oldest first. */
  chat(person: PhonePerson): readonly PhoneMessage[]
  hasBlocked(person: PhonePerson): boolean
  /** A file of either side. */
  file(id: string): { readonly bytes: Buffer; readonly mediaType: string } | null
  /** The next `times` calls go wrong so; an expired token stays so until `mends`. */
  breaks(fault: PhoneFault, times: number): void
  mends(): void
  delivers(how: PhoneDelivery): void
}

export const bytesOf = ({ base64 }: PhoneFile): Buffer => Buffer.from(base64, 'base64')
