import { describe, expect, it } from 'vitest'
import { safeName } from './file-name'

describe('the name of a received file', () => {
  it('stays what it is when it is harmless', () => {
    expect(safeName('Счёт № 5.pdf')).toBe('Счёт № 5.pdf')
  })

  it('never leads to another folder', () => {
    expect(safeName('../../.ssh/authorized_keys')).toBe('authorized_keys')
    expect(safeName('..\\..\\run.bat')).toBe('run.bat')
    expect(safeName('..')).toBe('file')
  })

  it('does not read backwards to hide what it is', () => {
    expect(safeName('photo\u202egpj.exe')).toBe('photo_gpj.exe')
  })
})
