import { operatorPictureSide as side } from '#protocol/operator'

/** The middle of a picture as a small square, in base64 as the hub takes it; null when it cannot be drawn. */
export type FacePicture = (picture: Blob) => Promise<string | null>

const quality = 0.85

/** Drawn anew as JPEG: what was transparent becomes white, and what a camera wrote beside it (place, device) is gone. */
export const facePicture: FacePicture = async (picture) => {
  // A drawing may carry programs and has no size of its own.
  if (picture.type.startsWith('image/svg')) return null
  try {
    const bitmap = await createImageBitmap(picture)
    const edge = Math.min(bitmap.width, bitmap.height)
    const canvas = new OffscreenCanvas(side, side)
    const context = canvas.getContext('2d')
    if (context === null) return null
    context.fillStyle = 'white'
    context.fillRect(0, 0, side, side)
    context.imageSmoothingQuality = 'high'
    const [left, top] = [(bitmap.width - edge) / 2, (bitmap.height - edge) / 2]
    context.drawImage(bitmap, left, top, edge, edge, 0, 0, side, side)
    bitmap.close()
    return inBase64(new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality })).arrayBuffer()))
  } catch {
    return null
  }
}

function inBase64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}
