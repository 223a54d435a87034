import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { pictureEveryMs } from '#server/conversations/learn'
import { ChannelHub } from '#test/support/a-channel-hub'
import { aPng } from '#test/support/a-png'
import { anna, aTelegram, aTelegramForm, oleg, someFakeMessengers } from '#test/support/a-telegram-channel'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import { eventually } from '#test/support/eventually'
import { VirtualTime } from '#test/support/virtual-time'

const roundMs = 30_000
const vera = { id: 5003, first_name: 'Вера' }

/** A hub with a bot to which three have written; two of them have a picture, and one conversation is closed. */
async function aBot() {
  const { telegram } = await someFakeMessengers()
  const bot = telegram.addBot()
  for (const { id } of [anna, vera]) bot.faces.set(id, bot.files.add(aPng(20, 20), 'profile_photos', 'jpg'))
  const time = new VirtualTime()
  const file = join(aTemporaryFolder(), 'hub.db')
  const hub = await ChannelHub.start({ file, clock: time, timers: time, kinds: [aTelegram()] })
  onTestFinished(() => hub.stop())
  await hub.anOperator()
  await hub.connect({ name: 'Telegram', receiver: null, form: aTelegramForm(bot, telegram.baseUrl) })
  for (const person of [anna, oleg, vera]) bot.userWrites(person, 'Здравствуйте')
  await eventually(async () => (await hub.conversations()).length, 3)
  // The bot's own picture was looked at when it was connected.
  const looks = () =>
    bot.calls.filter(({ method, values }) => method === 'getUserProfilePhotos' && values.user_id !== bot.id)
  const { reader } = hub.open
  const pictures = () => reader.all('select reference from attachment where seq = 0 order by reference')
  const asked = async () => (await reader.all('select 1 from contact where picture_asked_at is not null')).length
  const closes = async (chat: number) => {
    const found = (await hub.conversations()).find(({ externalChat }) => externalChat === String(chat))
    if (found !== undefined) await hub.close(found.id)
  }
  /** One round of the watch, however long its calls take. */
  const round = async (count: number) => {
    await time.advance(roundMs)
    await eventually(async () => {
      await time.advance(500)
      return await asked()
    }, count)
  }
  return { bot, time, hub, looks, pictures, asked, closes, round }
}

describe('pictures of contacts in Telegram', () => {
  it('are looked for beside the talk, for open dialogues alone, and once a day', async () => {
    const { bot, time, looks, pictures, asked, closes, round } = await aBot()
    expect([await asked(), looks().length]).toEqual([0, 0])
    await closes(vera.id)
    await round(2)
    expect(
      looks()
        .map(({ values }) => values.user_id)
        .toSorted(),
    ).toEqual([anna.id, oleg.id].toSorted())
    expect(await pictures()).toEqual([{ reference: bot.faces.get(anna.id)?.fileId }])
    await time.advance(roundMs * 10)
    expect(looks()).toHaveLength(2)
    await time.advance(pictureEveryMs)
    await eventually(async () => {
      await time.advance(roundMs)
      return looks().length
    }, 4)
  })
})
