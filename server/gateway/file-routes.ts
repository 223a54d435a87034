import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { FileAnnouncement, fileLimits } from '#protocol/attachment'
import { type Outcome, refusal, refused } from '#protocol/errors'
import { AttachmentId, UploadId } from '#protocol/ids'
import type { Actor } from '#protocol/permissions'
import type { Attachments } from '../attachments/attachments'
import { isShownInline } from '../attachments/file-type'
import type { FileOwner, FileReader } from '../attachments/ports'
import { sendRefusal } from './http-refusal'
import { parseInput } from './input'
import { sendFile } from './send-file'
import { authenticate, credentialsOf, type SessionRules } from './session'

type Visitor = Extract<FileReader, { kind: 'visitor' }>

export interface FilePorts {
  readonly attachments: Pick<Attachments, 'uploads' | 'files' | 'read'>
  readonly rules: SessionRules
  readonly actorOf: (id: Actor['id']) => Actor | undefined
  /** Whose token it is; null for one that is not ours. */
  readonly visitorOf: (token: string) => Visitor | null
  /** May the page that asks use this visitor's chat? */
  readonly isOpenTo: (visitor: Visitor, request: FastifyRequest) => boolean
  /** Milliseconds until an upload of this address may begin; 0 = now. */
  readonly visitorWaitMs: (address: string) => number
}

type Who = { readonly kind: 'operator'; readonly actor: Actor } | Visitor

const ownerOf = (who: Who): FileOwner => (who.kind === 'operator' ? { kind: who.kind, id: who.actor.id } : who)

/**
 * An operator by his session, a visitor by the token of his chat (`Authorization: Visitor <token>`). A page's own picture carries
 * the cookie and no Origin; the cookie is SameSite=Strict, so looking is safe without one, changing is not.
 */
async function whoAsks(request: FastifyRequest, ports: FilePorts): Promise<Outcome<Who>> {
  const token = /^Visitor (\S{1,400})$/.exec(request.headers.authorization ?? '')?.[1]
  if (token !== undefined) return visitor(request, ports, token)
  const { rules, actorOf } = ports
  const credentials = credentialsOf(request, rules.publicUrl())
  const isLooking = request.method === 'GET' || request.method === 'HEAD'
  const origin = credentials.origin ?? (isLooking ? rules.publicUrl() : undefined)
  const found = await authenticate({ ...credentials, origin }, rules)
  if (!found.ok) return found
  const actor = actorOf(found.value.account.id)
  return actor === undefined
    ? refused('UNAUTHENTICATED', 'sign in first')
    : { ok: true, value: { kind: 'operator', actor } }
}

function visitor(request: FastifyRequest, { visitorOf, isOpenTo }: FilePorts, token: string): Outcome<Who> {
  const known = visitorOf(token)
  if (known === null) return refused('UNAUTHENTICATED', 'not a token of a visitor')
  return isOpenTo(known, request) ? { ok: true, value: known } : refused('ORIGIN', 'this site may not use the chat')
}

/** A page of a listed site may read the answer. */
function share(request: FastifyRequest, reply: FastifyReply, who: Who): void {
  const { origin } = request.headers
  if (who.kind === 'operator' || origin === undefined) return
  void reply.header('access-control-allow-origin', origin).header('vary', 'origin')
  void reply.header('access-control-expose-headers', 'upload-offset, retry-after')
}

type Handle = (request: FastifyRequest, reply: FastifyReply, who: Who) => Promise<FastifyReply>

const known =
  (ports: FilePorts, handle: Handle) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    void reply.header('cache-control', 'no-store')
    const who = await whoAsks(request, ports)
    if (!who.ok) return sendRefusal(reply, who.refusal)
    share(request, reply, who.value)
    return handle(request, reply, who.value)
  }

const idOf = (request: FastifyRequest): string => {
  const { params } = request
  return typeof params === 'object' && params !== null && 'id' in params ? String(params.id) : ''
}

/** `/files`: resumable uploads, and stored files for those who may see them. */
export async function mountFiles(app: FastifyInstance, ports: FilePorts): Promise<void> {
  await app.register((scope, _options, done) => {
    const bytes = { parseAs: 'buffer', bodyLimit: fileLimits.chunkBytes } as const
    scope.addContentTypeParser('application/offset+octet-stream', bytes, (_request, body, taken) => taken(null, body))
    const route = (handle: Handle) => known(ports, handle)
    scope.post('/files/uploads', route(begin(ports)))
    scope.head('/files/uploads/:id', route(offset(ports)))
    scope.patch('/files/uploads/:id', { bodyLimit: fileLimits.chunkBytes }, route(append(ports)))
    scope.get('/files/:id', { exposeHeadRoute: false }, route(read(ports)))
    for (const path of ['/files/uploads', '/files/uploads/:id', '/files/:id'])
      scope.options(path, async (request, reply) => preflight(request, reply))
    done()
  })
}

/** Asked by a browser before a visitor's page may send his token; who it is, and from where, is judged then. */
function preflight({ headers }: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (headers.origin !== undefined)
    void reply
      .header('access-control-allow-origin', headers.origin)
      .header('access-control-allow-methods', 'GET, HEAD, POST, PATCH')
      .header('access-control-allow-headers', 'authorization, content-type, upload-offset, range')
      .header('access-control-max-age', '600')
      .header('vary', 'origin')
  return reply.code(204).send()
}

const begin =
  ({ attachments, visitorWaitMs }: FilePorts): Handle =>
  async (request, reply, who) => {
    const input = parseInput(FileAnnouncement, request.body)
    if (!input.ok) return sendRefusal(reply, input.refusal)
    const wait = who.kind === 'visitor' ? visitorWaitMs(request.ip) : 0
    if (wait > 0) return sendRefusal(reply, refusal('RATE_LIMITED', 'too many files', { retryAfterMs: wait }))
    const begun = await attachments.uploads.begin(ownerOf(who), input.value)
    return begun.ok ? reply.code(201).send(begun.value) : sendRefusal(reply, begun.refusal)
  }

const offset =
  ({ attachments }: FilePorts): Handle =>
  async (request, reply, who) => {
    const found = await attachments.uploads.offset(ownerOf(who), UploadId.parse(idOf(request)))
    if (!found.ok) return sendRefusal(reply, found.refusal)
    return reply.header('upload-offset', String(found.value.offset)).send()
  }

const append =
  ({ attachments }: FilePorts): Handle =>
  async (request, reply, who) => {
    const { body, headers } = request
    const told = Number(headers['upload-offset'] ?? Number.NaN)
    if (!Buffer.isBuffer(body) || !Number.isSafeInteger(told) || told < 0)
      return sendRefusal(
        reply,
        refusal('BAD_REQUEST', 'a piece is bytes with an upload-offset', { field: 'upload-offset' }),
      )
    const sent = await attachments.uploads.append(ownerOf(who), UploadId.parse(idOf(request)), told, body)
    if (sent.ok) return reply.header('upload-offset', String(sent.value.offset)).send(sent.value)
    return sendRefusal(reply, sent.refusal)
  }

/** The content never changes under its id, and is nobody's but his who may see it. */
const read =
  ({ attachments }: FilePorts): Handle =>
  async (request, reply, who) => {
    const id = AttachmentId.safeParse(idOf(request))
    const found = id.success ? await attachments.read(who, id.data) : refused('NOT_FOUND', 'no such file')
    if (!found.ok) return sendRefusal(reply, found.refusal)
    const { mediaType } = found.value.attachment
    const sent = {
      file: found.value,
      mediaType: isShownInline(mediaType) ? mediaType : 'application/octet-stream',
      cacheControl: 'private, max-age=31536000, immutable',
    }
    return sendFile(request, reply, sent, attachments.files)
  }
