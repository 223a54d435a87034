import fc from 'fast-check'
import { expect } from 'vitest'
import type { Stores } from '#client/desk'
import type { Workspace } from '#client/workspace'
import { type Section, sectionOf, sections } from '#protocol/conversation'
import { refusal } from '#protocol/errors'
import type { ConversationId } from '#protocol/ids'
import { relationTo } from '#protocol/permissions'
import type { ListCursor } from '#protocol/queries'
import { aWorkspace } from './a-workspace'
import { FakeHub } from './fake-hub'

type Role = 'employee' | 'restricted'
type World = Awaited<ReturnType<typeof aWorld>>
type Act = (world: World) => void | Promise<void>

/** Few of everything, so that acts meet. */
async function aWorld(role: Role, openStores: () => Stores) {
  const hub = new FakeHub()
  const me = hub.addOperator('me', { role })
  const other = hub.addOperator('other')
  const names = ['one', 'two', 'three', 'four', 'five']
  const ids = names.map((name) => hub.model.openConversation(name))
  for (const id of ids) hub.contactWrites(id, 'Начало')
  const stores = openStores()
  const first = aWorkspace({ hub, account: me, stores })
  await first.workspace.start()
  return { ...first, stores, me, other, ids, openStores, sent: [] as string[] }
}

/** The program is killed in the middle of things and started again over the same files. */
async function restart(world: World): Promise<void> {
  const { hub, me, time, random, openStores, reports } = world
  await world.workspace.close({ isLeaving: false })
  const stores = openStores()
  const next = aWorkspace({ hub, account: me, stores, time, random })
  await next.workspace.start()
  reports.push(...next.reports)
  Object.assign(world, { ...next, stores, reports })
}

const place = fc.nat({ max: 4 })
const idAt = (world: World, at: number): ConversationId => world.ids[at]!

const onPlace = (act: (world: World, id: ConversationId) => unknown): fc.Arbitrary<Act> =>
  place.map((at) => async (world) => void (await act(world, idAt(world, at))))

const always = (act: Act): fc.Arbitrary<Act> => fc.constant(act)

async function send(world: World, id: ConversationId): Promise<void> {
  const text = `Ответ ${world.sent.length + 1}`
  world.sent.push(text)
  await world.workspace.send({ conversationId: id, text, isNote: false, mentions: [], files: [], replyToSeq: null })
}

const anAct: fc.Arbitrary<Act> = fc.oneof(
  // the field
  { weight: 6, arbitrary: onPlace((world, id) => void world.hub.contactWrites(id, 'Вопрос')) },
  { weight: 3, arbitrary: onPlace((world, id) => void world.hub.operatorWrites(id, world.other.id, 'Коллега')) },
  { weight: 2, arbitrary: onPlace((world, id) => void world.hub.noteIsAdded(id, world.other.id, 'Заметка')) },
  { weight: 2, arbitrary: onPlace((world, id) => world.hub.isRead(id, 1 + (world.hub.model.kept(id).row.seq % 4))) },
  { weight: 3, arbitrary: onPlace((world, id) => world.hub.assign(id, world.me.id)) },
  { weight: 2, arbitrary: onPlace((world, id) => world.hub.assign(id, world.other.id)) },
  { weight: 1, arbitrary: onPlace((world, id) => world.hub.assign(id, null)) },
  { weight: 2, arbitrary: onPlace((world, id) => world.hub.observe(id, world.me.id, true)) },
  { weight: 1, arbitrary: onPlace((world, id) => world.hub.observe(id, world.me.id, false)) },
  { weight: 1, arbitrary: onPlace((world, id) => world.hub.close(id)) },
  { weight: 1, arbitrary: onPlace((world, id) => world.hub.renameContact(id, 'Новое имя')) },
  { weight: 3, arbitrary: always((world) => world.hub.flush()) },
  // the operator
  { weight: 4, arbitrary: onPlace(send) },
  { weight: 3, arbitrary: onPlace((world, id) => world.workspace.openConversation(id)) },
  { weight: 2, arbitrary: onPlace((world, id) => world.workspace.leaveConversation(id)) },
  {
    weight: 1,
    arbitrary: onPlace((world, id) => world.workspace.history({ conversationId: id, before: 3, limit: 5 })),
  },
  // the world
  { weight: 3, arbitrary: always((world) => world.time.advance(400)) },
  { weight: 2, arbitrary: always((world) => world.time.advance(6000)) },
  { weight: 2, arbitrary: always((world) => world.hub.cut()) },
  { weight: 1, arbitrary: always(({ hub }) => hub.turn('isAway')) },
  { weight: 1, arbitrary: always(({ hub }) => hub.turn('losesAnswers')) },
  { weight: 1, arbitrary: always((world) => void world.hub.drops.near++) },
  { weight: 1, arbitrary: always((world) => void world.hub.drops.far++) },
  { weight: 1, arbitrary: always(({ hub }) => hub.refuseOnce('feed.resume', refusal('OVERLOADED', 'busy'))) },
  {
    weight: 1,
    arbitrary: always(({ hub }) =>
      hub.refuseOnce('message.send', refusal('RATE_LIMITED', 'slower', { retryAfterMs: 700 })),
    ),
  },
  { weight: 1, arbitrary: always(({ hub }) => hub.restore()) },
)

/** The weather clears; whatever was lost on the way shows with the next event of its conversation. */
async function settleDown(world: World): Promise<void> {
  const { hub, time, ids, me } = world
  hub.isAway = false
  hub.losesAnswers = false
  hub.drops.near = 0
  hub.drops.far = 0
  await time.advance(30_000)
  for (const id of ids) hub.contactWrites(id, 'Напоследок')
  const last = hub.model.openConversation('last')
  hub.contactWrites(last, 'Новый')
  hub.assign(last, me.id)
  ids.push(last)
  hub.flush()
  await time.advance(30_000)
  hub.flush()
  await time.advance(5000)
}

async function wholeList(workspace: Workspace, section: Section) {
  const rows = []
  let after: ListCursor | null = null
  do {
    const page = await workspace.list({ section, after, limit: 2 })
    rows.push(...page.rows)
    after = page.next
  } while (after !== null)
  return rows
}

async function expectTheHubsView(world: World): Promise<void> {
  const { hub, me, workspace, stores, ids } = world
  expect(workspace.state.session.kind).toBe('live')
  for (const section of sections) expect(await wholeList(workspace, section)).toEqual(hub.model.section(me, section))
  for (const id of ids) {
    const { row } = hub.model.kept(id)
    const held = await stores.cache.row(id)
    if (!hub.model.sees(me, row)) {
      expect(held).toBeNull()
      expect(await stores.cache.entries(id, null, 1000)).toEqual([])
      continue
    }
    expect(held).toEqual(row)
    if (relationTo(row, me.id) === 'none') continue
    const known = await stores.cache.known(id)
    // A snapshot brings the streams of what is mine; others are known from their next event or when they are opened.
    if (known === null && sectionOf(row, me.id) !== 'mine') continue
    expect(known?.seq).toBe(row.seq)
    const stream = hub.model.entries(id).filter((entry) => entry.seq >= (known?.from ?? 0))
    expect(await stores.cache.entries(id, null, 1000)).toEqual(stream)
  }
}

function expectEachReplyOnce({ hub, sent, ids, workspace }: World): void {
  const texts = ids
    .flatMap((id) => hub.model.entries(id))
    .flatMap((entry) => (entry.kind === 'message' ? entry.text : []))
  const { outbox } = workspace.state
  expect(outbox.filter((item) => item.state.kind !== 'refused')).toEqual([])
  const refused = outbox.map((item) => item.command.text)
  for (const text of sent) expect([...texts, ...refused].filter((one) => one === text)).toEqual([text])
}

/** Random histories: in the end the copy is the hub's view, and every reply has left once or was refused. */
export async function expectAgreement(
  role: Role,
  /** Gives each history an opener of stores of its own. */
  storesFor: () => () => Stores,
  options: { readonly restarts: boolean; readonly runs: number },
): Promise<void> {
  const acts = options.restarts
    ? fc.oneof({ weight: 20, arbitrary: anAct }, { weight: 1, arbitrary: always(restart) })
    : anAct
  await fc.assert(
    fc.asyncProperty(fc.array(acts, { maxLength: 40 }), async (history) => {
      const world = await aWorld(role, storesFor())
      for (const act of history) await act(world)
      await settleDown(world)
      await expectTheHubsView(world)
      expectEachReplyOnce(world)
      expect(world.reports).toEqual([])
      await world.workspace.close({ isLeaving: false })
      await world.stores.wipe()
    }),
    { numRuns: options.runs },
  )
}
