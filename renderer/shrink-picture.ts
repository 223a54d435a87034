/** A picture of fewer bytes, of its whole content; null when it would not get smaller or cannot be drawn. */
export type ShrinkPicture = (picture: Blob) => Promise<Blob | null>

/** Enough for any screen, and for reading a document that was photographed. */
const longestSide = 2560
const quality = 0.85

/** Drawn anew as JPEG: what was transparent becomes white, and what a camera wrote beside it (place, device) is gone. */
export const shrinkPicture: ShrinkPicture = async (picture) => {
  try {
    const bitmap = await createImageBitmap(picture)
    const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height))
    const [width, height] = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)]
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d')
    if (context === null) return null
    context.fillStyle = 'white'
    context.fillRect(0, 0, width, height)
    context.drawImage(bitmap, 0, 0, width, height)
    bitmap.close()
    const smaller = await canvas.convertToBlob({ type: 'image/jpeg', quality })
    return smaller.size < picture.size ? smaller : null
  } catch {
    return null
  }
}
