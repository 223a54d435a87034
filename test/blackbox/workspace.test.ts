import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ClientClock } from '#client/clock'
import { FetchHttp } from '#client/fetch-http'
import { MemoryFiles } from '#client/files'
import { SocketioTransport } from '#client/socketio-transport'
import type { TransportEvents } from '#client/transport'
import { type Credentials, Workspace } from '#client/workspace'
import { openStores } from '#main/cache/open-stores'
import { sections } from '#protocol/conversation'
import { type ConversationId, DeviceId } from '#protocol/ids'
import type { Handshake } from '#protocol/version'
import { aPassword, aRunningHub, type TestRunningHub } from '../support/a-running-hub'
import { aTemporaryFolder } from '../support/a-temporary-folder'
import { eventually } from '../support/eventually'

const clock: ClientClock = {
  now: () => Date.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, ms)
    return () => clearTimeout(timer)
  },
}

/** The real line with a switch in it. */
class SwitchedLine extends SocketioTransport {
  #events: TransportEvents | null = null
  #isOff = false

  override connect(handshake: Handshake, events: TransportEvents): void {
    this.#events = events
    if (this.#isOff) queueMicrotask(() => events.closed(null))
    else super.connect(handshake, events)
  }

  off(): void {
    this.#isOff = true
    this.disconnect()
    this.#events?.closed(null)
  }

  on(): void {
    this.#isOff = false
  }
}

/** A workspace as the desktop app puts it together, without the app. */
function aDesk(hub: TestRunningHub, device: string, signedIn: Credentials | null = null) {
  const line = new SwitchedLine(hub.url)
  const reports: unknown[] = []
  const folder = aTemporaryFolder()
  let kept = signedIn
  const workspace = new Workspace({
    clock,
    random: { uuid: () => randomUUID(), number: () => 0 },
    http: new FetchHttp(fetch, clock),
    keyring: {
      load: async () => kept,
      save: async (credentials) => {
        kept = credentials
      },
    },
    transport: () => line,
    openStores: async ({ accountId }) =>
      openStores({
        folder: join(folder, accountId ?? 'nobody'),
        files: new MemoryFiles(),
        monotonic: () => 0,
        onSlow: () => undefined,
        pause: () => new Promise((resolve) => void setImmediate(resolve)),
        onTrouble: (what, error) => void reports.push({ what, error }),
      }),
    device: DeviceId.parse(device),
    deviceName: device,
    remember: 'token',
    report: (report) => void reports.push(report),
  })
  onTestFinished(() => workspace.close({ isLeaving: false }))
  const signIn = async (login: string) => {
    const input = { hubUrl: hub.url, login, password: aPassword, goOnDuty: true }
    expect(await workspace.signIn(input)).toMatchObject({ ok: true })
    await eventually(() => workspace.state.session.kind, 'live')
  }
  const list = async () => {
    const rows = []
    for (const section of sections) rows.push(...(await workspace.list({ section, after: null, limit: 100 })).rows)
    return rows
  }
  const mine = async () => (await workspace.list({ section: 'mine', after: null, limit: 100 })).rows
  const send = (conversationId: ConversationId, text: string) =>
    workspace.send({ conversationId, text, isNote: false, mentions: [], files: [], replyToSeq: null })
  const texts = async (conversationId: ConversationId) => {
    const opened = await workspace.openConversation(conversationId)
    return opened.ok ? opened.value.view.entries.flatMap((entry) => (entry.kind === 'system' ? [] : entry.text)) : []
  }
  return { workspace, line, reports, signIn, list, mine, send, texts, credentials: () => kept }
}

async function anOpenHub() {
  const hub = await aRunningHub()
  await hub.operator('regina')
  await hub.channel()
  return hub
}

describe('a workspace on the real hub', () => {
  it('gets what a contact writes, answers once, and has read what was in front of it', async () => {
    const hub = await anOpenHub()
    const desk = aDesk(hub, 'regina-laptop')
    await desk.workspace.start()
    await desk.signIn('regina')
    await eventually(() => desk.workspace.state.company?.operators[0]?.presence.effective, 'online')
    await hub.writes('chat', 'Где мой заказ?')
    await eventually(async () => (await desk.mine()).length, 1)
    const [row] = await desk.mine()
    const id = row!.id
    await desk.workspace.openConversation(id)
    desk.workspace.visible('main', { conversationId: id, isFocused: true, isAtEnd: true })
    await desk.send(id, 'Уже в пути')
    await eventually(() => desk.texts(id), ['Где мой заказ?', 'Уже в пути'])
    await eventually(() => desk.workspace.state.outbox, [])
    await eventually(async () => {
      const page = await desk.workspace.list({ section: 'mine', after: null, limit: 100 })
      return page.marks.map((mark) => mark.contactMessages)
    }, [1])
    expect(desk.reports).toEqual([])
  })

  it('works on while the network is gone, and agrees with the hub afterwards', async () => {
    const hub = await anOpenHub()
    const desk = aDesk(hub, 'regina-laptop')
    await desk.workspace.start()
    await desk.signIn('regina')
    for (const chat of ['one', 'two', 'three']) await hub.writes(chat, `Пишет ${chat}`)
    await eventually(async () => (await desk.mine()).length, 3)
    const id = (await desk.mine())[0]!.id
    await desk.texts(id)
    desk.line.off()
    for (const chat of ['one', 'two', 'four']) await hub.writes(chat, 'Пока вас не было')
    await desk.send(id, 'Без связи')
    expect(desk.workspace.state.session.kind).toBe('notConnected')
    expect(await desk.workspace.search({ text: 'пишет', where: 'cache' })).toMatchObject({ ok: true })
    expect(await desk.texts(id)).toHaveLength(1)
    desk.line.on()
    desk.workspace.connectNow()
    await eventually(() => desk.workspace.state.session.kind, 'live')
    await eventually(() => desk.workspace.state.outbox, [])
    const fresh = aDesk(hub, 'regina-other')
    await fresh.workspace.start()
    await fresh.signIn('regina')
    await eventually(desk.list, await fresh.list())
    const [mine, theirs] = [await desk.texts(id), await fresh.texts(id)]
    expect(mine).toEqual(theirs)
    expect(mine.filter((text) => text === 'Без связи')).toHaveLength(1)
    expect(desk.reports).toEqual([])
  })

  it('gives its place to a second one of the same device and stays away', async () => {
    const hub = await anOpenHub()
    const first = aDesk(hub, 'regina-laptop')
    await first.workspace.start()
    await first.signIn('regina')
    const second = aDesk(hub, 'regina-laptop', first.credentials())
    await second.workspace.start()
    await eventually(() => first.workspace.state.session.kind, 'replaced')
    await eventually(() => second.workspace.state.session.kind, 'live')
  })

  it('ends signed out when the account is closed, with what it held kept', async () => {
    const hub = await anOpenHub()
    await hub.operator('anna', 'administrator')
    const [desk, anna] = [aDesk(hub, 'regina-laptop'), aDesk(hub, 'anna-laptop')]
    for (const [one, login] of [
      [desk, 'regina'],
      [anna, 'anna'],
    ] as const) {
      await one.workspace.start()
      await one.signIn(login)
    }
    const regina = desk.workspace.state.company!.account.id
    expect(await anna.workspace.command({ kind: 'operator.disable', operatorId: regina })).toMatchObject({ ok: true })
    await eventually(() => desk.workspace.state.session.kind, 'signedOut')
    expect(desk.workspace.state.company?.account.id).toBe(regina)
  })
})
