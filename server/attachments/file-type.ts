import type { AttachmentKind } from '#protocol/attachment'
import { extensionOf } from './file-name'

/** A format that is known by its first bytes. */
interface Format {
  readonly mediaType: string
  readonly extensions: readonly string[]
  readonly fits: (head: Buffer) => boolean
}

const at =
  (offset: number, ...bytes: readonly number[]) =>
  (head: Buffer) =>
    bytes.every((byte, index) => head[offset + index] === byte)
const word = (offset: number, text: string) => (head: Buffer) =>
  head.subarray(offset, offset + text.length).toString('latin1') === text
const both = (a: (head: Buffer) => boolean, b: (head: Buffer) => boolean) => (head: Buffer) => a(head) && b(head)
const brand = (pattern: RegExp) =>
  both(word(4, 'ftyp'), (head) => pattern.test(head.subarray(8, 12).toString('latin1')))
const sync = (mask: number, value: number) => (head: Buffer) =>
  head[0] === 0xff && head[1] !== undefined && (head[1] & mask) === value

const format = (mediaType: string, extensions: string, fits: (head: Buffer) => boolean): Format => ({
  mediaType,
  extensions: extensions.split(' '),
  fits,
})

/** The first that fits is it. */
const formats: readonly Format[] = [
  format('image/png', 'png', at(0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)),
  format('image/jpeg', 'jpg jpeg jpe jfif', at(0, 0xff, 0xd8, 0xff)),
  format('image/gif', 'gif', (head) => /^GIF8[79]a/.test(head.subarray(0, 6).toString('latin1'))),
  format('image/webp', 'webp', both(word(0, 'RIFF'), word(8, 'WEBP'))),
  format('image/bmp', 'bmp', both(word(0, 'BM'), at(6, 0, 0, 0, 0))),
  format('image/tiff', 'tif tiff', (head) => at(0, 0x49, 0x49, 0x2a, 0)(head) || at(0, 0x4d, 0x4d, 0, 0x2a)(head)),
  format('image/heic', 'heic heif', brand(/hei[cxfm]|mif1|msf1|hevc/)),
  format('image/avif', 'avif', brand(/avi[fs]/)),
  format('audio/mp4', 'm4a', brand(/M4A |M4B /)),
  format('video/quicktime', 'mov', brand(/qt {2}/)),
  format('video/mp4', 'mp4 m4v 3gp', word(4, 'ftyp')),
  format('video/webm', 'webm mkv', at(0, 0x1a, 0x45, 0xdf, 0xa3)),
  format('video/x-msvideo', 'avi', both(word(0, 'RIFF'), word(8, 'AVI '))),
  format('audio/wav', 'wav', both(word(0, 'RIFF'), word(8, 'WAVE'))),
  format('audio/ogg', 'ogg oga opus ogv', word(0, 'OggS')),
  format('audio/flac', 'flac', word(0, 'fLaC')),
  format('audio/mpeg', 'mp3', word(0, 'ID3')),
  format('audio/aac', 'aac', sync(0xf6, 0xf0)),
  format('audio/mpeg', 'mp3', sync(0xe0, 0xe0)),
  format('application/pdf', 'pdf', word(0, '%PDF-')),
  format('application/vnd.rar', 'rar', word(0, 'Rar!')),
  format('application/x-7z-compressed', '7z', at(0, 0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c)),
  format('application/gzip', 'gz tgz', at(0, 0x1f, 0x8b)),
  format('application/zip', 'zip docx xlsx pptx odt ods odp epub apk', at(0, 0x50, 0x4b)),
  format('application/x-ole-storage', 'doc xls ppt msg', at(0, 0xd0, 0xcf, 0x11, 0xe0)),
]

/** Programs: refused under any name, since nothing good comes of an operator starting one. */
const programs: readonly ((head: Buffer) => boolean)[] = [
  word(0, 'MZ'),
  at(0, 0x7f, 0x45, 0x4c, 0x46),
  at(0, 0xcf, 0xfa, 0xed, 0xfe),
  at(0, 0xca, 0xfe, 0xba, 0xbe),
]
const programNames: ReadonlySet<string> = new Set(
  'exe msi com scr pif bat cmd lnk hta vbs vbe jse wsf wsh ps1 cpl msc reg jar dll'.split(' '),
)

/** Formats of the extension alone: text, and what a container holds. */
const byExtension: ReadonlyMap<string, string> = new Map([
  ['txt', 'text/plain'],
  ['log', 'text/plain'],
  ['md', 'text/plain'],
  ['csv', 'text/csv'],
  ['json', 'application/json'],
  ['html', 'text/html'],
  ['htm', 'text/html'],
  ['xml', 'application/xml'],
  ['svg', 'image/svg+xml'],
  ['doc', 'application/msword'],
  ['xls', 'application/vnd.ms-excel'],
  ['ppt', 'application/vnd.ms-powerpoint'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['pptx', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  ['odt', 'application/vnd.oasis.opendocument.text'],
  ['ods', 'application/vnd.oasis.opendocument.spreadsheet'],
])

type Family = 'picture' | 'media' | 'other'

/** Within a family a wrong extension is carelessness (a sticker, a song from a phone); across families it is a disguise. */
const familyOf = (mediaType: string): Family => {
  if (mediaType.startsWith('image/')) return 'picture'
  return /^(?:audio|video)\//.test(mediaType) ? 'media' : 'other'
}

const familyByExtension: ReadonlyMap<string, Family> = new Map(
  formats.flatMap(({ mediaType, extensions }) => extensions.map((extension) => [extension, familyOf(mediaType)])),
)

export const browserPictures: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

export type FileType =
  | { readonly kind: 'type'; readonly mediaType: string; readonly extension: string | null }
  /** Programs, by content or by name. */
  | { readonly kind: 'program' }
  /** The name says one format, the bytes are another. */
  | { readonly kind: 'disagrees'; readonly mediaType: string }

export const isProgramName = (name: string): boolean => programNames.has(extensionOf(name))

/** What the first bytes are, against what the name says. `extension` is the right one where another of its family stood. */
export function fileType(head: Buffer, name: string): FileType {
  const extension = extensionOf(name)
  if (programNames.has(extension) || programs.some((fits) => fits(head))) return { kind: 'program' }
  const found = formats.find(({ fits }) => fits(head))
  const claimed = byExtension.get(extension)
  if (found === undefined) {
    const mediaType = claimed ?? 'application/octet-stream'
    return familyByExtension.has(extension)
      ? { kind: 'disagrees', mediaType }
      : { kind: 'type', mediaType, extension: null }
  }
  const { mediaType, extensions } = found
  if (extensions.includes(extension)) return { kind: 'type', mediaType: claimed ?? mediaType, extension: null }
  if (extension === '') return { kind: 'type', mediaType, extension: extensions[0] ?? null }
  const family = familyByExtension.get(extension)
  if (family !== undefined && family !== 'other' && family === familyOf(mediaType))
    return { kind: 'type', mediaType, extension: extensions[0] ?? null }
  // A name of no known format says nothing the bytes could contradict.
  const isClaim = family !== undefined || claimed !== undefined
  return isClaim ? { kind: 'disagrees', mediaType } : { kind: 'type', mediaType, extension: null }
}

/** How a file of this type is shown. */
export function kindOf(mediaType: string): AttachmentKind {
  if (browserPictures.has(mediaType)) return 'picture'
  if (mediaType.startsWith('audio/')) return 'audio'
  return mediaType.startsWith('video/') ? 'video' : 'file'
}

/** What a browser may show by itself, without leaving for another program. Everything else is saved. */
export const isShownInline = (mediaType: string): boolean =>
  browserPictures.has(mediaType) || /^(?:audio\/(?:mpeg|mp4|ogg|wav|aac|flac)|video\/(?:mp4|webm))$/.test(mediaType)

const activeTypes: ReadonlySet<string> = new Set(['text/html', 'application/xml', 'image/svg+xml'])

/** What a browser would run, were it called by its name. */
export const isActive = (mediaType: string): boolean => activeTypes.has(mediaType)
