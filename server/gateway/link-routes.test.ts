import { describe, expect, it } from 'vitest'
import type { Link } from '#protocol/links'
import { aRunningHub } from '#test/support/a-running-hub'

const question = 'Заявка {{номер заявки}}: хочу заказать'

/** A hub with a web chat and one link to it, and the address of the link. */
async function aLink(isOn = true) {
  const hub = await aRunningHub()
  await hub.operator('regina', 'administrator')
  await hub.operator('ivan')
  const channelId = await hub.channel()
  const regina = await hub.device('regina')
  const form = { title: 'Листовка', question, isOn }
  const saved = await regina.command({ kind: 'link.save', channelId, linkId: null, version: 0, form })
  expect(saved).toMatchObject({ ok: true })
  const listed = () => regina.ask({ kind: 'links.list', channelId })
  const [link] = (await listed()).links
  if (link === undefined) throw new Error('no link')
  return { hub, regina, channelId, link, listed, form }
}

const follow = ({ url }: Pick<Link, 'url'>, more = '', init: RequestInit = {}) =>
  fetch(`${url}${more}`, { redirect: 'manual', ...init })

const numberIn = (response: Response) =>
  /\d{8}/.exec(decodeURIComponent(response.headers.get('location') ?? ''))?.[0] ?? ''

describe('the address of a link', () => {
  it('sends whoever comes on into the messenger with the question written, and the inquiry is counted for it', async () => {
    const { hub, link, listed } = await aLink()
    const response = await follow(link, '?utm_source=vk&utm_other=x', { headers: { referer: 'https://shop.example/' } })
    expect(response.status).toBe(302)
    expect(response.headers.get('cache-control')).toBe('no-store')
    const number = numberIn(response)
    const asked = encodeURIComponent(`Заявка ${number}: хочу заказать`)
    expect(response.headers.get('location')).toBe(`${hub.url}/widget/channel-1/try#pult-ask=${asked}`)
    await hub.writes('anna', `Заявка ${number}: хочу заказать`)
    expect(await listed()).toMatchObject({ carries: 'question', inquiries: 1, links: [{ visits: 1, inquiries: 1 }] })
    const socket = await hub.device('ivan')
    const { rows } = await socket.ask({ kind: 'conversations.list', section: 'unassigned', after: null, limit: 10 })
    const [row] = rows
    if (row === undefined) throw new Error('no conversation')
    const { entries } = await socket.ask({ kind: 'conversation.open', conversationId: row.id })
    const visit = {
      ...{ number: Number(number), title: 'Листовка', page: null, referrer: 'https://shop.example/' },
      utm: { utm_source: 'vk' },
    }
    expect(entries).toContainEqual(
      expect.objectContaining({ event: { kind: 'visited', visit: { ...visit, at: expect.any(Number) } } }),
    )
  })

  it('gives each who comes a number of his own; a look at the address alone is no visit', async () => {
    const { link, listed } = await aLink()
    const numbers = [numberIn(await follow(link)), numberIn(await follow(link))]
    expect(new Set(numbers).size).toBe(2)
    expect((await follow(link, '', { method: 'HEAD' })).status).toBe(404)
    expect((await listed()).links).toMatchObject([{ visits: 2, inquiries: 0 }])
  })

  it('leads nowhere when it is unknown, off or deleted', async () => {
    const { hub, link, regina } = await aLink()
    for (const code of ['unknown', '%00', 'x'.repeat(100)])
      expect((await follow({ url: `${hub.url}/l/${code}` })).status).toBe(404)
    expect(await regina.command({ kind: 'link.delete', linkId: link.id })).toMatchObject({ ok: true })
    expect((await follow(link)).status).toBe(404)
    expect((await follow((await aLink(false)).link)).status).toBe(404)
  })

  it('tells whoever it does not send on in his language, on a page', async () => {
    const { hub, link } = await aLink()
    const gone = await follow({ url: `${hub.url}/l/unknown` }, '', { headers: { 'accept-language': 'ru-RU,ru;q=0.9' } })
    expect([gone.status, gone.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    expect(await gone.text()).toContain('Эта ссылка больше никуда не ведёт')
    const answers = await Promise.all(Array.from({ length: 30 }, () => follow(link)))
    const busy = answers.find(({ status }) => status === 429)
    expect(busy?.headers.get('refresh')).toBe(busy?.headers.get('retry-after'))
    expect(await busy?.text()).toContain('One moment, it will open')
  })

  it('is closed for a while to an address that floods it', async () => {
    const { link } = await aLink()
    const answers = await Promise.all(Array.from({ length: 30 }, () => follow(link)))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThanOrEqual(9)
    expect(refused[0]?.headers.get('retry-after')).toMatch(/^\d+$/)
  })
})

describe('a link', () => {
  it('is not saved without the number of the visit, and by nobody who does not manage links', async () => {
    const { hub, regina, channelId, form, listed } = await aLink()
    const save = { kind: 'link.save', channelId, linkId: null, version: 0 } as const
    const unnumbered = { ...save, form: { ...form, question: 'Хочу заказать' } }
    expect(await regina.command(unnumbered)).toMatchObject({
      ok: false,
      refusal: { code: 'INVALID', fields: [{ field: 'form.question', problem: 'numberMissing' }] },
    })
    const ivan = await hub.device('ivan')
    expect(await ivan.command({ ...save, form })).toMatchObject({ ok: false, refusal: { code: 'FORBIDDEN' } })
    expect((await listed()).links).toHaveLength(1)
  })

  it('is changed where it stands as it was seen', async () => {
    const { regina, channelId, form, link, listed } = await aLink()
    const save = { kind: 'link.save', channelId, linkId: link.id, form: { ...form, title: 'Сайт' } } as const
    expect(await regina.command({ ...save, version: link.version })).toMatchObject({ ok: true })
    expect(await regina.command({ ...save, version: link.version })).toMatchObject({ refusal: { code: 'CONFLICT' } })
    expect((await listed()).links).toMatchObject([{ title: 'Сайт', version: 2 }])
  })
})
