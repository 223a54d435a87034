import { z } from 'zod'
import { Messenger } from '#protocol/channel'
import { PhonePerson } from '../../support/fake-messengers/phone'
import type { Order } from '../desk'

const Message = z.object({
  id: z.string(),
  from: z.enum(['person', 'company']),
  author: z.string().nullable(),
  text: z.string(),
  file: z.object({ id: z.string(), kind: z.enum(['picture', 'voice', 'video', 'file']), name: z.string() }).nullable(),
  buttons: z.array(z.array(z.object({ label: z.string(), url: z.string().nullable() }))),
  replyTo: z.string().nullable(),
  reaction: z.string().nullable(),
  mark: z.enum(['edited', 'deleted']).nullable(),
  place: z.string().nullable(),
})
export type Message = z.infer<typeof Message>

const Call = z.object({
  prefix: z.string(),
  method: z.string(),
  path: z.string(),
  status: z.number().nullable(),
  words: z.string(),
  at: z.number(),
  times: z.number(),
})
export type Call = z.infer<typeof Call>

const State = z.object({
  messengers: z.array(
    z.object({ messenger: Messenger, form: z.record(z.string(), z.unknown()), acts: z.array(z.string()) }),
  ),
  people: z.array(PhonePerson),
  messenger: Messenger,
  person: PhonePerson,
  chat: z.array(Message),
  hasBlocked: z.boolean(),
  calls: z.array(Call),
})
export type State = z.infer<typeof State>

export async function look(messenger: Messenger, person: number | null): Promise<State> {
  const query = new URLSearchParams({ messenger, ...(person !== null && { person: String(person) }) })
  const response = await fetch(`state?${query}`)
  return State.parse(await response.json())
}

/** Null when it was done, else why not. */
export async function order(wanted: Order): Promise<string | null> {
  const response = await fetch('do', { method: 'POST', body: JSON.stringify(wanted) })
  if (response.ok) return null
  return z.object({ error: z.string() }).parse(await response.json()).error
}

export const fileUrl = (messenger: Messenger, id: string): string => `file?${new URLSearchParams({ messenger, id })}`

/** A picture to send at once, a little different each time. */
export async function samplePicture(): Promise<File> {
  const canvas = new OffscreenCanvas(640, 420)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no canvas')
  const hue = Math.floor(Math.random() * 360)
  const sky = context.createLinearGradient(0, 0, 0, 420)
  sky.addColorStop(0, `hsl(${hue} 70% 78%)`)
  sky.addColorStop(1, `hsl(${hue + 40} 80% 92%)`)
  context.fillStyle = sky
  context.fillRect(0, 0, 640, 420)
  context.fillStyle = `hsl(${hue + 180} 45% 45%)`
  context.beginPath()
  context.moveTo(0, 420)
  context.lineTo(210, 160)
  context.lineTo(360, 330)
  context.lineTo(450, 240)
  context.lineTo(640, 420)
  context.fill()
  return new File([await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.86 })], 'photo.jpg', {
    type: 'image/jpeg',
  })
}

export async function fileOf(file: File) {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const piece = 32_768
  let text = ''
  for (let from = 0; from < bytes.length; from += piece)
    text += String.fromCharCode(...bytes.subarray(from, from + piece))
  return { name: file.name, mediaType: file.type || 'application/octet-stream', base64: btoa(text) }
}
