const deepest = 32

/** Deeper JSON than any messenger sends is refused before anybody parses it. */
export function isTooDeep(body: Buffer): boolean {
  let depth = 0
  let isText = false
  for (let index = 0; index < body.length; index++) {
    const byte = body[index]
    if (isText) {
      if (byte === 0x5c) index += 1
      else if (byte === 0x22) isText = false
    } else if (byte === 0x22) isText = true
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1
      if (depth > deepest) return true
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1
  }
  return false
}
