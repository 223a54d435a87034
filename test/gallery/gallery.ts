import '../../renderer/no-eval'

import { refusal } from '#protocol/errors'
import { demoRows } from '#test/support/demo-conversations'
import { aPresence, conversationId, demoAccount, demoNow, demoOperators } from '#test/support/demo-people'
import type { FakeBridgeOptions } from '#test/support/fake-bridge'
import { FakeBridge, liveSession, lostSession } from '#test/support/fake-bridge'
import { mount } from '../../renderer/app'
import { browserPlatform } from '../../renderer/platform'

/**
 * The real renderer over a workspace in memory, for looking and for axe. The address says what to show:
 * ?state=live|offline|signedOut|empty|wrong&theme=&density=&lang=&host=web&rows=10000
 */
const asked = new URLSearchParams(location.search)
const is = (state: string) => asked.get('state') === state

const polyakov = conversationId('polyakov')

function options(): FakeBridgeOptions {
  const preferences = {
    theme: asked.get('theme') === 'dark' ? ('dark' as const) : ('light' as const),
    density: asked.get('density') === 'compact' ? ('compact' as const) : ('comfortable' as const),
    language: asked.get('lang') === 'en' ? ('en' as const) : ('ru' as const),
  }
  const host = asked.get('host') === 'web' ? ('web' as const) : ('desktop' as const)
  const common: FakeBridgeOptions = {
    preferences,
    host,
    platform: host === 'web' ? 'browser' : 'windows',
    ...(asked.has('own') ? { ownConversation: conversationId('marina') } : {}),
    rows: demoRows(Number(asked.get('rows') ?? 40)),
    drafts: [{ conversationId: polyakov, text: 'Добрый день, Иван! По вашему обращению мы', isNote: false }],
  }
  if (is('signedOut') || is('wrong')) {
    const hubUrl = asked.get('hub') === 'none' ? null : 'https://hub.sever-dom.example'
    return { ...common, session: { kind: 'signedOut', hubUrl, refusal: null } }
  }
  if (is('offline')) return { ...common, session: lostSession }
  if (is('empty')) {
    const [anna] = demoOperators
    return { ...common, rows: [], drafts: [], company: { channels: [], operators: anna === undefined ? [] : [anna] } }
  }
  if (is('away')) {
    const operators = demoOperators.map((one) =>
      one.id === demoAccount.id ? { ...one, presence: aPresence({ chosen: 'offline' }) } : one,
    )
    return { ...common, company: { operators } }
  }
  return { ...common, session: liveSession }
}

const bridge = new FakeBridge(options())
if (is('wrong')) bridge.refuse('signIn', refusal('WRONG_CREDENTIALS', 'wrong'))
const platform = browserPlatform()
const startedAt = platform.now()
mount(bridge, { ...platform, now: () => demoNow + platform.now() - startedAt })

const typing = { conversationId: conversationId('marina'), who: 'contact' as const, until: demoNow + 3_600_000 }
if (is('live') || !asked.has('state')) bridge.push({ kind: 'notice', notice: { kind: 'typing', ...typing } })

Reflect.set(window, 'demo', {
  lose: () => bridge.pushSession(lostSession),
  find: () => bridge.pushSession(liveSession),
})
