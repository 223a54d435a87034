import { describe, expect, it } from 'vitest'
import { Mutations } from './mutations'

const fixtures = [
  { secret: 's3cr', type: 'message', message: { id: 31, text: 'Привет', tags: ['a', 'b'] } },
  { secret: 's3cr', type: 'edited', message: { id: 31, text: 'Привет!' } },
]
const some = (seed: number, kept: readonly string[] = []) => {
  const mutations = new Mutations(fixtures, seed, kept)
  return Array.from({ length: 300 }, () => mutations.next().toString('base64'))
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

describe('mutations of bodies', () => {
  it('are the same for a seed and others for another', () => {
    expect(some(1)).toEqual(some(1))
    expect(some(1)).not.toEqual(some(2))
  })

  it('are mostly JSON, and never a fixture as it was', () => {
    const bodies = some(3).map((body) => Buffer.from(body, 'base64').toString())
    const read = bodies.filter((body) => parsed(body) !== undefined)
    expect(read.length).toBeGreaterThan(bodies.length / 2)
    expect(read.length).toBeLessThan(bodies.length)
    const same = read.filter((body) => fixtures.some((one) => JSON.stringify(one) === body))
    expect(same.length).toBeLessThan(bodies.length / 20)
  })

  it('leave alone what makes a body genuine', () => {
    const mutations = new Mutations(fixtures, 4, ['secret'])
    for (let count = 0; count < 300; count++) expect(parsed(mutations.nextJson())).toMatchObject({ secret: 's3cr' })
  })
})
