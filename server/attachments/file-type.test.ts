import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aPng } from '#test/support/a-png'
import { safeFileName } from './file-name'
import { fileType, isShownInline, kindOf } from './file-type'
import { pictureSize } from './picture-size'

const head = (text: string) => Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(64)])
const jpeg = head('\xff\xd8\xff\xe0')
const webp = head('RIFF\x10\x00\x00\x00WEBPVP8 ')
const mp4 = head('\x00\x00\x00\x18ftypisom')

describe('the type of a file', () => {
  it.each<[string, Buffer, string, string]>([
    ['a picture', aPng(2, 2), 'a.png', 'image/png'],
    ['a photo', jpeg, 'a.JPG', 'image/jpeg'],
    ['a paper', head('%PDF-1.7'), 'a.pdf', 'application/pdf'],
    ['a voice', head('OggS'), 'voice.oga', 'audio/ogg'],
    ['a video', mp4, 'a.mp4', 'video/mp4'],
    ['a song of a phone', head('\x00\x00\x00\x18ftypM4A '), 'a.m4a', 'audio/mp4'],
    ['an archive', head('PK\x03\x04'), 'a.zip', 'application/zip'],
    [
      'a document in an archive',
      head('PK\x03\x04'),
      'a.docx',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ],
    ['a table', head('a;b;c'), 'a.csv', 'text/csv'],
    ['a page', head('<html>'), 'a.html', 'text/html'],
    ['a drawing', head('<svg'), 'a.svg', 'image/svg+xml'],
    ['anything else', head('????'), 'a.xyz', 'application/octet-stream'],
    ['a photo without a name', jpeg, 'photo', 'image/jpeg'],
  ])('of %s is known by its content', (_case, bytes, name, mediaType) => {
    expect(fileType(bytes, name)).toMatchObject({ kind: 'type', mediaType })
  })

  it.each([
    ['a photo called a sticker', jpeg, 'sticker.webp', 'jpg'],
    ['a sticker called a photo', webp, 'sticker.png', 'webp'],
    ['a song called another', head('\x00\x00\x00\x18ftypM4A '), 'song.mp3', 'm4a'],
    ['a photo without a name', jpeg, 'photo', 'jpg'],
  ])('corrects %s', (_case, bytes, name, extension) => {
    expect(fileType(bytes, name)).toMatchObject({ kind: 'type', extension })
  })

  it.each([
    ['a page called a picture', head('<html><script>'), 'a.png'],
    ['a paper called a picture', head('%PDF-1.7'), 'a.jpg'],
    ['a picture called a page', aPng(1, 1), 'a.html'],
    ['an archive called a picture', head('PK\x03\x04'), 'a.gif'],
    ['text called a video', head('hello'), 'a.mp4'],
    ['a picture called a paper', aPng(1, 1), 'a.pdf'],
  ])('does not believe %s', (_case, bytes, name) => {
    expect(fileType(bytes, name).kind).toBe('disagrees')
  })

  it.each([
    ['a program', head('MZ\x90'), 'setup.exe'],
    ['a program called a picture', head('MZ\x90'), 'a.png'],
    ['a program of Linux', head('\x7fELF'), 'run'],
    ['a shortcut', head('L'), 'a.lnk'],
    ['a script of Windows', head('del'), 'a.BAT'],
  ])('refuses %s', (_case, bytes, name) => {
    expect(fileType(bytes, name).kind).toBe('program')
  })

  it('shows in the page only what cannot act there', () => {
    for (const type of ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'audio/ogg', 'video/mp4'])
      expect(isShownInline(type)).toBe(true)
    for (const type of ['image/svg+xml', 'text/html', 'application/xml', 'application/pdf', 'text/plain', 'image/tiff'])
      expect(isShownInline(type)).toBe(false)
    expect(kindOf('image/svg+xml')).toBe('file')
  })

  it('is found for any bytes and name', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.string(), (bytes, name) => {
        expect(['type', 'program', 'disagrees']).toContain(fileType(Buffer.from(bytes), name).kind)
      }),
    )
  })
})

describe('the sides of a picture', () => {
  const jpegOf = (width: number, height: number, exif = Buffer.alloc(0)) => {
    const frame = Buffer.from([0xff, 0xc0, 0, 17, 8, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    frame.writeUInt16BE(height, 5)
    frame.writeUInt16BE(width, 7)
    return Buffer.concat([Buffer.from([0xff, 0xd8]), exif, frame, Buffer.alloc(20)])
  }
  const turned = (() => {
    const tiff = Buffer.from('49492a00080000000100120103000100000006000000', 'hex')
    const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff])
    return Buffer.concat([Buffer.from([0xff, 0xe1, 0, body.length + 2]), body])
  })()

  it('are read from its head', () => {
    expect(pictureSize('image/png', aPng(30, 20))).toEqual({ width: 30, height: 20 })
    expect(pictureSize('image/jpeg', jpegOf(640, 480))).toEqual({ width: 640, height: 480 })
    expect(pictureSize('image/gif', Buffer.from('4749463839610a000500', 'hex'))).toEqual({ width: 10, height: 5 })
    const vp8x = Buffer.concat([
      Buffer.from('RIFF0000WEBPVP8X', 'latin1'),
      Buffer.alloc(8),
      Buffer.from('630000310000', 'hex'),
    ])
    expect(pictureSize('image/webp', vp8x)).toEqual({ width: 100, height: 50 })
  })

  it('are those one sees when the camera was held upright', () => {
    expect(pictureSize('image/jpeg', jpegOf(640, 480, turned))).toEqual({ width: 480, height: 640 })
  })

  it('are unknown for damaged heads, and never break', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('image/png', 'image/jpeg', 'image/gif', 'image/webp'),
        fc.uint8Array({ maxLength: 80 }),
        (type, bytes) => {
          const sides = pictureSize(type, Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from(bytes)]))
          if (sides !== null) expect(Math.min(sides.width, sides.height)).toBeGreaterThan(0)
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('the name of a file', () => {
  it.each([
    ['Договор № 7.pdf', 'Договор № 7.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['/', 'file'],
    ['...', 'file'],
    ['', 'file'],
    ['.htaccess', 'htaccess'],
    ['a\u202egnp.exe', 'a_gnp.exe'],
    ['a\r\nb.txt', 'a__b.txt'],
    ['a<b>"c|d?.txt', 'a_b__c_d_.txt'],
    ['con.txt', 'file-con.txt'],
    ['NUL', 'file-NUL'],
    [`${'я'.repeat(300)}.docx`, `${'я'.repeat(115)}.docx`],
  ])('%j is kept as %j', (name, safe) => {
    expect(safeFileName(name)).toBe(safe)
  })

  it('is always one step of a path, short and not hidden', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const safe = safeFileName(name)
        expect(safe.length).toBeGreaterThan(0)
        expect(safe.length).toBeLessThanOrEqual(130)
        expect(safe).not.toMatch(/[/\\\p{Cc}\p{Cs}\u202a-\u202e]|^\.|[. ]$/u)
      }),
    )
  })
})
