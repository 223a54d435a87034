import { z } from 'zod'
import { At } from './ids'
import { SiteSettings } from './web-site'

const Secret = z.string().trim().min(1).max(500)
/** Ids of messengers are digits or words of theirs; never numbers of ours, 64 bits occur. */
const ExternalId = z
  .string()
  .trim()
  .regex(/^[\w.-]{1,64}$/)
/** Hidden setting: where the messenger's API is; null = the official address. */
const BaseUrl = z.url().max(300).nullable()
const Mode = z.enum(['polling', 'webhook'])

/** `https://shop.example` or `http://localhost:3000`: scheme and host only, as a browser sends it in Origin. */
export const Origin = z.string().regex(/^https?:\/\/[^/\s?#]+$/)

const WebForm = z.strictObject({
  messenger: z.literal('web'),
  allowedOrigins: z.array(Origin).max(50),
  greeting: z.string().max(250),
  site: SiteSettings.prefault({}),
  /** With it the site signs who its customers are. Made by the hub; null = none made, or in an edit: as it is. */
  identitySecret: Secret.nullable().default(null),
})
const TelegramForm = z.strictObject({
  messenger: z.literal('telegram'),
  token: Secret,
  mode: Mode,
  /** Groups the bot is a member of are conversations too; absent = no. */
  groups: z.boolean().optional(),
  baseUrl: BaseUrl,
})
const VkForm = z.strictObject({
  messenger: z.literal('vk'),
  /** Of the community, not of a person. */
  token: Secret,
  mode: Mode,
  /** Comments under posts, goods and photos open conversations too. */
  comments: z.boolean(),
  baseUrl: BaseUrl,
})
const WhatsAppForm = z.strictObject({
  messenger: z.literal('whatsapp'),
  phoneNumberId: ExternalId,
  /** WhatsApp business account (WABA). */
  accountId: ExternalId,
  token: Secret,
  appSecret: Secret,
  apiVersion: z.string().regex(/^v\d{1,3}\.\d$/),
  baseUrl: BaseUrl,
})
const ViberForm = z.strictObject({ messenger: z.literal('viber'), token: Secret, baseUrl: BaseUrl })
const MaxForm = z.strictObject({ messenger: z.literal('max'), token: Secret, mode: Mode, baseUrl: BaseUrl })

/** What the administrator types to connect; checked against the messenger before anything is saved. */
export const ConnectionForm = z.discriminatedUnion('messenger', [
  WebForm,
  TelegramForm,
  VkForm,
  WhatsAppForm,
  ViberForm,
  MaxForm,
])
export type ConnectionForm = z.infer<typeof ConnectionForm>

const kept = Secret.nullable()

/** The same of a connected channel: a secret that is null stays as it is stored, if it goes to the same place. */
export const ConnectionEdit = z.discriminatedUnion('messenger', [
  WebForm,
  TelegramForm.extend({ token: kept }),
  VkForm.extend({ token: kept }),
  WhatsAppForm.extend({ token: kept, appSecret: kept }),
  ViberForm.extend({ token: kept }),
  MaxForm.extend({ token: kept }),
])
export type ConnectionEdit = z.infer<typeof ConnectionEdit>

/** A web chat as it begins: anywhere the hub's own pages are, with nothing set. */
export const plainWebForm = WebForm.parse({ messenger: 'web', allowedOrigins: [], greeting: '' })

/** Fields of a form that never come back whole. */
export const secretFields = ['token', 'appSecret'] as const
export type SecretField = (typeof secretFields)[number]

const bot = { botName: z.string(), tokenEnd: z.string(), baseUrl: z.string() }

/** A connection as its administrator sees it: of secrets the last four characters. */
export const ConnectionDetails = z.discriminatedUnion('messenger', [
  z.object({
    messenger: z.literal('web'),
    allowedOrigins: z.array(z.string()),
    greeting: z.string(),
    site: SiteSettings,
    snippet: z.string(),
    /** A page of the hub with this chat on it. */
    tryUrl: z.string(),
    /** Last four characters; empty = none was made. */
    identitySecretEnd: z.string(),
    /** The last page that was turned away because its site is not in the list. */
    refusedOrigin: z.object({ origin: z.string(), at: At }).nullable(),
  }),
  z.object({
    messenger: z.literal('telegram'),
    ...bot,
    botUsername: z.string(),
    mode: Mode,
    groups: z.boolean(),
  }),
  z.object({
    messenger: z.literal('vk'),
    ...bot,
    communityId: z.string(),
    mode: Mode,
    comments: z.boolean(),
  }),
  z.object({
    messenger: z.literal('whatsapp'),
    ...bot,
    phone: z.string(),
    phoneNumberId: z.string(),
    accountId: z.string(),
    appSecretEnd: z.string(),
    apiVersion: z.string(),
    /** Both are pasted into the page "Webhooks" of the app at Meta. */
    webhookUrl: z.string().nullable(),
    verifyToken: z.string(),
  }),
  z.object({ messenger: z.literal('viber'), ...bot, botUri: z.string() }),
  z.object({ messenger: z.literal('max'), ...bot, botUsername: z.string(), mode: Mode }),
])
export type ConnectionDetails = z.infer<typeof ConnectionDetails>
