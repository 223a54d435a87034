import { describe, expect, it } from 'vitest'
import { someFakeMessengers } from '#test/support/a-telegram-channel'
import { TelegramPhone } from './phone'

const vera = { number: 1, name: 'Вера Орлова', phone: '79990000001' }

async function aPhone() {
  const { telegram } = await someFakeMessengers()
  const bot = telegram.addBot()
  const call = async (method: string, body: object) => {
    const answer = await fetch(`${telegram.baseUrl}/bot${bot.profile.token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return answer.status
  }
  return { bot, phone: new TelegramPhone(bot, telegram.baseUrl), call }
}

describe('a phone with Telegram', () => {
  it('shows both sides in the order they were sent, buttons and edits included', async () => {
    const { phone, call } = await aPhone()
    await phone.act(vera, { kind: 'write', text: 'Здравствуйте', replyTo: null })
    const [first] = phone.chat(vera)
    await call('sendMessage', {
      ...{ chat_id: 5_000_000_001, text: 'Чем помочь?' },
      reply_markup: { inline_keyboard: [[{ text: 'Возврат', callback_data: 'back' }]] },
    })
    await phone.act(vera, { kind: 'edit', messageId: first?.id ?? '', text: 'Добрый день' })
    expect(phone.chat(vera).map(({ from, text, mark, buttons }) => ({ from, text, mark, buttons }))).toEqual([
      { from: 'person', text: 'Добрый день', mark: 'edited', buttons: [] },
      { from: 'company', text: 'Чем помочь?', mark: null, buttons: [[{ label: 'Возврат', url: null }]] },
    ])
  })

  it('shares its number by the key for it, as a message of its own', async () => {
    const { bot, phone, call } = await aPhone()
    await phone.act(vera, { kind: 'start' })
    await call('sendMessage', {
      ...{ chat_id: 5_000_000_001, text: 'Ваш номер?' },
      reply_markup: { keyboard: [[{ text: 'Мой номер', request_contact: true }]], one_time_keyboard: true },
    })
    await phone.act(vera, { kind: 'press', messageId: phone.chat(vera).at(-1)?.id ?? '', button: 'Мой номер' })
    expect(phone.chat(vera).map(({ from, text }) => [from, text])).toEqual([
      ['person', '/start'],
      ['company', 'Ваш номер?'],
      ['person', 'Мой номер'],
    ])
    const told = JSON.stringify(bot.calls) + JSON.stringify(bot.seenBy({ id: 5_000_000_001, first_name: '' }))
    expect(told).not.toContain('79990000001')
  })

  it('keeps files, so that they can be looked at', async () => {
    const { phone } = await aPhone()
    const file = { name: 'Договор.pdf', mediaType: 'application/pdf', base64: Buffer.from('%PDF').toString('base64') }
    await phone.act(vera, { kind: 'file', file, text: 'Вот' })
    const [sent] = phone.chat(vera)
    expect(sent).toMatchObject({ text: 'Вот', file: { kind: 'file', name: 'Договор.pdf' } })
    expect(phone.file(sent?.file?.id ?? '')?.bytes.toString()).toBe('%PDF')
  })

  it('lets calls go wrong, and mends them', async () => {
    const { phone, call } = await aPhone()
    await phone.act(vera, { kind: 'start' })
    const answer = () => call('sendMessage', { chat_id: 5_000_000_001, text: 'Да?' })
    phone.breaks('slowDown', 1)
    phone.breaks('serverError', 5)
    const broken = [await answer(), await answer()]
    phone.mends()
    const mended = await answer()
    phone.breaks('tokenExpired', 1)
    expect([...broken, mended, await answer()]).toEqual([429, 500, 200, 401])
  })

  it('is not reached by who is blocked', async () => {
    const { phone, call } = await aPhone()
    await phone.act(vera, { kind: 'start' })
    await phone.act(vera, { kind: 'block' })
    expect([phone.hasBlocked(vera), await call('sendMessage', { chat_id: 5_000_000_001, text: 'Да?' })]).toEqual([
      true,
      403,
    ])
  })
})
