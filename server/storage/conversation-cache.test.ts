import { describe, expect, it } from 'vitest'
import { ChannelId, ConversationId } from '#protocol/ids'
import type { ConversationFacts } from '../conversations/facts'
import { ConversationCache } from './conversation-cache'

const channelId = ChannelId.parse('channel-1')
const idOf = (name: string) => ConversationId.parse(name)

/** Only what the cache looks at. */
const facts = (name: string, externalChat: string) =>
  ({ row: { id: idOf(name), channelId }, externalChat }) as unknown as ConversationFacts

describe('the cache of conversations', () => {
  it('has what is used once more when thousands of others have come since, and not what is not', () => {
    const cache = new ConversationCache()
    const used = facts('used', 'chat-used')
    cache.keep(used)
    cache.keep(facts('left', 'chat-left'))
    for (let other = 0; other < 12_000; other++) {
      cache.keep(facts(`c${other}`, `chat-${other}`))
      if (other % 1_000 === 0) cache.keep(used)
    }
    expect(cache.byChat(channelId, 'chat-used')).toBe(used)
    expect(cache.byId(idOf('used'))).toBe(used)
    expect([cache.byId(idOf('left')), cache.byChat(channelId, 'chat-left')]).toEqual([undefined, undefined])
  })

  it('forgets one by whichever chat it had, and leaves the chat to whoever has it now', () => {
    const cache = new ConversationCache()
    const before = facts('moved', 'old chat')
    cache.keep(before)
    cache.keep(facts('moved', 'new chat'))
    expect(cache.byChat(channelId, 'old chat')).toBeUndefined()
    const heir = facts('heir', 'old chat')
    cache.keep(heir)
    cache.forget(before)
    expect([cache.byId(idOf('moved')), cache.byChat(channelId, 'new chat')]).toEqual([undefined, undefined])
    expect(cache.byChat(channelId, 'old chat')).toBe(heir)
  })
})
