import { type Refusal, type TokenRight, tokenRights } from '#protocol/errors'
import { protocolVersion } from '#protocol/version'
import type { Formats } from './format'
import type { Text } from './i18n'

/**
 * The sentence for a refusal: what happened, what to do. `facts` of the hub fill it; what a fact needs but lacks
 * falls back to the sentence without it, so a screen never shows an empty pair of quotes.
 */
export function refusalText(t: Text, format: Formats, refusal: Refusal): string {
  const facts = refusal.facts ?? {}
  const wait = refusal.retryAfterMs === undefined ? null : format.duration(Math.max(1000, refusal.retryAfterMs))
  const name = typeof facts.name === 'string' ? facts.name : null
  const detail = typeof facts.detail === 'string' && facts.detail !== '' ? facts.detail : null
  const limit = typeof facts.limit === 'number' ? facts.limit : null
  switch (refusal.code) {
    case 'ALREADY_TAKEN':
      return name === null ? t('refusal.ALREADY_TAKEN') : t('refusal.ALREADY_TAKEN_BY', { name })
    case 'LIMIT_REACHED':
      return limit === null ? t('refusal.LIMIT_REACHED') : t('refusal.LIMIT_REACHED_AT', { limit })
    case 'TEXT_TOO_LONG':
      return limit === null ? t('refusal.TEXT_TOO_LONG') : t('refusal.TEXT_TOO_LONG_BY', { limit })
    case 'FILE_TOO_BIG':
      return limit === null ? t('refusal.FILE_TOO_BIG') : t('refusal.FILE_TOO_BIG_BY', { limit: format.size(limit) })
    case 'MESSENGER_REFUSED':
      return detail === null ? t('refusal.MESSENGER_REFUSED') : t('refusal.MESSENGER_REFUSED_AS', { detail })
    case 'TOO_MANY_ATTEMPTS':
      return wait === null ? t('refusal.TOO_MANY_ATTEMPTS') : t('refusal.TOO_MANY_ATTEMPTS_FOR', { wait })
    case 'UPGRADE_REQUIRED':
      return typeof facts.protocol === 'number' && facts.protocol < protocolVersion
        ? t('refusal.UPGRADE_REQUIRED_OF_HUB')
        : t('refusal.UPGRADE_REQUIRED')
    case 'RIGHTS_MISSING': {
      const names = typeof facts.rights === 'string' ? facts.rights.split(',') : []
      const rights = names.filter(isRight).map((right) => t(`common.tokenRight.${right}`))
      return rights.length === 0
        ? t('refusal.RIGHTS_MISSING')
        : t('refusal.RIGHTS_MISSING_NAMED', { rights: rights.join(', ') })
    }
    case 'INTERNAL':
      return refusal.requestId === undefined
        ? t('refusal.INTERNAL')
        : t('refusal.INTERNAL_AS', { request: refusal.requestId })
    default:
      return t(`refusal.${refusal.code}`)
  }
}

const rights: ReadonlySet<string> = new Set(tokenRights)
const isRight = (name: string): name is TokenRight => rights.has(name)
