import { describe, expect, it } from 'vitest'
import type { ConversationId } from '#protocol/ids'
import { aWhatsAppHub } from '#test/support/a-whatsapp-hub'
import { eventually } from '#test/support/eventually'
import type { FakeUser } from '#test/support/fake-messengers/whatsapp/people'

const before: FakeUser = { phone: '79990000077', name: 'Олег', userId: null }

type Stand = Awaited<ReturnType<typeof aWhatsAppHub>>

/** He has written, was answered, and the answer has arrived. */
async function anAnswered(user: FakeUser) {
  const stand = await aWhatsAppHub()
  stand.number.userWrites(user, 'Здравствуйте')
  await eventually(async () => (await stand.hub.conversations()).length, 1)
  const [one] = await stand.hub.conversations()
  if (one === undefined) throw new Error('no conversation')
  await stand.hub.reply(one.id, 'Добрый день')
  await eventually(async () => (await stand.hub.texts(one.id)).at(-1), 'Добрый день (delivered)')
  const [answer] = stand.number.seenBy(user)
  if (answer === undefined) throw new Error('nothing arrived')
  return { stand, id: one.id, answer }
}

/** What people may become, told in each way Meta tells it. */
const changes: readonly (readonly [string, FakeUser, FakeUser, (stand: Stand, after: FakeUser) => void])[] = [
  [
    'has an id besides his phone',
    before,
    { ...before, userId: 'RU.77' },
    ({ number }, after) => void number.userWrites(after, 'Это я'),
  ],
  [
    'hides his phone behind the id he had with it',
    { ...before, userId: 'RU.77' },
    { ...before, userId: 'RU.77', hidesPhone: true },
    ({ number }, after) => void number.userWrites(after, 'Это я'),
  ],
  [
    'has another number, where ids are not told',
    before,
    { ...before, phone: '79990000078' },
    ({ number }, after) => {
      number.userChangesNumber(before, after)
      number.userWrites(after, 'Это я')
    },
  ],
  [
    'has another number, and another id with it',
    { ...before, userId: 'RU.77' },
    { ...before, phone: '79990000078', userId: 'RU.78' },
    ({ number }, after) => {
      number.userChangesNumber({ ...before, userId: 'RU.77' }, after)
      number.userWrites(after, 'Это я')
    },
  ],
]

/** Messages with what they answer and how they were marked. */
async function entriesOf({ hub }: Stand, id: ConversationId) {
  const rows = await hub.open.reader.all<{
    seq: number
    text: string
    replyToSeq: number | null
    reaction: string | null
  }>(
    `select seq, text, json_extract(extra, '$.replyToSeq') as "replyToSeq", json_extract(extra, '$.reaction') as "reaction" from entry
     where conversation_id = $1 and kind = 'message' order by seq`,
    [id],
  )
  return rows.map(({ text, replyToSeq, reaction }) => {
    const replyTo = rows.find(({ seq }) => seq === replyToSeq)?.text ?? null
    return { text, replyTo, reaction }
  })
}

const heardAgain = (stand: Stand, id: ConversationId) =>
  eventually(async () => (await stand.hub.texts(id)).at(-1), 'Это я')

describe('a contact of WhatsApp who', () => {
  it.each(changes)('%s reads what was written to him before: its status climbs', async (_who, user, after, change) => {
    const { stand, id, answer } = await anAnswered(user)
    change(stand, after)
    await heardAgain(stand, id)
    stand.number.tells(answer, 'read')
    await eventually(async () => (await stand.hub.texts(id))[1], 'Добрый день (read)')
    expect(await stand.hub.conversations()).toHaveLength(1)
  })

  it.each(changes)('%s is believed so too where our own words do not come back', async (_who, user, after, change) => {
    const { stand, id, answer } = await anAnswered(user)
    change(stand, after)
    await heardAgain(stand, id)
    stand.number.tells({ ...answer, along: null }, 'read')
    await eventually(async () => (await stand.hub.texts(id))[1], 'Добрый день (read)')
  })

  it.each(changes)('%s answers and marks what was said before', async (_who, user, after, change) => {
    const { stand, id, answer } = await anAnswered(user)
    change(stand, after)
    await heardAgain(stand, id)
    stand.number.userWrites(after, 'На это', { context: { from: '74950000001', id: answer.id } })
    stand.number.userReacts(after, answer.id, '👍')
    await eventually(
      async () => (await entriesOf(stand, id)).filter(({ text }) => text !== 'Это я'),
      [
        { text: 'Здравствуйте', replyTo: null, reaction: null },
        { text: 'Добрый день', replyTo: null, reaction: '👍' },
        { text: 'На это', replyTo: 'Добрый день', reaction: null },
      ],
    )
  })

  it.each(changes)('%s gets what answers his older words', async (_who, user, after, change) => {
    const { stand, id } = await anAnswered(user)
    change(stand, after)
    await heardAgain(stand, id)
    const first = await stand.hub.open.reader.get<{ seq: number; externalId: string }>(
      `select seq, external_id as "externalId" from entry where conversation_id = $1 and text = 'Здравствуйте'`,
      [id],
    )
    await stand.hub.reply(id, 'На первое', { replyToSeq: first?.seq ?? null })
    const seen = () => stand.number.seenBy(after).find(({ text }) => text === 'На первое')
    await stand.number.until(() => seen() !== undefined)
    expect(seen()?.replyTo).toBe(first?.externalId)
    await eventually(async () => (await stand.hub.texts(id)).at(-1), 'На первое (delivered)')
  })
})
