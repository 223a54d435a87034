import { describe, expect, it } from 'vitest'
import { ConversationId } from '#protocol/ids'
import { conversationLink, readAddress, windowAddress } from './page-address'

const id = ConversationId.parse('Ab_1-x')

describe('the address of a page', () => {
  it('leads to the conversation whose link was copied', () => {
    const link = new URL(conversationLink('https://hub.example', id))
    expect(readAddress(link.hash)).toEqual({ kind: 'conversation', id })
  })

  it('of a window of its own says so', () => {
    expect(readAddress(windowAddress(id))).toEqual({ kind: 'window', id })
  })

  it.each(['', '#', '#/conversation/', '#/conversation/a/b', '#/conversation/%2e%2e', '#/join/k7Qm', '#/settings'])(
    'that names no conversation asks for nothing: %s',
    (hash) => {
      expect(readAddress(hash)).toEqual({ kind: 'none' })
    },
  )
})
