import type { FakeReply, FakeRequest } from '../http'
import { json } from '../http'
import { parseMultipart } from '../multipart'
import type { FakeCommunity } from './community'
import type { FakeFile } from './files'
import { wrongParameter } from './refusals'

type Kind = 'photo' | 'doc' | 'audio_message' | 'graffiti' | 'wall'

const isPicture = (bytes: Buffer) =>
  bytes.subarray(0, 3).equals(Buffer.of(0xff, 0xd8, 0xff)) || bytes.subarray(1, 4).toString() === 'PNG'

/** The three steps of an upload: a place, the file, what came of it. */
export class FakeUploads {
  readonly #community: FakeCommunity
  readonly #base: string
  readonly #put = new Map<string, { readonly kind: Kind; readonly file: FakeFile }>()
  readonly #saved = new Map<string, FakeFile>()
  #next = 1

  constructor(community: FakeCommunity, base: string) {
    this.#community = community
    this.#base = base
  }

  place(kind: Kind): { readonly upload_url: string } {
    this.#next += 1
    return { upload_url: `${this.#base}/upload/${this.#community.id}/${kind}/${this.#next}` }
  }

  take(kind: Kind, request: FakeRequest): FakeReply {
    const form = parseMultipart(request.body, request.headers['content-type'] ?? '')
    const sent = form.files.get(kind === 'photo' ? 'photo' : 'file')
    if (sent === undefined || sent.bytes.length === 0) return json(200, { error: 'no_file' })
    if (kind === 'photo' && !isPicture(sent.bytes)) return json(200, { server: 1, photo: '[]', hash: 'h' })
    if (kind === 'doc' && /\.(?:exe|bat)$/.test(sent.name)) return json(200, { error: 'wrong_extension' })
    const file = this.#community.files.add(sent.name, sent.mediaType, sent.bytes)
    this.#next += 1
    const ticket = `ticket-${this.#next}`
    this.#put.set(ticket, { kind, file })
    return json(200, kind === 'photo' ? { server: 42, photo: ticket, hash: 'f00d' } : { file: ticket })
  }

  savePhoto(params: Readonly<Record<string, string>>) {
    const put = this.#put.get(params.photo ?? '')
    if (put?.kind !== 'photo' || params.server !== '42' || params.hash !== 'f00d') throw wrongParameter('photo')
    const owner = -this.#community.id
    this.#saved.set(`photo${owner}_${put.file.id}_key`, put.file)
    return [{ id: put.file.id, owner_id: owner, access_key: 'key', sizes: [] }]
  }

  saveDoc(params: Readonly<Record<string, string>>) {
    const put = this.#put.get(params.file ?? '')
    if (put === undefined || put.kind === 'photo') throw wrongParameter('file')
    const type = put.kind === 'wall' ? 'doc' : put.kind
    const owner = -this.#community.id
    this.#saved.set(`${type}${owner}_${put.file.id}`, put.file)
    return { type, [type]: { id: put.file.id, owner_id: owner, title: params.title, url: put.file.url } }
  }

  /** Files by the names a message holds them under. */
  named(list: string | undefined): readonly { readonly type: string; readonly file: FakeFile }[] {
    if (list === undefined || list === '') return []
    const names = list.split(',')
    if (names.length > 10) throw wrongParameter('attachment')
    return names.map((name) => {
      const bare = /^([a-z_]+)(-?\d+)_(\d+)/.exec(name)
      const file = this.#saved.get(name) ?? this.#community.files.find(Number(bare?.[3]))
      if (file === undefined || bare?.[1] === undefined) throw wrongParameter(`attachment ${name}`)
      return { type: bare[1], file }
    })
  }
}
