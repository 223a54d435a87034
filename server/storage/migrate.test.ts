import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { defaultRules } from '#protocol/channel'
import { GroupId } from '#protocol/ids'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import { SqlCompanyStore } from './company-store'
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

const everybody = GroupId.parse('everybody')
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

  it('signs what is in the outbox as its channel does when the signature goes with the message', async () => {
    const { connection } = aStore()
    const before = migrations.findIndex(({ name }) => name.endsWith('signed-sends'))
    migrate(connection, migrations.slice(0, before))
    const signature = JSON.stringify({ isOn: true, form: '{{имя}}, магазин:', groupAuthor: 'name' })
    const channel = `insert into channel (id, messenger, name, account, account_key, form, webhook_secret, created_at, signature)
      values ($1, 'viber', 'Shop', '', $1, '{}', 's', 0, $2)`
    await connection.run(channel, ['signed', signature])
    await connection.run(channel, ['plain', signature.replace('true', 'false')])
    await connection.run(
      `insert into account (id, login, name, role, created_at) values ('ivan', 'ivan', 'Иван', 'employee', 0)`,
    )
    for (const [seq, by, extra, where] of [
      [1, 'operator', null, 'signed'],
      [2, 'automatic', null, 'signed'],
      [3, 'operator', '{"template":{}}', 'signed'],
      [4, 'operator', null, 'plain'],
    ]) {
      const entry = `insert into entry (conversation_id, seq, kind, at, changed_seq, author, author_detail, text, extra)
        values ('anna', $1, 'message', 0, $1, $2, 'ivan', 'да', $3)`
      await connection.run(entry, [seq ?? 0, by ?? '', extra ?? null])
      const queued = `insert into delivery (conversation_id, seq, channel_id, external_chat, state, next_at, queued_at, idempotency_key)
        values ('anna', $1, $2, 'anna', 'queued', 0, 0, 'key')`
      await connection.run(queued, [seq ?? 0, where ?? ''])
    }
    migrate(connection, migrations)
    const signatures = await connection.all('select signature from delivery order by seq')
    expect(signatures).toEqual(['Иван, магазин:', null, null, null].map((line) => ({ signature: line })))
  })

  it('finds the chats that people had before they were called otherwise', async () => {
    const { connection } = aStore()
    const before = migrations.findIndex(({ name }) => name.endsWith('former-chats'))
    migrate(connection, migrations.slice(0, before))
    await connection.run(
      `insert into channel (id, messenger, name, account, account_key, form, webhook_secret, created_at)
       values ('shop', 'whatsapp', 'Shop', '', 'shop', '{}', 's', 0)`,
    )
    const conversation = `insert into conversation (id, channel_id, external_chat, contact_id, contact_name, is_group, is_open,
        inquiry, opened_at, opened_by, last_activity_at, seq, position, version, assign_version)
      values ($1, 'shop', $2, $3, '', 0, 1, 1, 0, 'contact', 0, 1, 1, 1, 1)`
    for (const id of ['anna', 'ivan'])
      await connection.run(`insert into contact (id, name, created_at) values ($1, $1, 0)`, [id])
    const identity = `insert into identity (channel_id, external_id, contact_id, name) values ('shop', $1, $2, '')`
    // Anna is called by her id now, Ivan by the number he had: its alias has a conversation of its own.
    await connection.run(identity, ['7001', 'anna'])
    await connection.run(identity, ['7002', 'ivan'])
    const alias = `insert into identity_alias (channel_id, alias, contact_id) values ('shop', $1, $2)`
    await connection.run(alias, ['RU.1', 'anna'])
    await connection.run(alias, ['7000', 'anna'])
    await connection.run(alias, ['RU.2', 'ivan'])
    await connection.run(conversation, ['of anna', 'RU.1', 'anna'])
    await connection.run(conversation, ['of ivan', '7002', 'ivan'])
    await connection.run(conversation, ['of ivan too', 'RU.2', 'ivan'])
    migrate(connection, migrations)
    const text = 'select external_chat as "chat", conversation_id as "id" from former_chat order by external_chat'
    expect(await connection.all(text)).toEqual([
      { chat: '7000', id: 'of anna' },
      { chat: '7001', id: 'of anna' },
    ])
  })

  it('keeps orders of choosing, receivers and decisions when distribution learns more', async () => {
    const { connection } = aStore()
    migrate(connection, migrations.slice(0, 2))
    const settings = { isOn: true, conversationLimit: 3, loadCounts: 'allOpen', reassignment: 'off' }
    const times = { reassignmentDelayMs: 30_000, graceMs: 10_000, restartGraceMs: 30_000, awayAfterMs: 300_000 }
    const rest = { returnToLastAssignee: true, waitAlarmMs: 120_000, firstResponseTargetMs: null }
    const orders = [{ groupId: 'everybody', order: 'leastLoaded' }]
    await connection.run(`insert into setting values ('distribution', 4, $1, 0, null)`, [
      JSON.stringify({ ...settings, ...times, ...rest, orders }),
    ])
    const receiver = { kind: 'group', groupId: 'everybody' }
    await connection.run(
      `insert into channel (id, messenger, name, account, account_key, receiver, pool, form, webhook_secret, created_at)
       values ('shop', 'web', 'Shop', '', 'shop', $1, '["ivan"]', '{}', 's', 0)`,
      [JSON.stringify(receiver)],
    )
    migrate(connection, migrations)
    expect(await new SqlCompanyStore(connection).read()).toMatchObject({
      settings: {
        version: 4,
        value: { ...settings, ...times, ...rest, overflowGroupId: null, offlineAtClosing: false },
      },
      groups: [{ id: 'everybody', order: 'leastLoaded', answerTimeMs: null, limit: null, schedule: null }],
      channels: [{ id: 'shop', rules: { ...defaultRules({ kind: 'group', groupId: everybody }), pool: ['ivan'] } }],
    })
  })
})
