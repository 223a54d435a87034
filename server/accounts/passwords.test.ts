import { describe, expect, it } from 'vitest'
import { Passwords, passwordProblem } from './passwords'

describe('a chosen password', () => {
  it.each([
    ['eleven char', 'length'],
    ['x'.repeat(129), 'length'],
    ['password1234', 'common'],
    ['Qwertyuiop12!', 'common'],
    ['123456789012', 'common'],
    ['аааааааааааа', 'common'],
    ['парольпароль', 'common'],
    ['olgaolgaolga', 'common'],
    ['olga.olga.olga', null],
    ['correct horse battery', null],
    ['три зелёных верблюда', null],
  ] as const)('%s: %s', (password, problem) => {
    expect(passwordProblem(password, 'olga')).toBe(problem)
  })
})

describe('a password hash', () => {
  const passwords = new Passwords()

  it('is Argon2id with the parameters of the security reference and opens for its password only', async () => {
    const hash = await passwords.hash('correct horse battery')
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await passwords.verify(hash, 'correct horse battery')).toBe(true)
    expect(await passwords.verify(hash, 'correct horse batterY')).toBe(false)
  })

  it('of nobody never opens, not even for the decoy', async () => {
    expect(await passwords.verify(null, 'nobody has this password')).toBe(false)
  })

  it('is the same however a keyboard composes its letters', async () => {
    const hash = await passwords.hash('й'.normalize('NFD').repeat(12))
    expect(await passwords.verify(hash, 'й'.normalize('NFC').repeat(12))).toBe(true)
  })
})
