import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { app, type BrowserWindow, dialog } from 'electron'
import { accepted, type Outcome, refused } from '#protocol/errors'
import type { AttachmentId } from '#protocol/ids'
import { safeName } from './file-name'
import type { Media } from './media'

/** Asks where to, then fetches the bytes there; a broken transfer leaves no half file. */
export async function saveAttachment(
  media: Media,
  window: BrowserWindow,
  input: { readonly attachmentId: AttachmentId; readonly name: string },
): Promise<Outcome<null>> {
  const defaultPath = join(app.getPath('downloads'), safeName(input.name))
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath })
  if (canceled || filePath === '') return accepted(null)
  const response = await media.fetch(input.attachmentId)
  if (response === null) return refused('NOT_CONNECTED', 'there is no link to the hub')
  if (!response.ok || response.body === null) return refused('FILE_NOT_RECEIVED', `the hub answered ${response.status}`)
  try {
    await pipeline(Readable.fromWeb(response.body), createWriteStream(filePath))
    return accepted(null)
  } catch {
    await rm(filePath, { force: true })
    return refused('FILE_NOT_RECEIVED', 'the transfer broke off')
  }
}
