import type { FakeCommunity } from './community'
import { partsOf } from './community'
import { keyboardOf } from './keyboard'
import { mostServers } from './news'
import { noRight, notForGroups, Refusal, wrongParameter } from './refusals'
import type { FakeUploads } from './uploads'

export type Params = Readonly<Record<string, string>>

interface Called {
  readonly community: FakeCommunity
  readonly uploads: FakeUploads
  readonly params: Params
  /** Below which the long poll stands. */
  readonly base: string
}

/** Gives the response of a call, throws a Refusal. */
type Method = (called: Called) => unknown

const needs = (params: Params, name: string): string => {
  const value = params[name]
  if (value === undefined || value === '') throw wrongParameter(`${name} is undefined`)
  return value
}

function number(params: Params, name: string): number {
  const value = Number(needs(params, name))
  if (!Number.isSafeInteger(value)) throw wrongParameter(`${name} not integer`)
  return value
}

function ofThis({ community, params }: Called): void {
  if (number(params, 'group_id') !== community.id) throw new Refusal(125, 'Invalid group id')
}

const wantedOf = (params: Params) => new Set(Object.keys(params).filter((name) => params[name] === '1'))

function getById({ community }: Called) {
  const { name, screenName, picture } = community.profile
  const photo = picture === null ? null : community.files.add('photo_200.jpg', 'image/jpeg', picture).url
  return { groups: [{ id: community.id, name, screen_name: screenName, photo_200: photo, is_closed: 0 }], profiles: [] }
}

function usersGet({ community, params }: Called) {
  return needs(params, 'user_ids')
    .split(',')
    .flatMap((id) => community.users.get(Number(id)) ?? [])
    .map((user) => ({ ...user, screen_name: user.screen_name ?? `id${user.id}`, photo_200: null }))
}

function addCallbackServer(called: Called) {
  ofThis(called)
  const { community, params } = called
  const [url, title, secret] = [needs(params, 'url'), needs(params, 'title'), params.secret_key ?? '']
  if (title.length > 14) throw wrongParameter('title')
  if (secret.length > 50) throw wrongParameter('secret_key')
  if (community.news.servers.length >= mostServers) throw new Refusal(2000, 'Servers number limit is reached')
  return { server_id: community.news.addServer(url, title, secret).id }
}

function serverOf({ community, params }: Called) {
  const server = community.news.servers.find(({ id }) => id === number(params, 'server_id'))
  if (server === undefined) throw new Refusal(104, 'Not found')
  return server
}

function setCallbackSettings(called: Called): 1 {
  ofThis(called)
  serverOf(called).wanted = wantedOf(called.params)
  return 1
}

function send({ community, uploads, params }: Called) {
  const randomId = number(params, 'random_id')
  if (randomId > 2 ** 31 - 1 || randomId < -(2 ** 31)) throw wrongParameter('random_id not integer')
  const [text, files] = [params.message ?? '', uploads.named(params.attachment)]
  if (text === '' && files.length === 0) throw wrongParameter('message is empty or invalid')
  if (text.length > 9000) throw new Refusal(914, 'Message is too long')
  const keyboard = keyboardOf(params.keyboard, community.areBotFeaturesOn)
  return needs(params, 'peer_ids')
    .split(',')
    .map((peer) => sentTo(community, Number(peer), { randomId, text, files, ...keyboard, replyTo: answered(params) }))
}

/** A peer that cannot be written to is an error of its own in the list. */
function sentTo(community: FakeCommunity, peer: number, draft: Omit<Parameters<FakeCommunity['keep']>[0], 'peer'>) {
  try {
    const { id, cmid } = community.keep({ ...draft, peer })
    return { peer_id: peer, message_id: id, conversation_message_id: cmid }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { peer_id: peer, message_id: 0, error: { code: error.code, description: error.words } }
  }
}

function answered(params: Params): number | null {
  if (params.forward === undefined) return null
  const forward: unknown = JSON.parse(params.forward)
  const ids: unknown = Object(forward).conversation_message_ids
  return Array.isArray(ids) && Object(forward).is_reply === true ? Number(ids[0]) : null
}

function messagesOf({ community, params }: Called, names: string) {
  const ids = needs(params, names).split(',').map(Number)
  return community.sentTo(number(params, 'peer_id')).filter(({ cmid }) => ids.includes(cmid))
}

function edit(called: Called): 1 {
  const [message] = messagesOf(called, 'cmid')
  if (message === undefined) throw new Refusal(946, "Can't edit this message, because it is not yours")
  message.text = called.params.message ?? ''
  message.files = called.uploads.named(called.params.attachment)
  // Like files, a keyboard that is not named is taken away.
  message.buttons = keyboardOf(called.params.keyboard, called.community.areBotFeaturesOn).buttons
  if (message.text === '' && message.files.length === 0) throw wrongParameter('message is empty')
  return 1
}

function remove(called: Called) {
  const messages = messagesOf(called, 'cmids')
  if (called.params.delete_for_all !== '1') throw wrongParameter('delete_for_all')
  for (const message of messages) message.isDeleted = true
  return messages.map(({ cmid, peer }) => ({ peer_id: peer, conversation_message_id: cmid, response: 1 }))
}

function createComment({ community, uploads, params }: Called) {
  if (!community.profile.rights.includes('wall')) throw noRight()
  const page = `wall${number(params, 'owner_id')}_${number(params, 'post_id')}`
  if (partsOf(page)[1] !== -community.id) throw new Refusal(213, 'Access to status replies denied')
  if (number(params, 'from_group') !== community.id) throw wrongParameter('from_group')
  const known = community.comments.find(({ guid }) => guid !== null && guid === params.guid)
  if (known !== undefined) return { comment_id: known.id, parents_stack: [] }
  const text = params.message ?? ''
  if (text === '' && uploads.named(params.attachments).length === 0) throw wrongParameter('message')
  const replyTo = params.reply_to_comment === undefined ? null : number(params, 'reply_to_comment')
  if (replyTo !== null && !community.comments.some(({ id, page: of }) => id === replyTo && of === page))
    throw wrongParameter('reply_to_comment')
  community.comment({ page, from: -community.id, text, replyTo, guid: params.guid ?? null })
  return { comment_id: community.comments.at(-1)?.id, parents_stack: [] }
}

const methods: ReadonlyMap<string, readonly [right: string | null, method: Method]> = new Map<
  string,
  readonly [string | null, Method]
>([
  [
    'groups.getTokenPermissions',
    [
      null,
      ({ community }) => ({
        mask: 1,
        permissions: community.profile.rights.map((name) => ({ name, setting: 1 })),
      }),
    ],
  ],
  ['groups.getById', [null, getById]],
  [
    'groups.getSettings',
    [
      null,
      ({ community }) => {
        if (community.settings === null) throw notForGroups()
        return community.settings
      },
    ],
  ],
  ['groups.getCallbackConfirmationCode', ['manage', ({ community }) => ({ code: community.news.confirmationCode })]],
  [
    'groups.getCallbackServers',
    [
      'manage',
      ({ community }) => ({
        count: community.news.servers.length,
        items: community.news.servers.map(({ id, title, url, secret, status }) => ({
          ...{ id, title, url, status, creator_id: 1, secret_key: secret },
        })),
      }),
    ],
  ],
  ['groups.addCallbackServer', ['manage', addCallbackServer]],
  [
    'groups.editCallbackServer',
    [
      'manage',
      (called) => {
        const { params, community } = called
        community.news.editServer(
          serverOf(called),
          needs(params, 'url'),
          needs(params, 'title'),
          params.secret_key ?? '',
        )
        return 1
      },
    ],
  ],
  [
    'groups.deleteCallbackServer',
    [
      'manage',
      (called) => {
        called.community.news.removeServer(serverOf(called))
        return 1
      },
    ],
  ],
  ['groups.setCallbackSettings', ['manage', setCallbackSettings]],
  [
    'groups.setLongPollSettings',
    [
      'manage',
      (called) => {
        ofThis(called)
        called.community.news.wantsPolling(called.params.enabled === '1' ? wantedOf(called.params) : null)
        return 1
      },
    ],
  ],
  [
    'groups.getLongPollServer',
    ['manage', ({ community, base }) => community.news.pollServer(`${base}/lp/${community.id}`)],
  ],
  ['users.get', [null, usersGet]],
  ['messages.send', ['messages', send]],
  ['messages.edit', ['messages', edit]],
  ['messages.delete', ['messages', remove]],
  [
    'messages.getByConversationMessageId',
    [
      'messages',
      (called) => ({
        items: messagesOf(called, 'conversation_message_ids').map((one) => called.community.messageBody(one)),
      }),
    ],
  ],
  [
    'messages.markAsRead',
    [
      'messages',
      ({ params }) => {
        number(params, 'peer_id')
        return 1
      },
    ],
  ],
  [
    'messages.setActivity',
    [
      'messages',
      ({ params }) => {
        number(params, 'peer_id')
        return 1
      },
    ],
  ],
  [
    'messages.sendMessageEventAnswer',
    [
      'messages',
      ({ params }) => {
        needs(params, 'event_id')
        return 1
      },
    ],
  ],
  [
    'messages.isMessagesFromGroupAllowed',
    [
      'messages',
      ({ community, params }) => ({
        is_allowed: community.mayWrite(number(params, 'user_id')) ? 1 : 0,
      }),
    ],
  ],
  ['photos.getMessagesUploadServer', ['photos', ({ uploads }) => uploads.place('photo')]],
  ['photos.saveMessagesPhoto', ['photos', ({ uploads, params }) => uploads.savePhoto(params)]],
  [
    'docs.getMessagesUploadServer',
    ['docs', ({ uploads, params }) => uploads.place(params.type === 'audio_message' ? 'audio_message' : 'doc')],
  ],
  ['docs.getWallUploadServer', ['docs', ({ uploads }) => uploads.place('wall')]],
  ['docs.save', ['docs', ({ uploads, params }) => uploads.saveDoc(params)]],
  ['wall.createComment', ['wall', createComment]],
  [
    'market.createComment',
    [
      null,
      () => {
        throw notForGroups()
      },
    ],
  ],
])

export function callMethod(name: string, called: Called): unknown {
  const [right, method] = methods.get(name) ?? [null, null]
  if (method === null) throw new Refusal(3, 'Unknown method passed')
  if (right !== null && !called.community.profile.rights.includes(right)) throw noRight()
  return method(called)
}
