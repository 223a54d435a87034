/** A colour to fill with and the colour of the words on it. */
export interface Brand {
  readonly fill: string
  readonly on: string
}

const white = '#ffffff'
const ink = '#1b1916'
/** WCAG 2.2, 1.4.3. */
const readable = 4.5

const channels = (color: string): readonly number[] =>
  [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map((value) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

const darker = (color: string): string =>
  `#${channels(color)
    .map((value) =>
      Math.floor(value * 0.94)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`

/** The company's colour, darkened until its words can be read where neither white nor ink can be on it as it is. */
export function brandOf(color: string): Brand {
  if (contrast(color, white) >= readable) return { fill: color, on: white }
  if (contrast(color, ink) >= readable) return { fill: color, on: ink }
  let fill = color
  while (contrast(fill, white) < readable) fill = darker(fill)
  return { fill, on: white }
}
