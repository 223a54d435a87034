import { z } from 'zod'

/** The company's own app at a messenger, through which an administrator logs in there instead of pasting a token. */
export const LoginAppForm = z.strictObject({
  appId: z
    .string()
    .trim()
    .regex(/^\d{1,20}$/),
  /** Null stays as it is stored, if it goes to the same place. */
  secret: z.string().trim().min(1).max(500).nullable(),
  /** Hidden setting: where the messenger is; null = the official addresses. */
  baseUrl: z.url().max(300).nullable(),
})
export type LoginAppForm = z.infer<typeof LoginAppForm>

/** What is needed to log in, as its administrator sees it. */
export const LoginPlace = z.object({
  /** Of the secret the last four characters; null = no app is known yet. */
  app: z.object({ appId: z.string(), secretEnd: z.string(), baseUrl: z.string().nullable() }).nullable(),
  /** Where the messenger sends the browser back; the app has to know it. */
  returnUrl: z.string(),
})
export type LoginPlace = z.infer<typeof LoginPlace>

export const LoginId = z
  .string()
  .regex(/^[\w-]{1,64}$/)
  .brand('LoginId')
export type LoginId = z.infer<typeof LoginId>

export const loginFailures = ['denied', 'noAccounts', 'refused', 'unreachable', 'ended'] as const

/** How a login goes on in the browser. */
export const LoginState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('waiting') }),
  /** `ticket` stands for the token wherever one is typed, for a while, and never leaves the hub as one. */
  z.object({ kind: z.literal('done'), ticket: z.string(), account: z.string() }),
  /** `detail` is what the messenger itself said. */
  z.object({ kind: z.literal('failed'), reason: z.enum(loginFailures), detail: z.string().max(300).nullable() }),
])
export type LoginState = z.infer<typeof LoginState>
export type LoginFailure = (typeof loginFailures)[number]
