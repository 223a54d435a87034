import { isRecord } from '../telegram/params'
import type { FakeFile, FakeFiles } from './files'
import { missingParameter, Refusal, wrongParameter } from './refusals'
import type { FakeButton, FakeTemplates } from './templates'

/** What the company has sent, as the person sees it. */
export interface FakeMessage {
  readonly id: string
  readonly to: string
  readonly type: string
  readonly text: string
  readonly file: FakeFile | null
  readonly buttons: readonly FakeButton[]
  readonly replyTo: string | null
  readonly isTemplate: boolean
  /** What came along, given back with each status. */
  readonly along: string | null
}

export type Draft = Omit<FakeMessage, 'id' | 'to' | 'along' | 'replyTo'>

type Json = Readonly<Record<string, unknown>>

export function objectAt(value: Json, key: string): Json {
  const inner = value[key]
  if (!isRecord(inner)) throw missingParameter(`Parameter ${key} is required`)
  return inner
}

export function textAt(value: Json, key: string, limit: number): string {
  const text = value[key]
  if (typeof text !== 'string' || text.trim() === '') throw missingParameter(`Parameter ${key} is required`)
  if (text.length > limit)
    throw wrongParameter(`Param ${key} length invalid. Length ${text.length}, must be at most ${limit}.`)
  return text
}

const listAt = (value: Json, key: string): readonly Json[] => {
  const items = value[key]
  if (!Array.isArray(items) || items.length === 0) throw missingParameter(`Parameter ${key} is required`)
  return items.filter(isRecord)
}

const bare = { file: null, buttons: [], isTemplate: false } as const

/** What a body asks to be shown; throws as the service refuses. */
export function draftOf(body: Json, files: FakeFiles, templates: FakeTemplates): Draft {
  const type = textAt(body, 'type', 20)
  const content = objectAt(body, type)
  switch (type) {
    case 'text':
      return { ...bare, type, text: textAt(content, 'body', 4096) }
    case 'interactive':
      return interactiveDraft(content)
    case 'template':
      return { ...bare, type, ...templates.filled(content), isTemplate: true }
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
      return { ...bare, type, ...mediaDraft(type, content, files) }
    default:
      throw new Refusal(400, 131051, '(#131051) Unsupported message type')
  }
}

const mediaTypes: Readonly<Record<string, RegExp>> = {
  image: /^image\/(?:jpeg|png)$/,
  video: /^video\/(?:mp4|3gpp)$/,
  audio: /^audio\/(?:aac|mp4|mpeg|amr|ogg)/,
  document: /^./,
}

function mediaDraft(type: string, content: Json, files: FakeFiles) {
  const file = files.find(textAt(content, 'id', 200))
  if (file === undefined) throw wrongParameter('Media ID does not exist')
  if (mediaTypes[type]?.test(file.mediaType) !== true)
    throw new Refusal(400, 131053, '(#131053) Media upload error', `Unsupported ${type} mime type ${file.mediaType}.`)
  const { caption } = content
  if (caption === undefined) return { file, text: '' }
  if (type === 'audio') throw wrongParameter('Unexpected key "caption" on param "audio".')
  return { file, text: textAt(content, 'caption', 1024) }
}

function unique(buttons: readonly FakeButton[]): readonly FakeButton[] {
  for (const key of ['id', 'title'] as const)
    if (new Set(buttons.map((button) => button[key])).size < buttons.length)
      throw wrongParameter(`Duplicated ${key}s of buttons`)
  return buttons
}

function interactiveDraft(content: Json): Draft {
  const kind = textAt(content, 'type', 20)
  const text = textAt(objectAt(content, 'body'), 'text', 1024)
  const action = objectAt(content, 'action')
  return { ...bare, type: 'interactive', text, buttons: unique(buttonsOf(kind, action)) }
}

function buttonsOf(kind: string, action: Json): readonly FakeButton[] {
  switch (kind) {
    case 'button': {
      const replies = listAt(action, 'buttons').map((button) => objectAt(button, 'reply'))
      if (replies.length > 3)
        throw wrongParameter('Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3')
      return replies.map((reply) => ({ id: textAt(reply, 'id', 256), title: textAt(reply, 'title', 20), url: null }))
    }
    case 'list': {
      textAt(action, 'button', 20)
      const sections = listAt(action, 'sections')
      const rows = sections.flatMap((section) => listAt(section, 'rows'))
      if (rows.length > 10) throw wrongParameter('Total row count exceed max allowed count: 10')
      return rows.map((row) => {
        if (row.description !== undefined) textAt(row, 'description', 72)
        return { id: textAt(row, 'id', 200), title: textAt(row, 'title', 24), url: null }
      })
    }
    case 'cta_url': {
      const parameters = objectAt(action, 'parameters')
      const url = textAt(parameters, 'url', 2000)
      return [{ id: url, title: textAt(parameters, 'display_text', 20), url }]
    }
    default:
      throw wrongParameter(`Unknown interactive type ${kind}`)
  }
}
