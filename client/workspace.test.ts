import { describe, expect, it } from 'vitest'
import { aWorkspace } from '#test/support/a-workspace'
import { FakeHub } from '#test/support/fake-hub'

async function atWork() {
  const hub = new FakeHub()
  const regina = hub.addOperator('regina')
  const ivan = hub.addOperator('ivan')
  const one = hub.model.openConversation('one')
  hub.contactWrites(one, 'Здравствуйте')
  hub.assign(one, regina.id)
  const other = hub.model.openConversation('other')
  hub.contactWrites(other, 'Есть кто?')
  const desk = aWorkspace({ hub, account: regina })
  await desk.workspace.start()
  await desk.time.advance(100)
  return { ...desk, regina, ivan, one, other }
}

describe('a workspace', () => {
  it('is live after its first snapshot and shows what is mine and what waits', async () => {
    const { workspace, one, other, reports } = await atWork()
    expect(workspace.state.session.kind).toBe('live')
    const mine = await workspace.list({ section: 'mine', after: null, limit: 50 })
    const waiting = await workspace.list({ section: 'unassigned', after: null, limit: 50 })
    expect(mine.rows.map((row) => row.id)).toEqual([one])
    expect(waiting.rows.map((row) => row.id)).toEqual([other])
    expect(workspace.state.company?.counts).toMatchObject({ mine: 1, unassigned: 1, others: 0 })
    expect(reports).toEqual([])
  })

  it('shows a message of the contact as it comes', async () => {
    const { workspace, hub, one, changes, time } = await atWork()
    await workspace.openConversation(one)
    changes.length = 0
    const entry = hub.contactWrites(one, 'Вы здесь?')
    await time.advance(50)
    expect(changes).toContainEqual({ kind: 'entries', conversationId: one, entries: [entry] })
  })

  it('sends a reply once and lets its entry replace it', async () => {
    const { workspace, hub, one, time } = await atWork()
    const input = { conversationId: one, isNote: false, mentions: [], files: [], replyToSeq: null }
    await workspace.send({ ...input, text: 'Добрый день!' })
    expect(workspace.state.outbox).toHaveLength(1)
    await time.advance(50)
    expect(workspace.state.outbox).toEqual([])
    expect(hub.model.entries(one).at(-1)).toMatchObject({ text: 'Добрый день!' })
  })

  it('keeps a reply through a cut whose answer was lost, and it leaves once', async () => {
    const { workspace, hub, one, time } = await atWork()
    hub.losesAnswers = true
    await workspace.send({
      conversationId: one,
      text: 'Один раз',
      isNote: false,
      mentions: [],
      files: [],
      replyToSeq: null,
    })
    await time.advance(200)
    expect(workspace.state.session.kind).toBe('notConnected')
    hub.losesAnswers = false
    await time.advance(15_000)
    expect(workspace.state.session.kind).toBe('live')
    expect(workspace.state.outbox).toEqual([])
    expect(hub.model.entries(one).filter((entry) => 'text' in entry && entry.text === 'Один раз')).toHaveLength(1)
  })
})
