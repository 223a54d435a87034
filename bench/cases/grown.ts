import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConversationId } from '#protocol/ids'
import { Mass } from '../load/mass'
import { externalChatOf, updateIn } from '../load/mix'
import { drive } from '../load/webhook-load'
import { startBareChain } from './bare-chain'
import type { Intake } from './intake'
import { StaffedHub } from './staffed-hub'

/** Who writes while it is measured: as many in a small store as in a large one, there spread over all of it. */
const writers = 1_000
const inFlight = 50
const copyId = `printf('%020d', i)`
/** One who writes, so that his conversation holds pages of messages. */
export const firstWriter = ConversationId.parse('1'.padStart(20, '0'))

/** A store with so many conversations behind it, and the hub or the bare limit over it. */
export interface Grown {
  readonly intake: Intake
  readonly startMs: number | null
  /** The update of a number: nine in ten from somebody known, the tenth from somebody new. */
  update(index: number): string
  next: number
}

const updates =
  (conversations: number) =>
  (index: number): string => {
    const stride = Math.max(1, Math.floor(conversations / writers))
    const known = 1 + ((index * 1_327) % Math.min(writers, conversations)) * stride
    return updateIn(index % 10 === 0 ? conversations + 1 + index / 10 : known, index)
  }

/** The template's own messages. */
const templateMessages = 2
/** Where the load begins: its numbers of messages are others than the template's, which every copy has. */
const firstIndex = 4_000

async function say(intake: Intake, from: number, count: number, body: (index: number) => string, wide = inFlight) {
  const { answers, refused } = await drive(intake.webhook, from, count, wide, body)
  if (answers !== count) throw new Error(`only ${answers} of ${count} were taken: ${[...refused].join(' ')}`)
}

const template = (index: number): string => updateIn(0, index)
const chat = `CAST(${externalChatOf(0)} + i AS TEXT)`

/** The bare limit's store: one conversation served, and the rest its copies. */
export async function growBareChain(operators: number, conversations: number): Promise<Grown> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-grown-'))
  const first = await startBareChain(operators, folder)
  await say(first, 0, templateMessages, template, 1)
  await first.stop()
  const mass = new Mass(join(folder, 'limit.db'))
  const id = 'one.id + i'
  mass.copy('conversation', 'true', conversations, {
    id,
    chat: `${externalChatOf(0)} + i`,
    assignee: `i % ${operators}`,
    last_at: `one.last_at - ${conversations} + i`,
  })
  mass.copy('message', 'true', conversations, { conversation: 'one.conversation + i' })
  mass.copy('raw', 'key = (select min(key) from raw)', conversations, { key: `one.key - ${conversations} - 1 + i` })
  mass.close()
  const intake = await startBareChain(operators, folder)
  const stop = async () => {
    await intake.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return warmed({ ...intake, stop }, conversations, null)
}

/** The hub's store: one conversation served and closed through its doors, and the rest its copies. */
export async function growHub(operators: number, conversations: number): Promise<Grown> {
  const hub = await StaffedHub.start(operators)
  const heard = hub.nextHeard()
  await say(hub.intake, 0, templateMessages, template, 1)
  const conversationId = await heard
  await hub.chief.must<'conversation.close'>({ kind: 'conversation.close', conversationId })
  const startMs = await hub.without(() => copyServed(hub.storeFile, conversations))
  return warmed(hub.intake, conversations, startMs)
}

function copyServed(file: string, conversations: number): void {
  const mass = new Mass(file)
  const contact = { contact_id: copyId }
  const ago = `- (${conversations} - i) * 1000`
  mass.copy('contact', 'true', conversations, { id: copyId })
  mass.copy('identity', 'true', conversations, { external_id: chat, ...contact })
  mass.copy('conversation', 'true', conversations, {
    id: copyId,
    external_chat: chat,
    ...contact,
    inquiry: 'one.inquiry + i',
    last_activity_at: `one.last_activity_at ${ago}`,
    closed_at: `one.closed_at ${ago}`,
  })
  mass.copy('inquiry', 'true', conversations, { number: 'one.number + i', conversation_id: copyId })
  mass.copy('entry', `kind = 'message'`, conversations, { conversation_id: copyId })
  mass.copy('provider_message', 'true', conversations, { external_chat: chat })
  mass.copy('inbound_event', 'true', conversations, {
    event_key: `one.event_key || '-' || i`,
    external_chat: chat,
    arrival: `one.arrival - ${conversations} + i`,
  })
  mass.close()
}

/** Those who write are reopened and their pages read: what is measured is not the first touch. */
async function warmed(intake: Intake, conversations: number, startMs: number | null): Promise<Grown> {
  const update = updates(conversations)
  const count = 5 * writers
  await say(intake, firstIndex, count, update)
  return { intake, startMs, update, next: firstIndex + count }
}

/** CPU seconds are counted by whoever calls. */
export async function take(grown: Grown, count: number): Promise<void> {
  await say(grown.intake, grown.next, count, grown.update)
  grown.next += count
}
