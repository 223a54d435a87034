import { describe, expect, it } from 'vitest'
import { aWhatsAppHub } from '#test/support/a-whatsapp-hub'
import { vera } from '#test/support/a-whatsapp-number'
import { eventually } from '#test/support/eventually'

/** A number that has been written to, and how it is. */
async function aSpokenNumber() {
  const stand = await aWhatsAppHub()
  stand.number.userWrites(vera, 'Здравствуйте')
  await eventually(async () => (await stand.hub.conversations()).length, 1)
  const [one] = await stand.hub.conversations()
  if (one === undefined) throw new Error('no conversation')
  const health = async () => (await stand.hub.desk.details())[0]?.health
  return { ...stand, health, reply: () => stand.hub.reply(one.id, 'Ответ') }
}

describe('a number whose messages Meta limits', () => {
  it.each([
    [131048, 'degraded', 'spamLimit'],
    [131042, 'stopped', 'payment'],
    [368, 'stopped', 'accountRestricted'],
  ])('shows it in its health, not at the message alone: %i', async (code, kind, reason) => {
    const { number, health, reply } = await aSpokenNumber()
    number.faults.plan({ kind: 'refused', code, words: 'Not now' }, { method: 'messages' })
    await reply()
    await eventually(health, { kind, reason, detail: `${code}: Not now`, since: expect.any(Number) })
  })

  it('shows it when it is told late too, until an hour has passed', async () => {
    const { number, time, health, reply } = await aSpokenNumber()
    number.tellsStatuses = false
    await reply()
    await number.until(() => number.seenBy(vera).length === 1)
    const [sent] = number.seenBy(vera)
    if (sent === undefined) throw new Error('nothing was sent')
    number.tells(sent, 'failed', { code: 131048, title: 'Spam rate limit hit' })
    const words = '131048: Spam rate limit hit.'
    await eventually(health, { kind: 'degraded', reason: 'spamLimit', detail: words, since: expect.any(Number) })
    await time.advance(61 * 60_000)
    await eventually(health, { kind: 'green' })
  })
})
