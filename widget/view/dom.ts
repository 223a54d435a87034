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
  file: [
    'M6 22a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h8a2.4 2.4 0 0 1 1.704.706l3.588 3.588A2.4 2.4 0 0 1 20 8v12a2 2 0 0 1-2 2z',
    'M14 2v5a1 1 0 0 0 1 1h5',
  ],
} as const

export function icon(name: keyof typeof icons): SVGSVGElement {
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
