import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { anna, aTelegramConversation } from '#test/support/a-telegram-channel'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import type { SendResult } from '../channel'

const aFile = (name: string, bytes: Buffer) => {
  const path = join(aTemporaryFolder(), name)
  writeFileSync(path, bytes)
  return path
}

describe('changing what was sent to Telegram', () => {
  const ids = (results: readonly SendResult[]) =>
    results.flatMap((result) => (result.kind === 'sent' ? result.externalMessageIds : []))

  it('puts another text in place of it, twice the same without harm', async () => {
    const { bot, send, channel } = await aTelegramConversation()
    const message = { externalChat: '5001', externalMessageIds: ids(await send({ text: 'Завтра' })), attachments: 0 }
    for (let times = 0; times < 2; times++)
      expect(await channel.editSent?.(message, 'Сегодня')).toEqual({ ok: true, value: { gone: [] } })
    expect(bot.seenBy(anna).map(({ text }) => text)).toEqual(['Сегодня'])
  })

  it('changes the caption of files, and only within its limit', async () => {
    const { bot, send, channel, attach } = await aTelegramConversation()
    const paper = attach({ name: 'a.pdf' }, aFile('a', Buffer.from('x')))
    const sent = ids(await send({ text: 'Договор', attachments: [paper] }))
    const message = { externalChat: '5001', externalMessageIds: sent, attachments: 1 }
    expect(await channel.editSent?.(message, 'Новый договор')).toMatchObject({ ok: true })
    expect(bot.seenBy(anna)).toMatchObject([{ text: 'Новый договор' }])
    expect(await channel.editSent?.(message, 'о'.repeat(1025))).toMatchObject({ refusal: { code: 'TEXT_TOO_LONG' } })
  })

  it('fits a text into the messages it was cut into, and takes back those it no longer needs', async () => {
    const { bot, send, channel } = await aTelegramConversation()
    const long = `${'а'.repeat(4000)} ${'б'.repeat(4000)}`
    const message = { externalChat: '5001', externalMessageIds: ids(await send({ text: long })), attachments: 0 }
    expect(await channel.editSent?.(message, `${long} ${'в'.repeat(4000)}`)).toMatchObject({ ok: false })
    expect(bot.calls.filter(({ method }) => method.startsWith('edit'))).toEqual([])
    const gone = message.externalMessageIds.slice(1)
    expect(await channel.editSent?.(message, 'Коротко')).toEqual({ ok: true, value: { gone } })
    expect(bot.seenBy(anna).map(({ text }) => text)).toEqual(['Коротко'])
    const left = { ...message, externalMessageIds: message.externalMessageIds.slice(0, 1) }
    expect(await channel.editSent?.(left, long)).toMatchObject({ refusal: { code: 'TEXT_TOO_LONG' } })
    expect(bot.seenBy(anna).map(({ text }) => text)).toEqual(['Коротко'])
  })

  it('keeps the buttons under it, and under what is its last message then', async () => {
    const { bot, send, channel } = await aTelegramConversation()
    const buttons = [[{ id: '1:Да', label: 'Да', url: null }]]
    const long = `${'а'.repeat(4000)} ${'б'.repeat(4000)}`
    const sent = ids(await send({ text: long, buttons }))
    const message = { externalChat: '5001', externalMessageIds: sent, attachments: 0, buttons }
    const seen = () => bot.seenBy(anna).map((one) => [one.text.length, one.buttons?.flat().map(({ text }) => text)])
    await channel.editSent?.(message, `${'в'.repeat(4000)} ${'г'.repeat(3000)}`)
    expect(seen()).toEqual([
      [4000, undefined],
      [3000, ['Да']],
    ])
    await channel.editSent?.(message, 'Коротко')
    expect(seen()).toEqual([[7, ['Да']]])
  })

  it('changes nothing when the end of it is too old to be taken back, or gone', async () => {
    const { bot, send, channel } = await aTelegramConversation()
    const long = `${'а'.repeat(4000)} ${'б'.repeat(4000)}`
    const message = { externalChat: '5001', externalMessageIds: ids(await send({ text: long })), attachments: 0 }
    const old = {
      kind: 'refused',
      code: 400,
      description: "Bad Request: message can't be deleted for everyone",
    } as const
    bot.faults.plan(old, { method: 'deleteMessage' })
    expect(await channel.editSent?.(message, 'Коротко')).toMatchObject({ refusal: { code: 'MESSENGER_REFUSED' } })
    const [, last] = bot.seenBy(anna)
    if (last !== undefined) last.isDeleted = true
    expect(await channel.editSent?.(message, `${'в'.repeat(4000)} ${'г'.repeat(4000)}`)).toMatchObject({ ok: false })
    expect(bot.seenBy(anna).map(({ text }) => text)).toEqual(['а'.repeat(4000)])
  })

  it('takes it back, all of it, and again without harm', async () => {
    const { bot, send, channel } = await aTelegramConversation()
    const sent = ids(await send({ text: `${'а'.repeat(4000)} ${'б'.repeat(4000)}` }))
    const message = { externalChat: '5001', externalMessageIds: sent, attachments: 0 }
    for (let times = 0; times < 2; times++) expect(await channel.deleteSent?.(message)).toMatchObject({ ok: true })
    expect(bot.seenBy(anna)).toEqual([])
  })

  it('says what Telegram said when it refuses, and when nobody answers', async () => {
    const { bot, send, channel } = await aTelegramConversation()
    const message = { externalChat: '5001', externalMessageIds: ids(await send({ text: 'Завтра' })), attachments: 0 }
    const old = { kind: 'refused', code: 400, description: "Bad Request: message can't be deleted" } as const
    bot.faults.plan(old, { method: 'deleteMessage' })
    expect(await channel.deleteSent?.(message)).toMatchObject({
      refusal: { code: 'MESSENGER_REFUSED', facts: { detail: old.description } },
    })
    bot.faults.plan({ kind: 'cutBefore' }, { method: 'editMessageText' })
    expect(await channel.editSent?.(message, 'x')).toMatchObject({ refusal: { code: 'MESSENGER_UNREACHABLE' } })
  })
})
