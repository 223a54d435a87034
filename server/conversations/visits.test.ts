import { describe, expect, it } from 'vitest'
import { LinkId } from '#protocol/ids'
import { aHub } from '#test/support/a-hub'

const linkId = LinkId.parse('leaflet')
const number = 48_210_937

/** A hub with a link that somebody has pressed on a page of the shop. */
async function aVisit() {
  const hub = await aHub()
  const { channelId } = hub
  const from = { page: 'https://shop.example/lamp', referrer: null, utm: { utm_source: 'vk' } }
  await hub.write(async (work) => {
    const link = { title: 'Листовка', question: 'Заявка {{номер заявки}}', isOn: true, version: 1 }
    await work.links.put({ ...link, id: linkId, channelId }, work.now)
    await work.visits.add({ ...from, number, channelId, linkId, at: 1_000 })
  })
  const visit = { ...from, number, title: 'Листовка', at: 1_000 }
  const events = async (chat: string) =>
    (await hub.entries(chat)).flatMap((entry) => (entry.kind === 'system' ? [entry.event] : []))
  const counted = () => hub.write(async (work) => (await work.links.ofChannel(channelId))[0]?.inquiries)
  const starts = (chat: string, payload: string | null) =>
    hub.event({
      ...{ kind: 'started', eventKey: `start ${chat} ${payload}`, externalChat: chat, payload },
      sender: { externalId: chat, name: chat, username: null, link: null },
    })
  return { hub, visit, events, counted, starts }
}

const visited = { kind: 'visited' }

describe('a visit by a link', () => {
  it('belongs to the inquiry whose first message has its number, which says by which link it came', async () => {
    const { hub, visit, events, counted } = await aVisit()
    await hub.writes('anna', `Заявка ${number}: есть лампа?`)
    expect(await events('anna')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'opened', source: 'Листовка' }),
        { kind: 'visited', visit },
      ]),
    )
    expect(await counted()).toBe(1)
    await hub.mirror.check()
  })

  it('is known by the start of a bot, with the first word that follows', async () => {
    const { hub, events, counted, starts } = await aVisit()
    await starts('anna', `visit-${number}`)
    expect(await counted()).toBe(0)
    await hub.writes('anna', 'Есть лампа?')
    expect(await events('anna')).toContainEqual(expect.objectContaining({ kind: 'opened', source: 'Листовка' }))
    expect(await counted()).toBe(1)
  })

  it('is known by what the link carried beside the message', async () => {
    const { hub, events } = await aVisit()
    await hub.writes('anna', 'Есть лампа?', { source: `visit-${number}` })
    expect(await events('anna')).toContainEqual(expect.objectContaining(visited))
  })

  it('joins the inquiry that is open when he comes back by a link', async () => {
    const { hub, events, counted, starts } = await aVisit()
    await hub.writes('anna')
    await starts('anna', `visit-${number}`)
    expect((await events('anna')).filter(({ kind }) => kind === 'visited')).toHaveLength(1)
    expect(await counted()).toBe(1)
    await hub.mirror.check()
  })

  it('is told once: the second message with its number changes nothing, nor does somebody else’s', async () => {
    const { hub, events, counted } = await aVisit()
    await hub.writes('anna', `Заявка ${number}`)
    await hub.writes('anna', `Заявка ${number}, вы тут?`)
    await hub.writes('bob', `Заявка ${number}`)
    expect((await events('anna')).filter(({ kind }) => kind === 'visited')).toHaveLength(1)
    expect(await events('bob')).not.toContainEqual(expect.objectContaining(visited))
    expect(await counted()).toBe(1)
  })

  it('belongs to a closed conversation that its message opens anew', async () => {
    const { hub, events, counted } = await aVisit()
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    await hub.close(ivan, 'anna')
    await hub.writes('anna', `Снова я, заявка ${number}`)
    expect(await events('anna')).toContainEqual(expect.objectContaining(visited))
    expect(await counted()).toBe(1)
  })

  it.each([
    ['a number nobody was given', 'Заявка 48210938'],
    ['a phone that holds it', `Звоните: 7${number}99`],
    ['no number', 'Есть лампа?'],
  ])('is not found by %s', async (_name, text) => {
    const { hub, events, counted, starts } = await aVisit()
    await starts('anna', null)
    await hub.writes('anna', text)
    expect(await events('anna')).not.toContainEqual(expect.objectContaining(visited))
    expect(await counted()).toBe(0)
  })

  it('is not found in another channel', async () => {
    const { hub, counted } = await aVisit()
    hub.chat('bob', await hub.channel('second'))
    await hub.writes('bob', `Заявка ${number}`)
    expect(await counted()).toBe(0)
  })
})
