type Child = Node | string

/** Makes an element; text becomes text nodes, never markup. */
export function el<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children)
  return element
}

const svgNamespace = 'http://www.w3.org/2000/svg'

/** Lucide (ISC), drawn by paths. */
const icons = {
  chat: ['M4 5.5h16v10.5H12l-4.5 4v-4H4z'],
  close: ['M18 6 6 18', 'm6 6 12 12'],
  down: ['m6 9 6 6 6-6'],
  send: ['m5 12 7-7 7 7', 'M12 19V5'],
  question: [
    'M12 22a10 10 0 1 0-8.7-5.07L2 22l5.07-1.3A9.95 9.95 0 0 0 12 22z',
    'M9.1 9a3 3 0 0 1 5.82 1c0 2-3 3-3 3',
    'M12 17h.01',
  ],
  wave: [
    'M18 11V6a2 2 0 0 0-4 0',
    'M14 10V4a2 2 0 0 0-4 0v2',
    'M10 10.5V6a2 2 0 0 0-4 0v8',
    'M18 8a2 2 0 1 1 4 0v6a8 8 0 0 1-8 8h-2c-2.8 0-4.5-.86-5.99-2.34l-3.6-3.6a2 2 0 0 1 2.83-2.82L7 15',
  ],
  clip: [
    'm16 6-8.414 8.586a2 2 0 0 0 2.829 2.829l8.414-8.586a4 4 0 1 0-5.657-5.657l-8.379 8.551a6 6 0 1 0 8.485 8.485l8.379-8.551',
  ],
  play: ['M6 4.5v15l13-7.5z'],
  download: ['M12 15V3', 'M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4', 'm7 10 5 5 5-5'],
  tick: ['M20 6 9 17l-5-5'],
  file: [
    'M6 22a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h8a2.4 2.4 0 0 1 1.704.706l3.588 3.588A2.4 2.4 0 0 1 20 8v12a2 2 0 0 1-2 2z',
    'M14 2v5a1 1 0 0 0 1 1h5',
  ],
} as const

export type IconName = keyof typeof icons

export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(svgNamespace, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  for (const d of icons[name]) {
    const path = document.createElementNS(svgNamespace, 'path')
    path.setAttribute('d', d)
    svg.append(path)
  }
  return svg
}

export function button(className: string, label: string, ...children: readonly Child[]): HTMLButtonElement {
  return el('button', { type: 'button', class: className, 'aria-label': label }, ...children)
}

/** Writes only what differs: assistive technology reads what is written. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text
}
