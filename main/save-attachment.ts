import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { app, type BrowserWindow, dialog } from 'electron'
import { accepted, type Outcome, refused } from '#protocol/errors'
import type { AttachmentId } from '#protocol/ids'
import type { Media } from './media'

/** A name of somebody else's as a name of a file: no path, no characters that turn it around, no leading dot. Pure. */
export function safeName(name: string): string {
  const plain = basename(name.replaceAll('\\', '/'))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is the purpose
    .replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"/|?*]/g, '_')
    .replace(/^\.+/, '')
    .slice(-200)
    .trim()
  return plain === '' ? 'file' : plain
}

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
