import { describe, expect, it } from 'vitest'
import { conversationOfLink, parseArguments } from './arguments'

describe('what the app is started with', () => {
  it('takes the address of a hub and a one-time link', () => {
    const given = parseArguments(['electron', '.', '--hub=http://127.0.0.1:8080', '--sign-in-link=http://x/#/join/abc'])
    expect(given).toEqual({
      hubUrl: 'http://127.0.0.1:8080',
      signInLink: 'http://x/#/join/abc',
      conversationId: null,
      hasDeadLink: false,
    })
  })

  it('does not take an address that is none', () => {
    expect(parseArguments(['--hub=javascript:alert(1)', '--hub']).hubUrl).toBeNull()
  })

  it('opens a conversation by a deep link', () => {
    expect(parseArguments(['pult://conversation/Ab_1-x'])).toMatchObject({
      conversationId: 'Ab_1-x',
      hasDeadLink: false,
    })
  })

  it.each([
    'pult://conversation/',
    'pult://settings/1',
    'pult://conversation/a/b',
    'pult://conversation/%2e%2e',
    'pult://conversation/../../etc/passwd',
    'pult:javascript:alert(1)',
  ])('opens nothing for %s, and can say so', (link) => {
    expect(parseArguments(['app', '.', link])).toMatchObject({ conversationId: null, hasDeadLink: true })
  })

  it.each(['https://conversation/1', 'file:///etc/passwd', 'C:\\Windows'])('takes no notice of %s', (value) => {
    expect(conversationOfLink(value)).toBeNull()
    expect(parseArguments(['app', '.', value])).toMatchObject({ conversationId: null, hasDeadLink: false })
  })
})
