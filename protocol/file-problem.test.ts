import { describe, expect, it } from 'vitest'
import { fileProblem } from './file-problem'

describe('a file for a contact', () => {
  const telegram = { pictures: true, files: true, fileBytes: 50_000_000, pictureBytes: 10_000_000 }
  const picture = { mediaType: 'image/jpeg', size: 1000 }

  it('goes when the messenger takes it', () => {
    expect(fileProblem(picture, telegram, 0)).toBeNull()
  })

  it('goes as a file when it is too big for a picture', () => {
    expect(fileProblem({ ...picture, size: 12_000_000 }, telegram, 0)).toBeNull()
  })

  it.each([
    ['an empty file', { ...picture, size: 0 }, telegram, 0, { kind: 'empty' }],
    ['an eleventh file', picture, telegram, 10, { kind: 'tooMany', limit: 10 }],
    ['more than the hub stores', { ...picture, size: 60_000_000 }, telegram, 0, { kind: 'tooBig', limit: 26_214_400 }],
    [
      'a big picture where files are not taken',
      { ...picture, size: 12_000_000 },
      { ...telegram, files: false },
      0,
      { kind: 'tooBig', limit: 10_000_000 },
    ],
    [
      'a document where files are not taken',
      { ...picture, mediaType: 'application/pdf' },
      { ...telegram, files: false },
      0,
      { kind: 'notTaken' },
    ],
  ])('is refused before a byte is read: %s', (_case, file, capabilities, already, problem) => {
    expect(fileProblem(file, capabilities, already)).toEqual(problem)
  })
})
