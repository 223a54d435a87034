import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { CommandAnswer, CommandKind } from '#protocol/commands'
import type { ContactFields } from '#protocol/contact'
import type { ConversationRow } from '#protocol/conversation'
import type { Outcome } from '#protocol/errors'
import { CommandId, type OperatorId } from '#protocol/ids'
import type { AssignmentCause, Entry, Part } from '#protocol/message'
import type { Actor } from '#protocol/permissions'
import type { DistributionSettings } from '#protocol/settings'
import { addNote } from '#server/conversations/add-note'
import { close } from '#server/conversations/close'
import { editContact } from '#server/conversations/edit-contact'
import { executeCommand } from '#server/conversations/execute-command'
import type { InboundEvent } from '#server/conversations/inbound'
import { markRead } from '#server/conversations/mark-read'
import { addPart, removePart } from '#server/conversations/parts'
import { receive } from '#server/conversations/receive'
import { recordSend, type SendReport } from '#server/conversations/record-receipt'
import { release } from '#server/conversations/release'
import { reopen } from '#server/conversations/reopen'
import { resend } from '#server/conversations/resend'
import { sendReply } from '#server/conversations/send-reply'
import { take } from '#server/conversations/take'
import { transfer } from '#server/conversations/transfer'
import type { OperatorsWork } from '#server/operators/ports'
import { type Random, systemRandom } from '#server/platform'
import { aTemporaryFolder } from './a-temporary-folder'
import { CompanyHub, everybody } from './company-hub'
import { Life, runHub } from './hub-run'
import { settle, VirtualTime } from './virtual-time'

type MessageTraits = Partial<Omit<Extract<InboundEvent, { kind: 'message' }>, 'kind' | 'sender'>>

/** What contacts and operators do, on a hub over a real store in a temporary folder, with a clock that moves when told, and a mirror that lives from its events alone. */
export class TestHub extends CompanyHub {
  #events = 0

  event(event: InboundEvent) {
    const raw = { eventKey: event.eventKey, externalChat: event.externalChat, body: JSON.stringify(event) }
    return receive(this.open.hub, this.channelOf(event.externalChat), raw, () => [event])
  }

  nextKey(): string {
    return `event-${++this.#events}`
  }

  message(chat: string, text = 'hello', traits: MessageTraits = {}): Extract<InboundEvent, { kind: 'message' }> {
    const eventKey = traits.eventKey ?? this.nextKey()
    return {
      kind: 'message',
      externalChat: chat,
      externalMessageId: `message-${eventKey}`,
      isGroup: false,
      sender: { externalId: chat, name: chat, username: null, link: null },
      text,
      attachments: [],
      album: null,
      replyToExternalId: null,
      providerAt: null,
      source: null,
      ...traits,
      eventKey,
    }
  }

  /** A contact writes; gives his conversation as it stands then. */
  async writes(chat: string, text?: string, traits?: MessageTraits): Promise<ConversationRow> {
    await this.event(this.message(chat, text, traits))
    return await this.row(chat)
  }

  async row(chat: string): Promise<ConversationRow> {
    return await this.write(async (work) => {
      const facts = await work.conversations.byChat(this.channelOf(chat), chat)
      if (facts === undefined) throw new Error(`nobody has written as ${chat}`)
      return facts.row
    })
  }

  async entries(chat: string): Promise<readonly Entry[]> {
    return this.mirror.entries((await this.row(chat)).id)
  }

  /** The lines of the stream in short: what a reader would see. */
  async stream(chat: string): Promise<readonly string[]> {
    return (await this.entries(chat)).map(inShort)
  }

  async assignee(chat: string): Promise<string | null> {
    return (await this.row(chat)).assignee?.id ?? null
  }

  async causes(chat: string): Promise<readonly AssignmentCause[]> {
    return (await this.entries(chat)).flatMap((entry) =>
      entry.kind === 'system' && entry.event.kind === 'assigned' ? [entry.event.cause] : [],
    )
  }

  /** Runs a use-case as an operator's command. */
  async command<Kind extends CommandKind>(
    operatorId: OperatorId,
    run: (work: OperatorsWork, actor: Actor, id: CommandId) => Promise<Outcome<CommandAnswer<Kind>>>,
    id: CommandId = CommandId.parse(this.random.uuid()),
    hash = 'hash',
  ) {
    return await executeCommand(
      this.open.hub,
      { operatorId, commandId: id, hash },
      (stored) => stored as CommandAnswer<Kind>,
      (work, actor) => run(work, actor, id),
    )
  }

  /** The draft of a chat inside a command, as the operator would have it on his screen. */
  async #seen(work: OperatorsWork, chat: string) {
    const draft = await work.draftOfChat(this.channelOf(chat), chat)
    if (draft === undefined) throw new Error(`nobody has written as ${chat}`)
    return { conversationId: draft.id, assignVersion: draft.row.assignVersion, contactId: draft.row.contactId }
  }

  reply(by: OperatorId, chat: string, text = 'good day', replyToSeq: number | null = null) {
    return this.command<'message.send'>(by, async (work, actor, id) => {
      const { conversationId } = await this.#seen(work, chat)
      return sendReply(work, actor, id, { kind: 'message.send', conversationId, text, attachments: [], replyToSeq })
    })
  }

  note(by: OperatorId, chat: string, text: string, mentions: OperatorId[] = []) {
    return this.command<'note.add'>(by, async (work, actor, id) => {
      const { conversationId } = await this.#seen(work, chat)
      return addNote(work, actor, id, { kind: 'note.add', conversationId, text, mentions })
    })
  }

  take(by: OperatorId, chat: string) {
    return this.command<'conversation.take'>(by, async (work, actor) => {
      const { conversationId, assignVersion } = await this.#seen(work, chat)
      return take(work, actor, { kind: 'conversation.take', conversationId, assignVersion })
    })
  }

  /** To an operator, or to the group of everybody. */
  transfer(by: OperatorId, chat: string, operatorId: OperatorId | null, isConfirmed = false) {
    return this.command<'conversation.transfer'>(by, async (work, actor) => {
      const { conversationId, assignVersion } = await this.#seen(work, chat)
      const to =
        operatorId === null
          ? ({ kind: 'group', groupId: everybody } as const)
          : ({ kind: 'operator', operatorId } as const)
      return transfer(work, actor, { kind: 'conversation.transfer', conversationId, assignVersion, to, isConfirmed })
    })
  }

  release(by: OperatorId, chat: string) {
    return this.command<'conversation.release'>(by, async (work, actor) => {
      const { conversationId, assignVersion } = await this.#seen(work, chat)
      return release(work, actor, { kind: 'conversation.release', conversationId, assignVersion })
    })
  }

  close(by: OperatorId, chat: string) {
    return this.command<'conversation.close'>(by, async (work, actor) => {
      const { conversationId } = await this.#seen(work, chat)
      return close(work, actor, { kind: 'conversation.close', conversationId })
    })
  }

  reopen(by: OperatorId, chat: string) {
    return this.command<'conversation.reopen'>(by, async (work, actor) => {
      const { conversationId } = await this.#seen(work, chat)
      return reopen(work, actor, { kind: 'conversation.reopen', conversationId })
    })
  }

  read(by: OperatorId, chat: string, seq: number) {
    return this.command<'conversation.read'>(by, async (work, actor) => {
      const { conversationId } = await this.#seen(work, chat)
      return markRead(work, actor, { kind: 'conversation.read', conversationId, seq })
    })
  }

  addPart(by: OperatorId, chat: string, operatorId: OperatorId, part: Part) {
    return this.command<'part.add'>(by, async (work, actor) => {
      const { conversationId } = await this.#seen(work, chat)
      return addPart(work, actor, { kind: 'part.add', conversationId, operatorId, part })
    })
  }

  removePart(by: OperatorId, chat: string, operatorId: OperatorId, part: Part) {
    return this.command<'part.remove'>(by, async (work, actor) => {
      const { conversationId } = await this.#seen(work, chat)
      return removePart(work, actor, { kind: 'part.remove', conversationId, operatorId, part })
    })
  }

  resend(by: OperatorId, chat: string, seq: number) {
    return this.command<'message.resend'>(by, async (work, actor) => {
      const { conversationId } = await this.#seen(work, chat)
      return resend(work, actor, { kind: 'message.resend', conversationId, seq })
    })
  }

  editContact(by: OperatorId, chat: string, fields: ContactFields, version = 1) {
    return this.command<'contact.edit'>(by, async (work, actor) => {
      const { conversationId, contactId } = await this.#seen(work, chat)
      return editContact(work, actor, { kind: 'contact.edit', conversationId, contactId, version, fields })
    })
  }

  /** What came of sending a part. */
  async sent(chat: string, seq: number, report: SendReport, part = 0): Promise<void> {
    const { id: conversationId } = await this.row(chat)
    await this.write((work) => recordSend(work, { conversationId, seq, part }, report))
  }
}

/** A hub with one connected channel whose inquiries go to everybody, and nobody working there yet. */
export async function aHub(
  settings: Partial<DistributionSettings> = {},
  random: Random = systemRandom,
): Promise<TestHub> {
  const run = {
    file: join(aTemporaryFolder(), 'hub.db'),
    time: new VirtualTime(),
    random,
    bugs: [],
    disk: { isFull: false },
  }
  const life = new Life()
  const hub = new TestHub(run, await runHub(run, life), life)
  onTestFinished(() => hub.open.close())
  await hub.firstChannel()
  if (Object.keys(settings).length > 0) await hub.settings(settings)
  await hub.open.distributor.start()
  await settle()
  return hub
}

function inShort(entry: Entry): string {
  switch (entry.kind) {
    case 'message':
      return `${entry.author.kind}: ${entry.text}${entry.delivery === null ? '' : ` (${entry.delivery.status})`}`
    case 'note':
      return `note: ${entry.text}`
    case 'system': {
      const { event } = entry
      if (event.kind === 'assigned') return `assigned ${event.cause} ${event.from?.id ?? '-'} -> ${event.to?.id ?? '-'}`
      if (event.kind === 'partAdded' || event.kind === 'partRemoved')
        return `${event.kind} ${event.operatorId} ${event.part}`
      if (event.kind === 'waiting') return `waiting ${event.reason}`
      if (event.kind === 'deliveryFailed') return `deliveryFailed ${event.reason}`
      return event.kind
    }
  }
}
