import { z } from 'zod'
import type { Refusal } from '#protocol/errors'
import { type Outcome, refusal } from '#protocol/errors'
import type { OperatorId } from '#protocol/ids'
import type { Actor } from '#protocol/permissions'
import { type QueryKind, queries } from '#protocol/queries'
import type { Device } from './devices'
import { parseInput } from './input'
import type { GatewayClock, GatewayLog, Viewer } from './ports'
import { viewerOf } from './ports'
import { withRequestId } from './request-id'

export interface QueryContext {
  readonly device: Device
  readonly actor: Actor
  readonly viewer: Viewer
}

export type QueryHandler = (query: unknown, context: QueryContext) => Promise<Outcome<unknown>>

/** Ties a query's closed schema to what answers it. */
export function question<Input extends z.ZodType, Answer extends z.ZodType>(
  { input }: { readonly input: Input; readonly answer: Answer },
  run: (query: z.output<Input>, context: QueryContext) => Promise<Outcome<z.input<Answer>>>,
): QueryHandler {
  return async (raw, context) => {
    const parsed = parseInput(input, raw)
    return parsed.ok ? run(parsed.value, context) : parsed
  }
}

export type QueryHandlers = Readonly<Record<QueryKind, QueryHandler>>

export interface QueryPorts {
  readonly handlers: QueryHandlers
  readonly actorOf: (id: OperatorId) => Actor | undefined
  readonly clock: GatewayClock
  readonly log: GatewayLog
  readonly newRequestId: () => string
  readonly refusalOf: (error: unknown) => Refusal | undefined
  readonly audit: (operatorId: OperatorId, action: string, code: string) => void
}

const isKind = (kind: string): kind is QueryKind => Object.hasOwn(queries, kind)
const Kind = z.looseObject({ kind: z.string().max(60) })

/** The door for everything one may look up. */
export class Queries {
  readonly #ports: QueryPorts

  constructor(ports: QueryPorts) {
    this.#ports = ports
  }

  /** Every refusal leaves with an id under which the log has it. */
  async answer(raw: unknown, device: Device): Promise<Outcome<unknown>> {
    const reply = await this.#answer(raw, device)
    if (reply.ok) return reply
    const refusal = withRequestId(reply.refusal, this.#ports.newRequestId)
    const { code, requestId } = refusal
    this.#ports.log.debug('query.refused', { operatorId: device.operatorId, code, requestId })
    return { ok: false, refusal }
  }

  async #answer(raw: unknown, device: Device): Promise<Outcome<unknown>> {
    const { clock, actorOf, handlers, audit } = this.#ports
    const wait = device.queries.take(clock.monotonic())
    if (wait > 0) return { ok: false, refusal: refusal('RATE_LIMITED', 'slower, please', { retryAfterMs: wait }) }
    const kind = Kind.safeParse(raw)
    if (!kind.success || !isKind(kind.data.kind))
      return { ok: false, refusal: refusal('BAD_REQUEST', 'not understood', { field: 'kind' }) }
    const name = kind.data.kind
    const actor = actorOf(device.operatorId)
    if (actor?.isActive !== true) return { ok: false, refusal: refusal('SESSION_ENDED', 'the account is disabled') }
    try {
      const reply = await handlers[name](raw, { device, actor, viewer: viewerOf(actor) })
      if (!reply.ok && (reply.refusal.code === 'FORBIDDEN' || reply.refusal.code === 'NOT_FOUND'))
        audit(device.operatorId, name, reply.refusal.code)
      return reply
    } catch (error) {
      return { ok: false, refusal: this.#failed(name, device, error) }
    }
  }

  #failed(kind: QueryKind, device: Device, error: unknown): Refusal {
    const { log, newRequestId, refusalOf } = this.#ports
    const known = refusalOf(error)
    if (known !== undefined) return known
    const requestId = newRequestId()
    log.error('query.failed', { kind, operatorId: device.operatorId, requestId }, error)
    return refusal('INTERNAL', 'something went wrong on the hub', { requestId })
  }
}
