import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Attachment } from '#protocol/attachment'
import type { OperatorId } from '#protocol/ids'
import type { MessageEntry } from '#protocol/message'
import { Attachments, type AttachmentsOptions } from '#server/attachments/attachments'
import type { FetchBytes, FileOwner } from '#server/attachments/ports'
import type { InboundAttachment } from '#server/conversations/inbound'
import { retryAttachment, settleAttachment } from '#server/conversations/settle-attachment'
import { systemRandom } from '#server/platform'
import { SqlAttachmentStore } from '#server/storage/attachment-store'
import { aHub, type TestHub } from './a-hub'
import { aTemporaryFolder } from './a-temporary-folder'

type Fetched = Awaited<ReturnType<FetchBytes>>

/** The messenger's file host: what each reference gives, as often as it is asked. */
export class FakeFileHost {
  readonly #answers = new Map<string, () => Promise<Fetched>>()
  readonly asked: string[] = []

  gives(reference: string, bytes: Buffer, size: number | null = bytes.length): void {
    this.answers(reference, async () => ({ size, body: pieces(bytes) }))
  }

  answers(reference: string, answer: () => Promise<Fetched>): void {
    this.#answers.set(reference, answer)
  }

  readonly fetch: FetchBytes = async (_channelId, reference) => {
    this.asked.push(reference)
    const answer = this.#answers.get(reference)
    if (answer === undefined) throw new Error(`nobody knows ${reference}`)
    return answer()
  }
}

async function* pieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += 10_000) yield bytes.subarray(start, start + 10_000)
}

/** A hub that keeps files, over a folder of its own, with the virtual time of the hub. */
export class SomeFiles {
  readonly hub: TestHub
  readonly host: FakeFileHost
  readonly folder: string
  readonly errors: unknown[] = []
  attachments: Attachments
  readonly #more: Partial<AttachmentsOptions>

  constructor(hub: TestHub, folder: string, host: FakeFileHost, more: Partial<AttachmentsOptions>) {
    this.hub = hub
    this.folder = folder
    this.host = host
    this.#more = more
    this.attachments = this.#open()
  }

  #open(): Attachments {
    const { open, time } = this.hub
    return new Attachments({
      ...{ folder: this.folder, clock: time, timers: time, random: { ...systemRandom, number: () => 0.99 } },
      store: new SqlAttachmentStore(open.reader, open.writer, () => time.now()),
      fetch: this.host.fetch,
      record: (id, result) => open.hub.write((work) => settleAttachment(work, id, result)),
      onError: (_id, error) => void this.errors.push(error),
      ...this.#more,
    })
  }

  /** Stops and starts on the same disk. */
  async restart(): Promise<void> {
    await this.attachments.stop()
    await this.restartAfterKill()
  }

  /** As after a kill: whatever is under way never ends, and a new process begins on the same disk. */
  async restartAfterKill(): Promise<void> {
    await this.hub.restart()
    this.attachments = this.#open()
    await this.start()
  }

  async start(): Promise<void> {
    await this.attachments.start()
    this.hub.open.filesAwaited.subscribe(() => this.attachments.wake())
    this.attachments.wake()
  }

  /** A contact sends a file; gives the attachment as the stream has it. */
  async receives(reference: string, more: Partial<InboundAttachment> = {}): Promise<Attachment> {
    const told: InboundAttachment = {
      ...{ kind: 'file', name: 'file.pdf', mediaType: 'application/pdf', size: null, width: null, height: null },
      ...{ durationMs: null, source: { kind: 'remote', reference } },
      ...more,
    }
    await this.hub.writes('anna', '', { attachments: [told] })
    return await this.last()
  }

  /** The newest attachment of Anna's conversation. */
  async last(): Promise<Attachment> {
    const messages = (await this.hub.entries('anna')).filter((entry): entry is MessageEntry => entry.kind === 'message')
    const attachment = messages.at(-1)?.attachments[0]
    if (attachment === undefined) throw new Error('there is no attachment')
    return attachment
  }

  /** The newest attachment once it is in this state. */
  async settled(kind: Attachment['state']['kind']): Promise<Attachment> {
    await this.until(async () => (await this.last()).state.kind === kind)
    return await this.last()
  }

  async until(isSo: () => Promise<boolean> | boolean): Promise<void> {
    const deadline = performance.now() + 10_000
    while (!(await isSo())) {
      if (performance.now() > deadline) throw new Error('what was waited for did not happen', { cause: this.errors })
      await new Promise<void>((resolve) => void setImmediate(resolve))
    }
  }

  retry(by: OperatorId, attachmentId: Attachment['id']) {
    return this.hub.command<'attachment.retry'>(by, async (work, actor) => {
      const draft = await work.draftOfChat(this.hub.channelId, 'anna')
      if (draft === undefined) throw new Error('Anna has not written')
      return retryAttachment(work, actor, { kind: 'attachment.retry', conversationId: draft.id, attachmentId })
    })
  }

  /** Uploads in pieces of this size; gives the last answer. */
  async uploads(owner: FileOwner, name: string, bytes: Buffer, piece = 100_000) {
    const begun = await this.attachments.uploads.begin(owner, { name, mediaType: '', size: bytes.length })
    if (!begun.ok) return begun
    const { uploadId } = begun.value
    for (let offset = 0; ; ) {
      const sent = await this.attachments.uploads.append(
        owner,
        uploadId,
        offset,
        bytes.subarray(offset, offset + piece),
      )
      if (!sent.ok || sent.value.attachment !== undefined) return sent
      offset = sent.value.offset
    }
  }

  /** Names of what lies on disk: on its way in, and kept. */
  onDisk(): { readonly incoming: readonly string[]; readonly stored: readonly string[] } {
    const stored = readdirSync(join(this.folder, 'stored')).flatMap((name) =>
      readdirSync(join(this.folder, 'stored', name)),
    )
    return { incoming: readdirSync(join(this.folder, 'incoming')), stored }
  }
}

export async function someFiles(more: Partial<AttachmentsOptions> = {}): Promise<SomeFiles> {
  const files = new SomeFiles(await aHub(), join(aTemporaryFolder(), 'files'), new FakeFileHost(), more)
  await files.start()
  onTestFinished(() => files.attachments.stop())
  return files
}
