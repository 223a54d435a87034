import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import { type Migration, migrate, NewerSchema } from './migrate'
import { openWritable } from './sqlite/connection'
import { migrations } from './sqlite/migrations/migrations'

function aStore() {
  const connection = openWritable(join(aTemporaryFolder(), 'hub.db'))
  onTestFinished(() => void connection.database.close())
  const version = () => connection.database.pragma('user_version', { simple: true })
  const tables = () =>
    connection.all<{ name: string }>(`select name from sqlite_master where type = 'table' order by name`)
  return { connection, version, tables }
}

const step = (name: string, ...statements: string[]): Migration => ({ name, statements })

describe('the schema of the store', () => {
  it('is made whole on a first start and left alone on the second', async () => {
    const { connection, version, tables } = aStore()
    migrate(connection, migrations)
    const made = await tables()
    migrate(connection, migrations)
    expect(version()).toBe(migrations.length)
    expect(await tables()).toEqual(made)
    expect(made.map((table) => table.name)).toContain('conversation')
  })

  it('numbers its steps by their place', () => {
    migrations.forEach((one, index) => {
      expect(Number(one.name.slice(0, 4))).toBe(index + 1)
    })
  })

  it('keeps whole steps and nothing of a step that fails', async () => {
    const { connection, version, tables } = aStore()
    const good = step('0001-good', 'create table first (id integer) strict')
    const bad = step('0002-bad', 'create table second (id integer) strict', 'create table nonsense (')
    expect(() => migrate(connection, [good, bad])).toThrow()
    expect(version()).toBe(1)
    expect((await tables()).map((table) => table.name)).toEqual(['first'])
  })

  it('is refused, untouched, when a newer program has written it', async () => {
    const { connection, tables } = aStore()
    migrate(connection, [step('0001-a', 'create table a (id integer) strict'), step('0002-b', 'select 1')])
    const before = await tables()
    expect(() => migrate(connection, [step('0001-a', 'drop table a')])).toThrow(NewerSchema)
    expect(await tables()).toEqual(before)
  })
})
