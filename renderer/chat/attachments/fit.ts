/** Largest picture in the stream. */
const most = { width: 260, height: 320 } as const
/** Where the messenger has not told the size. */
const unknown = { width: 260, height: 195 } as const
/** Never so flat or narrow that one cannot hit it. */
const least = 64

export interface Size {
  readonly width: number
  readonly height: number
}

/** The place a picture takes before it is loaded, so that nothing jumps. */
export function fitted(width: number | null, height: number | null, box: Size = most): Size {
  if (width === null || height === null) return unknown
  const scale = Math.min(1, box.width / width, box.height / height)
  return {
    width: Math.max(least, Math.round(width * scale)),
    height: Math.max(least, Math.round(height * scale)),
  }
}
