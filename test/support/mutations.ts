import { Dice } from '../simulation/dice'

/** JSON as a tree that can hold what no parser gives: a key twice, a number of any length, text that is no JSON at all. */
type Node =
  | { readonly kind: 'object'; readonly entries: (readonly [key: string, value: Node])[] }
  | { readonly kind: 'array'; readonly items: Node[] }
  | { readonly kind: 'text'; readonly text: string }

function treeOf(value: unknown): Node {
  if (Array.isArray(value)) return { kind: 'array', items: value.map(treeOf) }
  if (typeof value !== 'object' || value === null) return { kind: 'text', text: JSON.stringify(value) ?? 'null' }
  return { kind: 'object', entries: Object.entries(value).map(([key, inner]) => [key, treeOf(inner)] as const) }
}

function written(node: Node): string {
  if (node.kind === 'text') return node.text
  if (node.kind === 'array') return `[${node.items.map(written).join(',')}]`
  return `{${node.entries.map(([key, value]) => `${JSON.stringify(key)}:${written(value)}`).join(',')}}`
}

const text = (value: string): Node => ({ kind: 'text', text: value })
const string = (value: string) => text(JSON.stringify(value))

/** Values of every type, and of each those that break things. */
const oddities: readonly Node[] = [
  ...['null', 'true', 'false', '0', '-0', '-1', '1.5', '1e300', '1e400', '-1e400'].map(text),
  ...['9007199254740993', '18446744073709551616', '-9223372036854775809', '123456789012345678901234567890'].map(text),
  ...['""', '{}', '[]', '[[]]', '[null]', '{"":""}', '{"__proto__":{"isAdmin":true}}', '{"constructor":1}'].map(text),
  ...['"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '"\\u202e\\u2066txt.exe"', '"\\ufeff"'].map(text),
  ...['[object Object]', 'undefined', '__proto__', 'toString', '../../etc/passwd', '<svg onload=alert(1)>'].map(string),
  ...['https://[::1]/', 'javascript:alert(1)', 'file:///etc/passwd', '=1+1', '1970-01-01', '{{номер заявки}}'].map(
    string,
  ),
  ...["'; drop table entry; --", '%00%0d%0a', '\r\nx-injected: 1', '👩‍💻'.repeat(50)].map(string),
]

const keys = ['__proto__', 'constructor', 'prototype', 'toString', '', '0', 'type', 'id', '\ud800', 'a'.repeat(5000)]

/** Gives other bodies than the fixtures hold, the same ones for the same seed. */
export class Mutations {
  readonly #dice: Dice
  readonly #fixtures: readonly unknown[]
  readonly #kept: ReadonlySet<string>

  /** `fixtures` are parsed bodies. `kept`: keys of the topmost object that stay as they are in `nextJson`, such as a secret that stands in the body. */
  constructor(fixtures: readonly unknown[], seed: number, kept: readonly string[] = []) {
    this.#fixtures = fixtures
    this.#dice = new Dice(seed)
    this.#kept = new Set(kept)
  }

  /** JSON of another shape than a fixture has: one place of it changed, or several. */
  nextJson(): string {
    const tree = treeOf(this.#pick(this.#fixtures))
    const changes = this.#dice.chance(70) ? 1 : this.#dice.between(2, 7)
    for (let count = 0; count < changes; count++) this.#bend(tree)
    return written(tree)
  }

  /** Any bytes: mostly such JSON, sometimes cut short, garbled, or no JSON at all. */
  next(): Buffer {
    const bytes = Buffer.from(this.nextJson())
    return this.#dice.chance(75) ? bytes : this.#garbled(bytes)
  }

  /** Goes down to some place and changes what stands there. */
  #bend(tree: Node): void {
    let place = tree
    for (let depth = 0; ; depth++) {
      const inner = this.#innerOf(place, depth)
      if (inner.length === 0) return
      const [index, child] = this.#pick(inner)
      if (child.kind !== 'text' && this.#dice.chance(70)) place = child
      else {
        this.#change(place, index, child)
        return
      }
    }
  }

  #innerOf(place: Node, depth: number): (readonly [index: number, child: Node])[] {
    if (place.kind === 'text') return []
    if (place.kind === 'array') return place.items.map((child, index) => [index, child] as const)
    const all = place.entries.map(([key, child], index) => [key, index, child] as const)
    return all.flatMap(([key, index, child]) => (depth === 0 && this.#kept.has(key) ? [] : [[index, child] as const]))
  }

  #change(place: Node, index: number, child: Node): void {
    if (place.kind === 'text') return
    const act = this.#pick(['replace', 'replace', 'replace', 'drop', 'duplicate', 'rename', 'grow'] as const)
    if (place.kind === 'array') {
      if (act === 'drop') place.items.splice(index, 1)
      else if (act === 'duplicate') place.items.splice(index, 0, child)
      else place.items[index] = this.#other(child)
      return
    }
    const key = place.entries[index]?.[0] ?? ''
    if (act === 'drop') place.entries.splice(index, 1)
    else if (act === 'duplicate') place.entries.push([key, this.#other(child)])
    else if (act === 'rename') place.entries[index] = [this.#pick(keys), child]
    else if (act === 'grow') place.entries.push([this.#pick(keys), this.#other(child)])
    else place.entries[index] = [key, this.#other(child)]
  }

  /** Something else in its place: of another type, far too big, far too deep, or from another fixture. */
  #other(child: Node): Node {
    const way = this.#dice.between(0, 19)
    if (way < 11) return this.#pick(oddities)
    if (way < 13) return string(written(child).slice(0, 10_000))
    if (way < 14) return { kind: 'array', items: [child, child] }
    if (way < 15) return { kind: 'object', entries: [['value', child]] }
    if (way < 16) return text(this.#deep())
    if (way < 17) return this.#dice.chance(20) ? string('я'.repeat(200_000)) : string('x'.repeat(5_000))
    return this.#piece(treeOf(this.#pick(this.#fixtures)))
  }

  #pick<Item>(items: readonly Item[]): Item {
    const item = this.#dice.of(items)
    if (item === undefined) throw new Error('there is nothing to choose from')
    return item
  }

  #deep(): string {
    const depth = this.#pick([40, 200, 5_000, 20_000])
    return this.#dice.chance(50)
      ? '['.repeat(depth) + ']'.repeat(depth)
      : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
  }

  #piece(tree: Node): Node {
    let place = tree
    while (this.#dice.chance(70)) {
      const inner = this.#innerOf(place, 1)
      if (inner.length === 0) break
      place = this.#pick(inner)[1]
    }
    return place
  }

  #garbled(bytes: Buffer): Buffer {
    const at = this.#dice.between(0, bytes.length)
    switch (this.#dice.between(0, 7)) {
      case 0:
        return bytes.subarray(0, at)
      case 1:
        return Buffer.concat([bytes.subarray(0, at), Buffer.of(this.#dice.between(0, 255)), bytes.subarray(at)])
      case 2:
        return Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff, 0xfe, 0xc3]), bytes.subarray(at)])
      case 3:
        return Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), bytes])
      case 4:
        return Buffer.concat([bytes, bytes])
      case 5:
        return Buffer.from(Array.from({ length: this.#dice.between(0, 299) }, () => this.#dice.between(0, 255)))
      case 6:
        return Buffer.from(this.#pick(['', ' ', 'null', '0', '""', '[]', '{}', 'ok', 'a=b&c=d', this.#deep()]))
      default:
        return Buffer.from(bytes.toString('utf16le'))
    }
  }
}
