import { z } from 'zod'

/** `#10657c`: what a colour field of a browser gives. */
export const BrandColor = z.string().regex(/^#[0-9a-f]{6}$/)

/** How the chat looks on a site. A colour its words could not be read on is corrected where it is drawn. */
export const SiteLook = z.strictObject({
  color: BrandColor.default('#27241e'),
  side: z.enum(['left', 'right']).default('right'),
  theme: z.enum(['auto', 'light', 'dark']).default('auto'),
  icon: z.enum(['chat', 'question', 'wave']).default('chat'),
  /** Words on the button; empty = the sign alone. */
  label: z.string().trim().max(30).default(''),
  /** What the window is called; empty = the company's name. */
  title: z.string().trim().max(60).default(''),
})
export type SiteLook = z.infer<typeof SiteLook>

export const FieldNeed = z.enum(['off', 'optional', 'required'])
export type FieldNeed = z.infer<typeof FieldNeed>

/** What a visitor is asked before his first message. */
export const SiteAsk = z.strictObject({
  name: FieldNeed.default('off'),
  phone: FieldNeed.default('off'),
  email: FieldNeed.default('off'),
})
export type SiteAsk = z.infer<typeof SiteAsk>

/** What a visitor sees while nobody is there to answer. */
export const SiteAway = z.strictObject({
  /** Asks where to answer (a phone or an e-mail is required) before his first message is taken. */
  hasForm: z.boolean().default(false),
  /** Empty = the chat's own words. */
  text: z.string().trim().max(250).default(''),
})
export type SiteAway = z.infer<typeof SiteAway>

/** Everything about a site's chat besides where it may stand. Each has a default, so that settings of earlier versions open. */
export const SiteSettings = z.strictObject({
  look: SiteLook.prefault({}),
  ask: SiteAsk.prefault({}),
  away: SiteAway.prefault({}),
  /** Shows the company's other connected messengers. */
  showsMessengers: z.boolean().default(false),
  /** Shows visitors the pictures of the operators who answer them. */
  showsFaces: z.boolean().default(true),
  /** Asks for a mark after closing. */
  asksRating: z.boolean().default(false),
})
export type SiteSettings = z.infer<typeof SiteSettings>

export const plainSite: SiteSettings = SiteSettings.parse({})
