import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import fastify from 'fastify'
import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock, systemRandom } from '#server/platform'
import { aRunningHub, type TestRunningHub } from '#test/support/a-running-hub'
import { eventually } from '#test/support/eventually'
import { FakeMessenger } from '#test/support/fake-channel'
import { VirtualTime } from '#test/support/virtual-time'
import { type HookReply, mountHooks } from './hooks'
import type { RefusedCall } from './refused-calls'

const secret = 'secret'
const json = 'application/json'

/** A hub with one bot connected, reached by its webhook. */
async function aBot() {
  const messenger = new FakeMessenger()
  const hub = await aRunningHub({ kinds: [messenger.kind] })
  await hub.channel('bot', 'telegram')
  await hub.stop()
  await hub.start()
  return { hub, messenger }
}

const call = (hub: TestRunningHub, body: string, { to = 'bot', key = secret, type = json } = {}) =>
  fetch(`${hub.url}/hooks/${to}`, { method: 'POST', body, headers: { secret: key, 'content-type': type } })

const kept = (hub: TestRunningHub) => hub.running.open.reader.all('select state, reason, body from inbound_event')
const told = (hub: TestRunningHub) =>
  hub.lines.filter((line) => line.includes('webhook.refused')).map((line) => JSON.parse(line))
const hashOf = (body: string) => createHash('sha256').update(body).digest('hex').slice(0, 32)
const deep = '['.repeat(40)

describe('a call that is not taken', () => {
  it.each([
    ['of a wrong secret', '{"text":"canary"}', { key: 'guessed' }, 401, { why: 'notSigned' }],
    ['of no channel', '{"text":"canary"}', { to: 'nobody' }, 404, { why: 'noChannel', channelId: null }],
    ['that the messenger would not send', '', {}, 400, { why: 'notRead', size: 0 }],
    ['of another content type', 'text=canary', { type: 'text/plain' }, 400, { why: 'contentType', size: 11 }],
    ['nested too deep', deep, {}, 400, { why: 'tooDeep', size: 40, sha256: hashOf(deep) }],
    ['over 4 MiB', 'x'.repeat((4 << 20) + 1), {}, 413, { why: 'tooBig', size: (4 << 20) + 1 }],
  ])(
    '%s is answered shortly, counted and told by hash and size, and nothing is stored',
    async (_what, body, how, status, line) => {
      const { hub } = await aBot()
      const response = await call(hub, body, how)
      expect([response.status, await response.text()]).toEqual([status, ''])
      expect(told(hub)).toEqual([expect.objectContaining({ channelId: 'bot', count: 1, ...line })])
      expect(await kept(hub)).toEqual([])
      expect(hub.lines.join('')).not.toContain('canary')
      expect((await call(hub, 'hello')).status).toBe(200)
    },
  )

  it.each([
    ['forgedCalls', 'hello', { key: 'guessed' }],
    ['malformedCalls', 'text=hello', { type: 'text/plain' }],
  ])('more than twenty times a minute is a note at the channel: %s', async (reason, body, how) => {
    const { hub } = await aBot()
    await hub.operator('olga', 'administrator')
    const olga = await hub.device('olga')
    const health = async () => (await olga.ask({ kind: 'channels.details' }))[0]?.health
    for (let count = 0; count < 20; count++) await call(hub, body, how)
    expect(await health()).toEqual({ kind: 'green' })
    await call(hub, body, how)
    expect(await health()).toMatchObject({ kind: 'degraded', reason })
    expect(told(hub).length).toBeLessThanOrEqual(21)
    expect((await call(hub, 'hello')).status).toBe(200)
  })
})

describe('a call that is taken', () => {
  it('again, or of a shape nobody knows, is stored once and answered 200', async () => {
    const { hub, messenger } = await aBot()
    messenger.meaning = (_body, eventKey, externalChat) => ({ kind: 'unreadable', why: 'new', eventKey, externalChat })
    for (let count = 0; count < 2; count++) expect((await call(hub, '{"new":1}')).status).toBe(200)
    expect(await kept(hub)).toEqual([{ state: 'dead', reason: 'UnknownShape', body: '{"new":1}' }])
    await hub.operator('olga', 'administrator')
    const olga = await hub.device('olga')
    expect(await olga.ask({ kind: 'channels.details' })).toMatchObject([{ deadLetters: 1 }])
  })
})

/** Somebody who begins a call and sends only so much of its body. */
function aDawdler(url: string, bytes: number, size: number) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  let said = ''
  socket.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const heard = new Promise<string>((resolve) => socket.on('close', () => resolve(said)).on('error', () => undefined))
  socket.write(`POST /hooks/bot HTTP/1.1\r\nhost: hub\r\ncontent-type: ${json}\r\ncontent-length: ${size}\r\n\r\n`)
  socket.write('x'.repeat(bytes))
  return { heard, said: () => said }
}

describe('what could not be read', () => {
  async function aDeadLetter() {
    const { hub, messenger } = await aBot()
    const { meaning } = messenger
    messenger.meaning = (_body, eventKey, externalChat) => ({ kind: 'unreadable', why: 'new', eventKey, externalChat })
    await call(hub, 'hello')
    messenger.meaning = meaning
    await hub.operator('olga', 'administrator')
    return { hub, olga: await hub.device('olga') }
  }
  const envelope = (command: unknown) => ({ id: systemRandom.uuid(), sentAt: systemClock.now(), command })
  const letter = { channelId: 'bot', eventKey: 'hello' }

  it.each([
    ['tried again', 'letter.retry', { isDone: true }],
    ['given up', 'letter.discard', {}],
  ])('is %s once, and the same command gets the same answer after a restart too', async (_what, kind, answer) => {
    const { hub, olga } = await aDeadLetter()
    const command = envelope({ kind, ...letter })
    expect(await olga.send(command)).toMatchObject({ ok: true, value: answer })
    expect(await olga.send(command)).toMatchObject({ ok: true, value: answer })
    await hub.stop()
    await hub.start()
    const again = await hub.device('olga')
    expect(await again.send(command)).toMatchObject({ ok: true, value: answer })
    expect(await again.send(envelope({ kind, ...letter }))).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
    const acts = await hub.running.open.reader.all(`select 1 from audit where action like 'deadLetter.%'`)
    expect(acts).toHaveLength(1)
  })

  it('of a channel that is not there cannot be tried again', async () => {
    const { olga } = await aDeadLetter()
    const command = envelope({ kind: 'letter.retry', ...letter, channelId: 'nobody' })
    expect(await olga.send(command)).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
  })
})

describe('the door of webhooks', () => {
  async function aDoor(receive: () => Promise<HookReply>) {
    const time = new VirtualTime()
    const refused: RefusedCall[] = []
    const app = fastify()
    onTestFinished(() => app.close())
    const ports = { clock: time, timers: time, onError: () => undefined }
    mountHooks(app, { ...ports, receive, onRefused: (one) => void refused.push(one) })
    let calls = 0
    app.server.on('request', () => {
      calls += 1
    })
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    const dawdlers = async (count: number, bytes = 1, size = 100) => {
      const crowd = Array.from({ length: count }, () => aDawdler(url, bytes, size))
      await eventually(() => calls, count)
      return crowd
    }
    const ask = () => fetch(`${url}/hooks/bot`, { method: 'POST', body: '{}', headers: { 'content-type': json } })
    return { time, refused, ask, dawdlers }
  }

  it.each([401, 404])('answers a stranger after the same time, whatever he does not know: %i', async (status) => {
    let heard: () => void = () => undefined
    const judged = new Promise<void>((resolve) => {
      heard = resolve
    })
    const { time, ask } = await aDoor(async () => {
      heard()
      return { status, body: '' }
    })
    let isAnswered = false
    const answer = ask().then((response) => {
      isAnswered = true
      return response.status
    })
    await judged
    await time.advance(49)
    expect(isAnswered).toBe(false)
    await time.advance(1)
    expect(await answer).toBe(status)
  })

  it('waits ten seconds for the body of a call, then closes the connection on who dawdles', async () => {
    const { time, refused, dawdlers } = await aDoor(async () => ({ status: 200, body: '' }))
    const [dawdler] = await dawdlers(1)
    await time.advance(9_999)
    expect([dawdler?.said(), refused]).toEqual(['', []])
    await time.advance(1)
    expect(await dawdler?.heard).toMatch(/^HTTP\/1.1 408 /)
    expect(refused).toMatchObject([{ channelId: 'bot', why: 'tooSlow', size: 100 }])
  })

  it('takes a call though five hundred others dawdle: who has been at it longest gives way', async () => {
    const { refused, dawdlers, ask } = await aDoor(async () => ({ status: 200, body: '' }))
    const crowd = await dawdlers(500)
    expect(refused).toEqual([])
    expect((await ask()).status).toBe(200)
    await eventually(() => crowd.filter(({ said }) => said().startsWith('HTTP/1.1 408 ')).length, 1)
    expect(refused).toHaveLength(1)
  })

  it('keeps no more than 64 MiB of what is still coming in', async () => {
    const { refused, dawdlers } = await aDoor(async () => ({ status: 200, body: '' }))
    const crowd = await dawdlers(17, (4 << 20) - 1, 4 << 20)
    await eventually(() => crowd.filter(({ said }) => said().startsWith('HTTP/1.1 408 ')).length, 1)
    expect(refused).toHaveLength(1)
  })

  it('asks to come again when the store cannot be written', async () => {
    const { ask, refused } = await aDoor(async () => ({ status: 503, body: '', retryAfter: 5 }))
    const response = await ask()
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(refused).toEqual([])
  })
})
