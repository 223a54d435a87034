import type { FakeReply, FakeRequest } from '../http'
import { parseMultipart } from '../multipart'
import { wideJson } from '../wide'
import type { FakeMaxBot } from './bot'
import { badPayload, MaxRefusal, notFound } from './refusals'
import { commentIn, messageIn, subscriptionIn } from './sending'

/** One call: what stands in its path after the place, and the rest of it. */
interface Call {
  readonly bot: FakeMaxBot
  readonly request: FakeRequest
  readonly rest: readonly string[]
  readonly host: string
}
type Method = (call: Call) => Promise<unknown> | unknown

const done = { success: true }
const uploadTypes = new Set(['image', 'video', 'audio', 'file'])

function me({ bot }: Call) {
  const { userId, name, username, picture } = bot.profile
  const avatar = picture === null ? {} : { avatar_url: bot.store('avatar.jpg', picture) }
  return { user_id: userId, first_name: name, username, is_bot: true, last_activity_time: Date.now(), ...avatar }
}

function send({ bot, request: { query, body } }: Call) {
  const userId = bot.receiver(query.get('user_id'))
  const message = messageIn(body)
  return { message: bot.messageBody(userId, bot.keep(userId, message)) }
}

function edit({ bot, request: { query, body } }: Call) {
  const message = bot.sent(query.get('message_id'))
  const { text, attachments } = messageIn(body)
  message.text = text ?? message.text
  // What is not named stays.
  if (Array.isArray(attachments))
    message.buttons = attachments.flatMap((one) => (one.type === 'inline_keyboard' ? one.payload.buttons : []))
  return done
}

function remove({ bot, request: { query } }: Call) {
  try {
    bot.sent(query.get('message_id')).isDeleted = true
    return done
  } catch {
    // Some refusals of the service come as answers.
    return { success: false, message: 'error.message.notfound: not.found' }
  }
}

function comment({ bot, request: { body }, rest: [post = ''] }: Call) {
  const { text, link } = commentIn(body)
  const message = bot.keep(0, { text, link }, post)
  return { message: bot.messageBody(0, message) }
}

function subscribe({ bot, request: { body } }: Call) {
  const wanted = subscriptionIn(body)
  const { updates } = bot
  updates.subscriptions = [...updates.subscriptions.filter(({ url }) => url !== wanted.url), wanted]
  return done
}

function unsubscribe({ bot, request: { query } }: Call) {
  const { updates } = bot
  updates.subscriptions = updates.subscriptions.filter(({ url }) => url !== query.get('url'))
  return done
}

function upload({ bot, request: { query }, host }: Call) {
  const type = query.get('type') ?? ''
  if (!uploadTypes.has(type)) throw badPayload('type')
  const place = `upload-${bot.files.size + 1}-${type}`
  const token = type === 'audio' || type === 'video' ? { token: place } : {}
  return { url: `${host}/upload/${encodeURIComponent(bot.profile.username)}/${place}`, ...token }
}

function answer({ bot, request: { query, body } }: Call) {
  const { message, notification } = Object(JSON.parse(body.toString()))
  if (message === undefined && typeof notification !== 'string') throw badPayload('answer')
  bot.answeredPresses.push(query.get('callback_id') ?? '')
  return done
}

function action({ request: { body } }: Call) {
  if (Object(JSON.parse(body.toString())).action !== 'typing_on') throw badPayload('action')
  return done
}

function video({ bot, rest: [token = ''] }: Call) {
  const name = token.replace(/^token-/, '')
  const place = [...bot.files].find(([, file]) => file.name === name)
  if (place === undefined) throw notFound('Video not found')
  return { token, width: 640, height: 360, duration: 3, urls: { mp4_360: bot.store(name, place[1].bytes), hls: null } }
}

/** By method and place; places in braces stand for one part of the path. */
export const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['GET /me', me],
  [
    'GET /subscriptions',
    ({ bot }) => ({
      subscriptions: bot.updates.subscriptions.map(({ url, update_types }) => ({ url, time: 1, update_types })),
    }),
  ],
  ['POST /subscriptions', subscribe],
  ['DELETE /subscriptions', unsubscribe],
  ['GET /updates', ({ bot, request }) => bot.updates.poll(request)],
  ['POST /messages', send],
  ['PUT /messages', edit],
  ['DELETE /messages', remove],
  ['GET /messages/{}', ({ bot, rest: [mid = ''] }) => bot.messageBody(bot.sent(mid).userId, bot.sent(mid))],
  ['POST /messages/{}/comments', comment],
  ['POST /uploads', upload],
  ['POST /answers', answer],
  ['POST /chats/{}/actions', action],
  ['GET /videos/{}', video],
])

/** The upload host: one file to an address; pictures and files answer in JSON, sounds and videos in XML. */
export function takeUpload(bot: FakeMaxBot, place: string, { body, headers }: FakeRequest): FakeReply {
  if (bot.files.has(place)) throw new MaxRefusal(400, 'upload.error', 'one file per url')
  const file = parseMultipart(body, headers['content-type'] ?? '').files.get('data')
  if (file === undefined) throw badPayload('data')
  const type = place.split('-').at(-1)
  if (type !== 'file' && bot.forbiddenExtension !== null && file.name.endsWith(bot.forbiddenExtension))
    throw new MaxRefusal(400, 'upload.error', 'File extension is forbidden')
  bot.files.set(place, file)
  if (type === 'image') return wideJson(200, { photos: { 'key==': { token: place } } })
  if (type === 'file') return wideJson(200, { fileId: 1, token: place })
  const xml = '<retval>1</retval>'
  return { kind: 'bytes', write: (response) => void response.writeHead(200, { 'content-type': 'text/xml' }).end(xml) }
}
