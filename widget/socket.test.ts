import { describe, expect, it } from 'vitest'
import { VirtualTime } from '#test/support/virtual-time'
import { Socket, type WebSocketListener } from './socket'

/** A WebSocket whose far side is the test. */
function aSocket() {
  const time = new VirtualTime()
  const sent: string[] = []
  const told: unknown[] = []
  let isClosed = false
  let address = ''
  let far: WebSocketListener = { heard: () => {}, closed: () => {} }
  const socket = new Socket({
    hub: 'https://hub.example',
    namespace: '/visitor',
    auth: () => ({ channel: 'c', token: null }),
    events: {
      connected: () => void told.push('connected'),
      refused: (data) => void told.push(['refused', data]),
      closed: () => void told.push('closed'),
      event: (name, value) => void told.push([name, value]),
    },
    open: (url, listener) => {
      address = url
      far = listener
      return {
        send: (text) => void sent.push(text),
        close: () => {
          isClosed = true
        },
      }
    },
    after: (ms, work) => time.after(ms, work),
  })
  const opens = () => {
    far.heard('0{"sid":"s","pingInterval":10000,"pingTimeout":8000}')
    far.heard('40/visitor,{"sid":"t"}')
  }
  return {
    time,
    sent,
    told,
    socket,
    opens,
    hears: (text: unknown) => far.heard(text),
    breaks: () => far.closed(),
    isClosed: () => isClosed,
    url: () => address,
  }
}

describe('the socket of the chat', () => {
  it('speaks to the namespace of visitors with what the page says of itself', () => {
    const { sent, told, opens, url } = aSocket()
    opens()
    expect(url()).toBe('wss://hub.example/socket.io/?EIO=4&transport=websocket')
    expect(sent).toEqual(['40/visitor,{"channel":"c","token":null}'])
    expect(told).toEqual(['connected'])
  })

  it('tells of events, and answers the heartbeat', () => {
    const { sent, told, opens, hears } = aSocket()
    opens()
    hears('42/visitor,["line",{"seq":1}]')
    hears('2')
    expect(told).toEqual(['connected', ['line', { seq: 1 }]])
    expect(sent.at(-1)).toBe('3')
  })

  it('matches answers to questions, whatever their order', async () => {
    const { sent, socket, opens, hears } = aSocket()
    opens()
    const answers = [socket.ask('sync', 1), socket.ask('message', { id: 'x' })]
    expect(sent.slice(1)).toEqual(['42/visitor,0["sync",1]', '42/visitor,1["message",{"id":"x"}]'])
    hears('43/visitor,1[{"ok":true}]')
    hears('43/visitor,0["gap, with [brackets]"]')
    hears('43/visitor,7["nobody asked"]')
    expect(await Promise.all(answers)).toEqual(['gap, with [brackets]', { ok: true }])
  })

  it('gives no answer when none comes in time, when the line breaks, or when there is none', async () => {
    const { socket, opens, time, breaks, told } = aSocket()
    expect(await socket.ask('sync', 0)).toBeUndefined()
    opens()
    const late = socket.ask('sync', 0)
    await time.advance(10_000)
    expect(await late).toBeUndefined()
    const cut = socket.ask('sync', 0)
    breaks()
    expect(await cut).toBeUndefined()
    expect(told).toEqual(['connected', 'closed'])
  })

  it('notices a hub that has fallen silent', async () => {
    const { opens, time, told, isClosed } = aSocket()
    opens()
    await time.advance(17_999)
    expect(told).toEqual(['connected'])
    await time.advance(1)
    expect([told, isClosed()]).toEqual([['connected', 'closed'], true])
  })

  it('tells why it was not let in, once', () => {
    const { hears, told, breaks } = aSocket()
    hears('0{"sid":"s"}')
    hears('44/visitor,{"message":"ORIGIN","data":{"code":"ORIGIN"}}')
    breaks()
    expect(told).toEqual([['refused', { code: 'ORIGIN' }]])
  })

  it('is not disturbed by what it does not understand', () => {
    const { opens, hears, told } = aSocket()
    opens()
    for (const odd of ['', '9', '4', '42/visitor', '42/visitor,{', '42/visitor,{"a":1}', '6', 'x', new ArrayBuffer(1)])
      hears(odd)
    expect(told).toEqual(['connected'])
  })

  it('ends in silence when the page ends it', async () => {
    const { opens, socket, told, time, isClosed } = aSocket()
    opens()
    socket.drop()
    await time.advance(60_000)
    expect([told, isClosed()]).toEqual([['connected'], true])
  })
})
