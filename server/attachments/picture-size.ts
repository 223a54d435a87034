export interface PictureSize {
  readonly width: number
  readonly height: number
}

/** More pixels than any camera of a customer makes, and few enough for every browser (reliability.md section 5: pixel limit). */
export const pixelLimit = 80_000_000

const sizeOf = (width: number, height: number): PictureSize | null =>
  width > 0 && height > 0 ? { width, height } : null

function png(head: Buffer): PictureSize | null {
  return head.length < 24 ? null : sizeOf(head.readUInt32BE(16), head.readUInt32BE(20))
}

function gif(head: Buffer): PictureSize | null {
  return head.length < 10 ? null : sizeOf(head.readUInt16LE(6), head.readUInt16LE(8))
}

/** Three kinds of WebP, each with its own way to say it. */
function webp(head: Buffer): PictureSize | null {
  if (head.length < 30) return null
  switch (head.subarray(12, 16).toString('latin1')) {
    case 'VP8X':
      return sizeOf(head.readUIntLE(24, 3) + 1, head.readUIntLE(27, 3) + 1)
    case 'VP8L': {
      const bits = head.readUInt32LE(21)
      return sizeOf((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1)
    }
    case 'VP8 ':
      return sizeOf(head.readUInt16LE(26) & 0x3fff, head.readUInt16LE(28) & 0x3fff)
    default:
      return null
  }
}

const startsFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

/** Orientation of a JPEG's EXIF block: from 5 on the picture lies on its side. */
function isTurned(segment: Buffer): boolean {
  if (segment.length < 20 || segment.subarray(0, 6).toString('latin1') !== 'Exif\0\0') return false
  const tiff = segment.subarray(6)
  const isLittle = tiff[0] === 0x49
  const short = (place: number) =>
    place + 2 > tiff.length ? 0 : isLittle ? tiff.readUInt16LE(place) : tiff.readUInt16BE(place)
  const first = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  const count = Math.min(short(first), 64)
  for (let index = 0; index < count; index++) {
    const entry = first + 2 + index * 12
    if (short(entry) === 0x0112) return short(entry + 8) >= 5
  }
  return false
}

/** Walks the segments to the frame; `null` when it is not within what was read. */
function jpeg(head: Buffer): PictureSize | null {
  let isOnSide = false
  for (let place = 2; place + 9 < head.length; ) {
    if (head[place] !== 0xff) return null
    const marker = head[place + 1] ?? 0
    if (marker === 0xff) {
      place += 1
      continue
    }
    if (startsFrame(marker)) {
      const [height, width] = [head.readUInt16BE(place + 5), head.readUInt16BE(place + 7)]
      return isOnSide ? sizeOf(height, width) : sizeOf(width, height)
    }
    const isAlone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)
    const length = isAlone ? 0 : head.readUInt16BE(place + 2)
    if (marker === 0xe1) isOnSide ||= isTurned(head.subarray(place + 4, place + 2 + length))
    if (!isAlone && length < 2) return null
    place += 2 + length
  }
  return null
}

/** Sides of a picture as its head tells them; nothing is decoded. Null when the head does not tell. */
export function pictureSize(mediaType: string, head: Buffer): PictureSize | null {
  switch (mediaType) {
    case 'image/png':
      return png(head)
    case 'image/jpeg':
      return jpeg(head)
    case 'image/gif':
      return gif(head)
    case 'image/webp':
      return webp(head)
    default:
      return null
  }
}
