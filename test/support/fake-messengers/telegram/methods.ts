import type { FakeRequest } from '../http'
import type { FakeBot } from './bot'
import { keyboardIn } from './keyboard'
import { list, number, object, type Params, text } from './params'
import { badRequest } from './refusals'
import { albumDrafts, fileDraft, isFileMethod, textDraft } from './sending'

/** Gives the result of a call, throws a Refusal; null for a method nobody knows. */
export type Method = (bot: FakeBot, params: Params, request: FakeRequest) => unknown

const botFileLimit = 20 * 1024 * 1024

function setWebhook(bot: FakeBot, params: Params): true {
  const url = text(params, 'url') ?? ''
  const secret = text(params, 'secret_token') ?? null
  if (secret !== null && !/^[\w-]{1,256}$/.test(secret)) throw badRequest('secret token contains unallowed characters')
  if (url !== '' && !/^https:\/\/|^http:\/\/127\.0\.0\.1/.test(url))
    throw badRequest('bad webhook: An HTTPS URL must be provided for webhook')
  const allowed = (list(params, 'allowed_updates') ?? []).map(String)
  bot.updates.setWebhook(url === '' ? null : { url, secret, allowed })
  return true
}

async function getUpdates(bot: FakeBot, params: Params, request: FakeRequest) {
  const limit = number(params, 'limit') ?? 100
  return bot.poll(request, number(params, 'offset') ?? null, limit, number(params, 'timeout') ?? 0)
}

function getUserProfilePhotos(bot: FakeBot, params: Params) {
  const id = number(params, 'user_id') ?? 0
  const picture = id === bot.id ? bot.picture : (bot.faces.get(id) ?? null)
  if (picture === null) return { total_count: 0, photos: [] }
  const size = (width: number) => ({
    ...{ file_id: picture.fileId, file_unique_id: 'picture', width, height: width },
    file_size: picture.bytes.length,
  })
  return { total_count: 1, photos: [[size(160), size(320), size(640)]] }
}

function getFile(bot: FakeBot, params: Params) {
  const file = bot.files.find(text(params, 'file_id') ?? '')
  if (file === undefined) throw badRequest('wrong file_id or the file is temporarily unavailable')
  if (file.bytes.length > botFileLimit) throw badRequest('file is too big')
  const { fileId, path, bytes } = file
  return { file_id: fileId, file_unique_id: `U${fileId}`, file_size: bytes.length, file_path: path }
}

function answerCallbackQuery(bot: FakeBot, params: Params): true {
  const id = text(params, 'callback_query_id') ?? ''
  if (!/^9\d{9}$/.test(id)) throw badRequest('query is too old and response timeout expired or query ID is invalid')
  bot.answeredPresses.push(id)
  return true
}

const actions = new Set(['typing', 'upload_photo', 'upload_document', 'upload_voice', 'upload_video', 'record_voice'])

function sendChatAction(bot: FakeBot, params: Params): true {
  bot.checkChat(number(params, 'chat_id'))
  if (!actions.has(text(params, 'action') ?? '')) throw badRequest('wrong parameter action in request')
  return true
}

/** Edits of text, caption or keyboard of the bot's own message. */
function edit(bot: FakeBot, params: Params, words: string | null) {
  const message = bot.sent(bot.checkChat(number(params, 'chat_id')), number(params, 'message_id'))
  if (message === undefined) throw badRequest('message to edit not found')
  const buttons = keyboardIn(object(params, 'reply_markup'))
  const isSame =
    (words === null || words === message.text) && JSON.stringify(buttons) === JSON.stringify(message.buttons)
  if (isSame)
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    )
  if (words !== null) message.text = words
  message.buttons = buttons
  return bot.messageBody(message)
}

function deleteMessage(bot: FakeBot, params: Params): true {
  const message = bot.sent(bot.checkChat(number(params, 'chat_id')), number(params, 'message_id'))
  if (message === undefined) throw badRequest('message to delete not found')
  message.isDeleted = true
  return true
}

function sendMediaGroup(bot: FakeBot, params: Params) {
  const chatId = bot.checkChat(number(params, 'chat_id'))
  const drafts = albumDrafts(params, bot.files, bot.newAlbum())
  return drafts.map((draft) => bot.messageBody(bot.keep(chatId, draft)))
}

const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['getme', (bot) => ({ ...bot.self(), can_join_groups: true, can_read_all_group_messages: false })],
  ['setwebhook', setWebhook],
  ['getwebhookinfo', (bot) => bot.updates.info()],
  ['getupdates', getUpdates],
  ['getuserprofilephotos', getUserProfilePhotos],
  ['getfile', getFile],
  ['answercallbackquery', answerCallbackQuery],
  ['sendchataction', sendChatAction],
  ['sendmediagroup', sendMediaGroup],
  ['editmessagetext', (bot, params) => edit(bot, params, text(params, 'text') ?? '')],
  ['editmessagecaption', (bot, params) => edit(bot, params, text(params, 'caption') ?? '')],
  ['editmessagereplymarkup', (bot, params) => edit(bot, params, null)],
  ['deletemessage', deleteMessage],
  [
    'deletewebhook',
    (bot) => {
      bot.updates.setWebhook(null)
      return true
    },
  ],
  [
    'sendmessage',
    (bot, params) => {
      const chatId = bot.checkChat(number(params, 'chat_id'))
      return bot.messageBody(bot.keep(chatId, textDraft(params)))
    },
  ],
])

/** Names of methods are taken in any case, as the service does. */
export function methodOf(name: string): Method | undefined {
  if (isFileMethod(name))
    return (bot, params) => {
      const chatId = bot.checkChat(number(params, 'chat_id'))
      return bot.messageBody(bot.keep(chatId, fileDraft(params, bot.files, name)))
    }
  return methods.get(name.toLowerCase())
}
