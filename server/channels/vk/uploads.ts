import { z } from 'zod'
import type { Attachment } from '#protocol/attachment'
import { assertNever } from '#protocol/ids'
import type { Random } from '../../platform'
import type { ReadAttachment } from '../channel'
import { multipartBody } from '../http-body'
import { MessengerRefused } from '../messenger-error'
import type { VkApi } from './api'
import { shapeOf } from './outbound'

const Place = z.object({ upload_url: z.string().min(1) })
const Saved = z.object({
  id: z.number().int(),
  owner_id: z.number().int(),
  access_key: z.string().optional().catch(undefined),
})
const SavedDoc = z.union([
  z.object({ type: z.literal('audio_message'), audio_message: Saved }),
  z.object({ type: z.literal('graffiti'), graffiti: Saved }),
  z.object({ type: z.literal('doc'), doc: Saved }),
])
const Photographed = z.union([
  z.object({ error: z.unknown() }),
  z.object({ server: z.union([z.number(), z.string()]), photo: z.string(), hash: z.string() }),
])
const Filed = z.union([z.object({ error: z.unknown() }), z.object({ file: z.string() })])

/** Where files go: into somebody's private chat, or under a page of the community. */
export type Destination =
  | { readonly kind: 'private'; readonly peer: string }
  | { readonly kind: 'public'; readonly groupId: string }

const refusedFile = (words: string) => new MessengerRefused('bad_media', words)

const named = (word: string, { id, owner_id, access_key }: z.infer<typeof Saved>) =>
  `${word}${owner_id}_${id}${access_key === undefined ? '' : `_${access_key}`}`

/** Uploads of VK go in three steps: a place is asked for, the file is put there, and what came of it is saved. */
export class Uploads {
  readonly #api: VkApi
  readonly #read: ReadAttachment
  readonly #random: Random

  constructor(api: VkApi, read: ReadAttachment, random: Random) {
    this.#api = api
    this.#read = read
    this.#random = random
  }

  /** The name under which a message holds the file. Rejects with MessengerRefused or MessengerUnreachable. */
  put(attachment: Attachment, to: Destination): Promise<string> {
    const shape = shapeOf(attachment)
    // Pictures for walls are taken from persons only; as a file a picture is shown as well.
    if (to.kind === 'public') return this.#doc(attachment, 'docs.getWallUploadServer', { group_id: to.groupId })
    const peer = { peer_id: to.peer }
    switch (shape) {
      case 'photo':
        return this.#photo(attachment, peer)
      case 'voice':
        return this.#doc(attachment, 'docs.getMessagesUploadServer', { ...peer, type: 'audio_message' })
      case 'doc':
        return this.#doc(attachment, 'docs.getMessagesUploadServer', { ...peer, type: 'doc' })
      default:
        return assertNever(shape)
    }
  }

  async #photo(attachment: Attachment, peer: Readonly<Record<string, string>>): Promise<string> {
    const { upload_url: place } = await this.#api.call('photos.getMessagesUploadServer', peer, Place)
    const given = await this.#api.upload(place, await this.#body(attachment, 'photo'), Photographed)
    // A picture VK cannot read comes back as an empty list.
    if ('error' in given || given.photo === '[]' || given.photo === '') throw refusedFile('the picture was not taken')
    const params = { photo: given.photo, server: String(given.server), hash: given.hash }
    const [photo] = await this.#api.call('photos.saveMessagesPhoto', params, z.array(Saved))
    if (photo === undefined) throw refusedFile('the picture was not saved')
    return named('photo', photo)
  }

  async #doc(attachment: Attachment, method: string, params: Readonly<Record<string, string>>): Promise<string> {
    const { upload_url: place } = await this.#api.call(method, params, Place)
    const given = await this.#api.upload(place, await this.#body(attachment, 'file'), Filed)
    if ('error' in given || given.file === '') throw refusedFile('the file was not taken')
    const saved = await this.#api.call(
      'docs.save',
      { file: given.file, title: attachment.name.slice(0, 128) },
      SavedDoc,
    )
    switch (saved.type) {
      case 'audio_message':
        return named('audio_message', saved.audio_message)
      case 'graffiti':
        return named('doc', saved.graffiti)
      case 'doc':
        return named('doc', saved.doc)
      default:
        return assertNever(saved)
    }
  }

  async #body({ id, name, mediaType }: Attachment, field: string) {
    const stored = await this.#read(id)
    if (stored === null) throw refusedFile('a file is not in the store')
    const boundary = `pult-${this.#random.bytes(18).toString('hex')}`
    return multipartBody({}, { field, name, mediaType, path: stored.path, size: stored.size }, boundary)
  }
}
