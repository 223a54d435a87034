import type { AttachmentKind } from '#protocol/attachment'
import type { InboundAttachment } from '../channel'
import { mapLink } from '../map-link'
import type { Media, Message } from './update'

type Carrier = 'image' | 'video' | 'audio' | 'document' | 'sticker'

const carriers: readonly Carrier[] = ['image', 'video', 'audio', 'document', 'sticker']

/** The ending people know a type by; the store looks at the bytes itself. */
const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/3gpp': '3gp',
  'audio/ogg': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/aac': 'aac',
  'audio/amr': 'amr',
}

const kinds: Readonly<Record<Carrier, AttachmentKind>> = {
  image: 'picture',
  video: 'video',
  audio: 'audio',
  document: 'file',
  sticker: 'sticker',
}

const isPicture = (type: string) => /^image\/(?:jpeg|png|gif|webp)$/.test(type)

function kindOf(carrier: Carrier, media: Media, type: string): AttachmentKind {
  if (carrier === 'audio' && media.voice === true) return 'voice'
  // A picture sent as a document stays a picture, or the operator would see only its name.
  return carrier === 'document' && isPicture(type) ? 'picture' : kinds[carrier]
}

/** The one attachment a message may hold; null when it holds none. */
export function attachmentOf(message: Message): InboundAttachment | null {
  for (const carrier of carriers) {
    const media = message[carrier]
    if (media === undefined) continue
    // `audio/ogg; codecs=opus` is audio/ogg.
    const mediaType = media.mime_type.split(';')[0]?.trim().toLowerCase() ?? ''
    const kind = kindOf(carrier, media, mediaType)
    return {
      kind,
      mediaType,
      name: media.filename ?? `${kind}-${message.timestamp}.${endings[mediaType] ?? 'bin'}`,
      size: null,
      width: null,
      height: null,
      durationMs: null,
      source: { kind: 'remote', reference: media.id },
    }
  }
  return null
}

/** What a message says in words: a card, a place or an order as text, since the operator has to be able to copy it. */
export function textOf(message: Message): string {
  const { text, contacts, location, order, interactive } = message
  if (text !== undefined) return text.body
  for (const carrier of carriers) if (message[carrier] !== undefined) return message[carrier]?.caption ?? ''
  if (contacts !== undefined) return contacts.map(cardOf).join('\n\n').trim()
  if (location !== undefined) {
    const { name, address, latitude, longitude } = location
    return [name, address, mapLink(latitude, longitude)].filter((line) => line !== '').join('\n')
  }
  if (order !== undefined) return orderText(order)
  return interactive === undefined ? '' : ((interactive.button_reply ?? interactive.list_reply)?.title ?? '')
}

function cardOf({ name, phones = [] }: NonNullable<Message['contacts']>[number]): string {
  return [name?.formatted_name ?? '', ...phones.map(({ phone }) => phone)].filter((line) => line !== '').join('\n')
}

function orderText({ text, product_items: items }: NonNullable<Message['order']>): string {
  const lines = items.map(
    ({ product_retailer_id: product, quantity, item_price: price, currency }) =>
      `${product} × ${quantity} (${price} ${currency})`,
  )
  return [...(text === undefined ? [] : [text]), ...lines].join('\n')
}
