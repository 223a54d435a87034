import type { FileFailure } from '#protocol/attachment'
import type { FileFacts } from '../conversations/ports'
import { safeFileName, withExtension } from './file-name'
import type { FileStore } from './file-store'
import { browserPictures, fileType, kindOf } from './file-type'
import { lastPageBytes, opusLengthMs } from './ogg-opus'
import { pictureSize, pixelLimit } from './picture-size'

/** Why bytes are not taken. */
export type FileProblem = Extract<FileFailure, 'empty' | 'program' | 'disagrees' | 'damaged' | 'pixels'>

export type Inspected =
  | { readonly kind: 'file'; readonly facts: FileFacts }
  | { readonly kind: 'problem'; readonly problem: FileProblem }

/** The size of a JPEG may stand behind a long preview. */
const headBytes = 512 * 1024

/** Looks at a whole file on its way in: the type by content, the name made to agree or refused, sides of pictures from their heads. */
export async function inspect(store: FileStore, incoming: string, told: { readonly name: string }): Promise<Inspected> {
  const size = (await store.received(incoming)) ?? 0
  if (size === 0) return { kind: 'problem', problem: 'empty' }
  const head = await store.head(incoming, Math.min(size, headBytes))
  const name = safeFileName(told.name)
  const type = fileType(head, name)
  if (type.kind !== 'type') return { kind: 'problem', problem: type.kind }
  const { mediaType, extension } = type
  const sides = pictureSize(mediaType, head)
  if (sides === null && browserPictures.has(mediaType)) return { kind: 'problem', problem: 'damaged' }
  if (sides !== null && sides.width * sides.height > pixelLimit) return { kind: 'problem', problem: 'pixels' }
  const durationMs =
    mediaType === 'audio/ogg' ? opusLengthMs(head, await store.tail(incoming, Math.min(size, lastPageBytes))) : null
  return {
    kind: 'file',
    facts: {
      ...{ kind: durationMs === null ? kindOf(mediaType) : 'voice', mediaType, size, durationMs },
      ...{ width: sides?.width ?? null, height: sides?.height ?? null },
      name: extension === null ? name : withExtension(name, extension),
    },
  }
}
