import { expect, it } from 'vitest'
import { refusal } from '#protocol/errors'
import { VirtualTime } from '#test/support/virtual-time'
import { HubQuestions, LinkLost } from './hub-questions'

it('a question refused in the very moment in which the link goes is given up at once, not after a pause', async () => {
  const time = new VirtualTime()
  const asked: unknown[] = []
  const busy = { ok: false as const, refusal: refusal('OVERLOADED', 'busy') }
  const questions = new HubQuestions(time, {
    query: async (query) => {
      asked.push(query)
      return busy
    },
  })
  const answer = questions.ask({ kind: 'feed.snapshot' })
  questions.stop()
  await expect(answer).rejects.toBeInstanceOf(LinkLost)
  expect(asked).toHaveLength(1)
})
