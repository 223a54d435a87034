import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Messenger } from '#protocol/channel'
import { ConnectionForm } from '#protocol/connection'
import { someFakeMessengers } from '#test/support/a-telegram-channel'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import type { PhoneAct } from '../support/fake-messengers/phone'
import { someAccounts, somePeople } from './accounts'
import { PhonesDesk } from './desk'

const startedAt = 1_790_000_000
const [vera, peter] = somePeople(startedAt)
const paper = { name: 'Договор.pdf', mediaType: 'application/pdf', base64: Buffer.from('%PDF-1.7').toString('base64') }

async function aDesk() {
  const fakes = await someFakeMessengers()
  const phones = someAccounts(fakes, startedAt)
  const pages = join(aTemporaryFolder(), 'pages')
  mkdirSync(pages)
  writeFileSync(join(pages, 'index.html'), '<h1>Телефоны</h1>')
  fakes.add(new PhonesDesk(fakes, phones, somePeople(startedAt), pages))
  const url = `${fakes.url}/phones`
  const send = (body: unknown) => fetch(`${url}/do`, { method: 'POST', body: JSON.stringify(body) })
  const act = (messenger: Messenger, done: PhoneAct, person = vera) =>
    send({ kind: 'act', messenger, person, act: done }).then(({ status }) => status)
  const look = async (messenger: Messenger, person = vera) =>
    (await fetch(`${url}/state?messenger=${messenger}&person=${person?.number}`)).json()
  return { url, phones, send, act, look }
}

describe('the phones', () => {
  it('stand ready at every messenger, with what the workspace takes to connect', async () => {
    const { phones } = await aDesk()
    for (const [messenger, { form }] of phones)
      expect(ConnectionForm.safeParse(form).data?.messenger, messenger).toBe(messenger)
  })

  it('show what their owner has sent, and his files', async () => {
    const { url, phones, act, look } = await aDesk()
    for (const messenger of phones.keys()) {
      await act(messenger, { kind: 'write', text: 'Здравствуйте', replyTo: null })
      await act(messenger, { kind: 'file', file: paper, text: '' })
      const { chat } = await look(messenger)
      expect(chat.map(({ text, file }: { text: string; file: { name: string } | null }) => file?.name ?? text)).toEqual(
        ['Здравствуйте', 'Договор.pdf'],
      )
      const file = await fetch(`${url}/file?messenger=${messenger}&id=${encodeURIComponent(chat[1].file.id)}`)
      expect([await file.text(), file.headers.get('x-content-type-options')]).toEqual(['%PDF-1.7', 'nosniff'])
      expect((await look(messenger, peter)).chat).toEqual([])
    }
  })

  it('block and come back', async () => {
    const { phones, act, look } = await aDesk()
    for (const messenger of phones.keys()) {
      await act(messenger, { kind: 'write', text: 'Здравствуйте', replyTo: null })
      await act(messenger, { kind: 'block' })
      const { hasBlocked } = await look(messenger)
      await act(messenger, { kind: 'unblock' })
      expect([hasBlocked, (await look(messenger)).hasBlocked], messenger).toEqual([true, false])
    }
  })

  it('say why something cannot be done', async () => {
    const { act, send } = await aDesk()
    expect([
      await act('telegram', { kind: 'press', messageId: '1', button: 'Да' }),
      await act('telegram', { kind: 'comment', text: 'Цена?' }),
      (await send({ kind: 'act', messenger: 'telegram', person: vera, act: { kind: 'fly' } })).status,
    ]).toEqual([409, 409, 400])
  })

  it('list the calls of the hub, the same ones once', async () => {
    const { phones, look } = await aDesk()
    const form = phones.get('telegram')?.form
    if (form?.messenger !== 'telegram') throw new Error('no Telegram')
    for (let time = 0; time < 3; time++) await fetch(`${form.baseUrl}/bot${form.token}/getMe`)
    await fetch(`${form.baseUrl}/bot1:wrong/getMe`)
    const { calls } = await look('telegram')
    expect(calls.map(({ status, times }: { status: number; times: number }) => `${status} ×${times}`)).toEqual([
      '401 ×1',
      '200 ×3',
    ])
  })

  it('serve their page and nothing outside of it', async () => {
    const { url } = await aDesk()
    expect(await (await fetch(`${url}/`)).text()).toContain('Телефоны')
    for (const path of ['/..%2f..%2fpackage.json', '/%2e%2e/package.json', '/secret.txt', '/gone.js'])
      expect((await fetch(`${url}${path}`)).status, path).toBe(404)
  })
})
