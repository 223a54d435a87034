import type { Attachment } from '#protocol/attachment'
import { accepted, type Outcome, refused } from '#protocol/errors'
import { AttachmentId } from '#protocol/ids'
import { operatorPictureSide } from '#protocol/operator'
import type { Random } from '../platform'
import type { FileStore } from './file-store'
import { inspect } from './inspect'

export interface TakenPicture {
  readonly attachment: Attachment
  readonly hash: string
}

/** What every browser draws and nothing can hide in. */
const taken: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp'])

/** Puts a small picture among the files, judged by its bytes; its row is for who asked to write. */
export async function takePicture(
  files: FileStore,
  random: Pick<Random, 'id'>,
  bytes: Uint8Array,
): Promise<Outcome<TakenPicture>> {
  const id = AttachmentId.parse(random.id())
  const incoming = `picture-${id}`
  await (await files.create(incoming)).close()
  await files.write(incoming, 0, bytes)
  const inspected = await inspect(files, incoming, { name: 'picture' })
  const problem = inspected.kind === 'problem' ? refused('FILE_CONTENT', 'no picture') : problemOf(inspected.facts)
  if (inspected.kind === 'problem' || problem !== null) {
    await files.discard(incoming)
    return problem ?? refused('FILE_CONTENT', 'no picture')
  }
  const attachment: Attachment = { ...inspected.facts, id, state: { kind: 'stored' } }
  return accepted({ attachment, hash: await files.keep(incoming) })
}

function problemOf({ mediaType, width, height }: Pick<Attachment, 'mediaType' | 'width' | 'height'>) {
  if (!taken.has(mediaType)) return refused('FILE_TYPE', 'a picture is JPEG, PNG or WebP')
  const isSmall = Math.max(width ?? 0, height ?? 0) <= operatorPictureSide
  return isSmall ? null : refused('FILE_TOO_BIG', 'the picture has too many pixels')
}
