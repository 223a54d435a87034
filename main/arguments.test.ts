import { describe, expect, it } from 'vitest'
import { conversationOfLink, parseArguments } from './arguments'

describe('what the app is started with', () => {
  it('takes the address of a hub and a one-time link', () => {
    const given = parseArguments(['electron', '.', '--hub=http://127.0.0.1:8080', '--sign-in-link=http://x/#/join/abc'])
    expect(given).toEqual({ hubUrl: 'http://127.0.0.1:8080', signInLink: 'http://x/#/join/abc', conversationId: null })
  })

  it('does not take an address that is none', () => {
    expect(parseArguments(['--hub=javascript:alert(1)', '--hub']).hubUrl).toBeNull()
  })

  it('opens a conversation by a deep link', () => {
    expect(parseArguments(['pult://conversation/Ab_1-x']).conversationId).toBe('Ab_1-x')
  })

  it.each([
    'pult://conversation/',
    'pult://settings/1',
    'pult://conversation/a/b',
    'pult://conversation/%2e%2e',
    'https://conversation/1',
  ])('does nothing for %s', (link) => expect(conversationOfLink(link)).toBeNull())
})
