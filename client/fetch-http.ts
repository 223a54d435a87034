import { Attachment } from '#protocol/attachment'
import { accepted, type Outcome, refused } from '#protocol/errors'
import { UploadId } from '#protocol/ids'
import { SignedIn, type SignIn, type SignInByLink, signInPaths } from '#protocol/sign-in'
import type { ClientClock } from './clock'
import type { HubAddress, HubHttp } from './http'
import { isRecord, parseRefusal } from './parse'

/** The part of `fetch` used here: Node's, Electron's and the browser's all fit. */
export type Fetch = (
  url: string,
  init: { method: string; headers: { [name: string]: string }; body?: string | Uint8Array<ArrayBuffer> },
) => Promise<{
  readonly ok: boolean
  readonly status: number
  readonly headers: { get(name: string): string | null }
  text(): Promise<string>
}>

/** A chunk over a thin line takes its time; a hub that says nothing for so long is not there. */
const answerMs = 60_000

/** What a browser does not know the type of has none. */
const anyBytes = 'application/octet-stream'
/** What the hub takes chunks as; no other route parses it. */
const chunkType = 'application/offset+octet-stream'

interface Call {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH'
  readonly path: string
  readonly headers?: { readonly [name: string]: string }
  readonly json?: unknown
  readonly bytes?: Uint8Array<ArrayBuffer>
}

interface Answer {
  readonly body: unknown
  header(name: string): string | null
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    return null
  }
}

const notUnderstood = () => refused('INTERNAL', 'the answer of the hub is not understood')

export class FetchHttp implements HubHttp {
  readonly #fetch: Fetch
  readonly #clock: ClientClock

  constructor(fetch: Fetch, clock: ClientClock) {
    this.#fetch = fetch
    this.#clock = clock
  }

  signIn(hubUrl: string, input: SignIn): Promise<Outcome<SignedIn>> {
    return this.#signedIn(hubUrl, signInPaths.signIn, input)
  }

  signInByLink(hubUrl: string, input: SignInByLink): Promise<Outcome<SignedIn>> {
    return this.#signedIn(hubUrl, signInPaths.signInLink, input)
  }

  async signOut(hub: HubAddress): Promise<Outcome<null>> {
    const answer = await this.#call(hub, { method: 'POST', path: signInPaths.signOut, json: {} })
    return answer.ok ? accepted(null) : answer
  }

  async createUpload(
    hub: HubAddress,
    file: { readonly name: string; readonly mediaType: string; readonly size: number },
  ): Promise<Outcome<{ readonly uploadId: UploadId; readonly offset: number }>> {
    const { name, size } = file
    const mediaType = file.mediaType === '' ? anyBytes : file.mediaType
    const answer = await this.#call(hub, { method: 'POST', path: '/files/uploads', json: { name, mediaType, size } })
    if (!answer.ok) return answer
    const { body } = answer.value
    const uploadId = UploadId.safeParse(isRecord(body) ? body.uploadId : undefined)
    const offset = isRecord(body) && typeof body.offset === 'number' ? body.offset : 0
    return uploadId.success ? accepted({ uploadId: uploadId.data, offset }) : notUnderstood()
  }

  async uploadOffset(hub: HubAddress, uploadId: UploadId): Promise<Outcome<number>> {
    const answer = await this.#call(hub, { method: 'HEAD', path: `/files/uploads/${uploadId}` })
    if (!answer.ok) return answer
    const offset = Number(answer.value.header('upload-offset') ?? Number.NaN)
    return Number.isSafeInteger(offset) ? accepted(offset) : notUnderstood()
  }

  async uploadChunk(
    hub: HubAddress,
    uploadId: UploadId,
    offset: number,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<Outcome<{ readonly offset: number; readonly attachment: Attachment | null }>> {
    const headers = { 'upload-offset': String(offset), 'content-type': chunkType }
    const answer = await this.#call(hub, { method: 'PATCH', path: `/files/uploads/${uploadId}`, headers, bytes })
    if (!answer.ok) return answer
    const body = isRecord(answer.value.body) ? answer.value.body : {}
    const attachment = Attachment.safeParse(body.attachment)
    if (attachment.success) return accepted({ offset: offset + bytes.length, attachment: attachment.data })
    return typeof body.offset === 'number' ? accepted({ offset: body.offset, attachment: null }) : notUnderstood()
  }

  async #signedIn(hubUrl: string, path: string, input: SignIn | SignInByLink): Promise<Outcome<SignedIn>> {
    const answer = await this.#call({ hubUrl, token: null }, { method: 'POST', path, json: input })
    if (!answer.ok) return answer
    const signedIn = SignedIn.safeParse(answer.value.body)
    return signedIn.success ? accepted(signedIn.data) : notUnderstood()
  }

  async #call(hub: HubAddress, call: Call): Promise<Outcome<Answer>> {
    const headers = {
      ...(hub.token === null ? {} : { authorization: `Bearer ${hub.token}` }),
      ...(call.json === undefined ? {} : { 'content-type': 'application/json' }),
      ...call.headers,
    }
    const body = call.json === undefined ? call.bytes : JSON.stringify(call.json)
    const init = { method: call.method, headers, ...(body === undefined ? {} : { body }) }
    const response = await this.#inTime(this.#fetch(hub.hubUrl + call.path, init))
    if (response === null) return refused('NOT_CONNECTED', 'the hub cannot be reached')
    const text = await this.#inTime(response.text())
    if (text === null) return refused('NOT_CONNECTED', 'the answer broke off')
    const parsed = parseJson(text)
    if (response.ok) return accepted({ body: parsed, header: (name) => response.headers.get(name) })
    const said = parseRefusal(parsed)
    if (said !== null) return { ok: false, refusal: said }
    // A HEAD has no body to say why; a proxy in between says it in its own way.
    if (response.status === 404) return refused('UPLOAD_UNKNOWN', 'the hub does not know it')
    if (response.status === 401) return refused('UNAUTHENTICATED', 'the hub does not know this session')
    return response.status >= 500 ? refused('NOT_CONNECTED', 'the hub is away') : notUnderstood()
  }

  #inTime<Value>(answer: Promise<Value>): Promise<Value | null> {
    return new Promise((resolve) => {
      const callOff = this.#clock.after(answerMs, () => resolve(null))
      answer.then(resolve, () => resolve(null)).finally(callOff)
    })
  }
}
