import type { VisitorSite } from '#protocol/visitor'
import type { Text } from '../text'
import { el } from './dom'

type Link = VisitorSite['messengers'][number]

const svgNamespace = 'http://www.w3.org/2000/svg'

/** Our own glyphs, never a brand's logo; the name is always told. */
const marks: Readonly<Record<string, { readonly name: string; readonly path: string }>> = {
  telegram: { name: 'Telegram', path: 'M1.2 5.6 10.6 1.6 8.6 10.4 5.9 8.2 4.6 9.8 4.3 7.2 8 4.4 3.2 6.7z' },
  vk: { name: 'VK', path: 'M1.8 3.4 4.2 8.6 6.6 3.4M8.2 3.4v5.2M10.6 3.4 8.4 6l2.2 2.6' },
  whatsapp: {
    name: 'WhatsApp',
    path: 'M3.4 2.2c-.9.5-1.3 1.5-1 2.6.7 2.4 2.4 4.1 4.8 4.8 1.1.3 2.1-.1 2.6-1L8.2 7.3l-1 .8C5.7 7.6 4.4 6.3 3.9 4.8l.8-1z',
  },
  viber: { name: 'Viber', path: 'M6 8.9h.01M3.9 6.9a3 3 0 0 1 4.2 0M1.9 4.9a5.8 5.8 0 0 1 8.2 0' },
  max: { name: 'MAX', path: 'M1.9 9.2V3l4.1 4.4L10.1 3v6.2' },
}

/** «Или напишите в …»: where else the company answers. */
export class MessengerLinks {
  readonly element = el('div', { class: 'else' })
  private drawn = ''

  constructor(private readonly text: Text) {}

  draw(links: readonly Link[]): void {
    const signature = JSON.stringify(links)
    if (signature === this.drawn) return
    this.drawn = signature
    const known = links.flatMap((link) => markOf(link))
    this.element.hidden = known.length === 0
    this.element.replaceChildren(this.text.elsewhere, ...known)
  }
}

function markOf({ messenger, url }: Link): HTMLElement[] {
  const mark = marks[messenger]
  if (mark === undefined || !/^https?:/i.test(url)) return []
  const svg = document.createElementNS(svgNamespace, 'svg')
  svg.setAttribute('viewBox', '0 0 12 12')
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(svgNamespace, 'path')
  path.setAttribute('d', mark.path)
  svg.append(path)
  const link = el('a', {
    ...{ class: `mark ${messenger}`, href: url, target: '_blank', rel: 'noopener noreferrer' },
    ...{ 'aria-label': mark.name, title: mark.name },
  })
  link.append(svg)
  return [link]
}
