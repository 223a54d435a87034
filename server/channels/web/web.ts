import { accepted, refused } from '#protocol/errors'
import { plainSite } from '#protocol/web-site'
import type { Channel, ChannelKind, ChannelSink, SendResult, StoredConnection } from '../channel'
import { externalIdOf, interpretVisitor } from './inbound'
import { webCapabilities, webPace } from './settings'
import type { SiteVisitors } from './site'

/**
 * The web chat: our own messenger. Its far side is the visitors' namespace of this same hub, so a message is accepted as soon as it
 * stands in the conversation, and a visitor who is away finds it there when he comes back.
 */
export function webChat(visitors: SiteVisitors): ChannelKind {
  return {
    messenger: 'web',
    capabilities: webCapabilities,
    pace: webPace,
    linkTo: {
      carries: 'question',
      addressOf: ({ link }, { question, tryUrl }) => `${link ?? tryUrl}#pult-ask=${encodeURIComponent(question)}`,
    },
    check: async (form) => {
      if (form.messenger !== 'web') return refused('BAD_REQUEST', 'not a web chat')
      const [first] = form.allowedOrigins
      const account = first === undefined ? '' : new URL(first).host
      return accepted({ account, name: account, link: first ?? null, picture: null, accountKey: null })
    },
    describe: (form, _account, { channelId, hubUrl }) => {
      const known = form?.messenger === 'web' ? form : null
      return {
        messenger: 'web',
        allowedOrigins: known?.allowedOrigins ?? [],
        greeting: known?.greeting ?? '',
        site: known?.site ?? plainSite,
        snippet: `<script async src="${hubUrl}/widget.js" data-channel="${channelId}"></script>`,
        tryUrl: `${hubUrl}/widget/${channelId}/try`,
        identitySecretEnd: known?.identitySecret?.slice(-4) ?? '',
        refusedOrigin: visitors.lastRefused(channelId),
      }
    },
    open: async (connection, sink) => openSite(connection, sink, visitors),
    split: (message) => [message],
    interpret: interpretVisitor,
  }
}

function openSite(connection: StoredConnection, sink: ChannelSink, visitors: SiteVisitors): Channel {
  const { id, form } = connection
  if (form.messenger !== 'web') throw new Error('a web chat was opened with the settings of another messenger')
  const { allowedOrigins, greeting, site: settings, identitySecret } = form
  visitors.opened({ id, allowedOrigins, greeting, settings, identitySecret, sink })
  sink.health({ kind: 'green' })
  return {
    id,
    send: async (part): Promise<SendResult> => {
      await visitors.line(id, part)
      return { kind: 'sent', externalMessageIds: [externalIdOf(part.seq)], status: 'sent' }
    },
    typing: (externalChat, operatorName) => visitors.typing(id, externalChat, operatorName),
    // What stands in the conversation is what the visitor sees: it changes there, and he is told after the commit.
    editSent: async () => accepted({ gone: [] }),
    deleteSent: async () => accepted(null),
    changed: (externalChat, seq) => {
      visitors.line(id, { externalChat, seq }).catch(() => undefined)
    },
    inquiryClosed: (externalChat) => {
      if (settings.asksRating) visitors.inquiryClosed(id, externalChat).catch(() => undefined)
    },
    markRead: (externalChat, upTo) => visitors.read(id, externalChat, upTo.seq),
    fetch: () => Promise.reject(new Error('a visitor uploads into the hub, nothing is fetched')),
    close: async () => visitors.closed(id),
  }
}
