import { fileLimits } from './attachment'
import type { Capabilities } from './channel'

export type FileProblem =
  | { readonly kind: 'empty' }
  | { readonly kind: 'tooBig'; readonly limit: number }
  | { readonly kind: 'tooMany'; readonly limit: number }
  | { readonly kind: 'notTaken' }

interface OutgoingFile {
  readonly mediaType: string
  readonly size: number
}

export const isPicture = (mediaType: string): boolean => /^image\/(png|jpeg|gif|webp)$/.test(mediaType)

/** Why a file cannot go to this messenger: said on the screen before a byte is read, and by the hub before it is sent; null = it can. */
export function fileProblem(
  file: OutgoingFile,
  capabilities: Pick<Capabilities, 'pictures' | 'files' | 'fileBytes' | 'pictureBytes'>,
  already: number,
): FileProblem | null {
  if (already >= fileLimits.perMessage) return { kind: 'tooMany', limit: fileLimits.perMessage }
  if (file.size === 0) return { kind: 'empty' }
  const asPicture = isPicture(file.mediaType) && capabilities.pictures && file.size <= capabilities.pictureBytes
  if (!(asPicture || capabilities.files)) {
    return isPicture(file.mediaType) && capabilities.pictures
      ? { kind: 'tooBig', limit: capabilities.pictureBytes }
      : { kind: 'notTaken' }
  }
  const limit = Math.min(fileLimits.bytes, asPicture ? capabilities.pictureBytes : capabilities.fileBytes)
  return file.size > limit ? { kind: 'tooBig', limit } : null
}
