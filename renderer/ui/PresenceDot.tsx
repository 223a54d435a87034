import type { Presence } from '#protocol/operator'
import { useText } from '../text/i18n'
import { cx } from './class-names'

export type EffectivePresence = Presence['effective']

/** Disc, disc with a bar, ring, dotted ring: shape tells it without colour. */
export function PresenceDot({ presence, isNamed = false }: { presence: EffectivePresence; isNamed?: boolean }) {
  const { t } = useText()
  const look = cx('dot', presence !== 'online' && `dot-${presence}`)
  if (!isNamed) return <span className={look} aria-hidden="true" />
  return <span className={look} role="img" aria-label={t(`common.presence.${presence}`)} />
}
