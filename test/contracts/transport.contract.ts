import { describe, expect, it } from 'vitest'
import type { Transport } from '#client/transport'
import { type Refusal, refusal } from '#protocol/errors'
import { DeviceId } from '#protocol/ids'
import { protocolVersion } from '#protocol/version'

/** The other end of the line, as a test needs it: it welcomes whoever comes, unless told otherwise. */
export interface TransportHub {
  /** A transport that knows where this hub is. */
  transport(): Transport
  refuse(refusal: Refusal | null): void
  push(kind: 'near' | 'far' | 'notice', packet: unknown): void
  /** Says goodbye and ends every link. */
  bye(refusal: Refusal): void
  /** Every line breaks, without a word. */
  cut(): void
  /** How commands and queries are answered; null: never. */
  answers(answer: ((asked: unknown) => unknown) | null): void
  close(): Promise<void>
}

const handshake = { protocol: protocolVersion, token: 'secret', device: DeviceId.parse('device'), deviceName: 'Laptop' }

type Heard = readonly [kind: string, value: unknown]

/** Connects and keeps what was heard; `until` resolves when something of that kind has come. */
function listener(transport: Transport) {
  const heard: Heard[] = []
  const waiting: { kind: string; resolve: (value: unknown) => void }[] = []
  const hear = (kind: string) => (value: unknown) => {
    heard.push([kind, value])
    const found = waiting.findIndex((one) => one.kind === kind)
    if (found !== -1) waiting.splice(found, 1)[0]?.resolve(value)
  }
  const until = (kind: string) => {
    const before = heard.find(([one]) => one === kind)
    if (before !== undefined) return Promise.resolve(before[1])
    return new Promise<unknown>((resolve) => void waiting.push({ kind, resolve }))
  }
  const connect = () =>
    transport.connect(handshake, {
      welcome: hear('welcome'),
      near: hear('near'),
      far: hear('far'),
      notice: hear('notice'),
      bye: hear('bye'),
      closed: hear('closed'),
    })
  const kinds = () => heard.map(([kind]) => kind)
  return { heard, until, connect, kinds, forget: () => void heard.splice(0) }
}

const notConnected = { ok: false, refusal: { code: 'NOT_CONNECTED', retryable: true } }

/** Each transport passes this, so that the one of the tests cannot behave better than the real one. */
export function transportContract(name: string, open: () => Promise<TransportHub>): void {
  const withLink = async (
    work: (link: ReturnType<typeof listener> & { hub: TransportHub; transport: Transport }) => Promise<void>,
  ): Promise<void> => {
    const hub = await open()
    const transport = hub.transport()
    try {
      await work({ hub, transport, ...listener(transport) })
    } finally {
      transport.disconnect()
      await hub.close()
    }
  }

  describe(`a transport (${name})`, () => {
    it('hears the welcome first, then packets in the order they were sent', () =>
      withLink(async ({ hub, connect, until, kinds, heard }) => {
        connect()
        expect(await until('welcome')).toMatchObject({ epoch: expect.any(String), hubAt: expect.any(Number) })
        hub.push('near', { items: [1] })
        hub.push('far', { after: 1 })
        hub.push('notice', { kind: 'typing' })
        await until('notice')
        expect(kinds()).toEqual(['welcome', 'near', 'far', 'notice'])
        expect(heard[1]?.[1]).toEqual({ items: [1] })
      }))

    it('gives back the refusal of a handshake and does not come back by itself', () =>
      withLink(async ({ hub, connect, until, kinds }) => {
        hub.refuse(refusal('SESSION_ENDED', 'the session has ended'))
        connect()
        expect(await until('closed')).toMatchObject({ code: 'SESSION_ENDED' })
        expect(kinds()).toEqual(['closed'])
      }))

    it('brings answers to commands and queries to those who asked', () =>
      withLink(async ({ hub, transport, connect, until }) => {
        hub.answers((asked) => ({ ok: true, value: asked }))
        connect()
        await until('welcome')
        const envelope = { id: 'a', sentAt: 1, command: { kind: 'x' } }
        const answers = await Promise.all([transport.command(envelope), transport.query({ kind: 'y' })])
        expect(answers).toEqual([
          { ok: true, value: envelope },
          { ok: true, value: { kind: 'y' } },
        ])
      }))

    it('refuses what is asked without a link, and keeps nothing for later', () =>
      withLink(async ({ hub, transport, connect, until }) => {
        const asked: unknown[] = []
        hub.answers((one) => {
          asked.push(one)
          return { ok: true, value: null }
        })
        expect(await transport.query({ kind: 'before' })).toMatchObject(notConnected)
        connect()
        expect(await transport.query({ kind: 'while connecting' })).toMatchObject(notConnected)
        await until('welcome')
        await transport.query({ kind: 'after' })
        expect(asked).toEqual([{ kind: 'after' }])
      }))

    it('refuses what was not answered when the link breaks', () =>
      withLink(async ({ hub, transport, connect, until }) => {
        hub.answers(null)
        connect()
        await until('welcome')
        const answer = transport.command({ id: 'a', sentAt: 1, command: {} })
        hub.cut()
        expect(await answer).toMatchObject(notConnected)
        expect(await until('closed')).toBeNull()
      }))

    it('hears a goodbye before the link closes', () =>
      withLink(async ({ hub, connect, until, kinds }) => {
        connect()
        await until('welcome')
        hub.bye(refusal('DEVICE_REPLACED', 'another window'))
        await until('closed')
        expect(kinds()).toEqual(['welcome', 'bye', 'closed'])
      }))

    it('hears nothing of a link that was given up', () =>
      withLink(async ({ hub, transport, connect, until, kinds, forget }) => {
        hub.answers(null)
        connect()
        await until('welcome')
        forget()
        const answer = transport.query({ kind: 'x' })
        transport.disconnect()
        expect(await answer).toMatchObject(notConnected)
        hub.push('near', { items: [] })
        connect()
        await until('welcome')
        expect(kinds()).toEqual(['welcome'])
      }))

    it('holds one link at a time', () =>
      withLink(async ({ hub, connect, until, kinds, forget }) => {
        connect()
        await until('welcome')
        forget()
        connect()
        await until('welcome')
        hub.push('near', { items: [] })
        hub.push('notice', {})
        await until('notice')
        expect(kinds()).toEqual(['welcome', 'near', 'notice'])
      }))
  })
}
