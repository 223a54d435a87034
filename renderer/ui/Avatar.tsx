import { useState } from 'react'
import type { Messenger } from '#protocol/channel'
import { cx } from './class-names'
import { initialsOf, tintOf } from './initials'
import { Mark } from './Mark'
import { type EffectivePresence, PresenceDot } from './PresenceDot'

/** Row size follows the density; the others are fixed. */
export type AvatarSize = 'row' | 20 | 24 | 28 | 32 | 44 | 56

interface Props {
  readonly id: string
  readonly name: string
  readonly size?: AvatarSize
  readonly picture?: string | null
  readonly messenger?: Messenger | undefined
  readonly presence?: EffectivePresence | undefined
}

/** Initials on a tint by the id, a picture over them, and at the corner where it writes or whether he is there. */
export function Avatar({ id, name, size = 'row', picture = null, messenger, presence }: Props) {
  const [broken, setBroken] = useState<string | null>(null)
  const initials = initialsOf(name)
  const tint = initials === '' ? 0 : tintOf(id)
  return (
    <span className={cx('ava', `ava-tint-${tint}`, size !== 'row' && `ava-${size}`)}>
      <span aria-hidden="true">{initials}</span>
      {picture === null || picture === broken ? null : (
        <img src={picture} alt="" loading="lazy" decoding="async" onError={() => setBroken(picture)} />
      )}
      {messenger === undefined ? null : <Mark messenger={messenger} />}
      {presence === undefined ? null : <PresenceDot presence={presence} isNamed />}
    </span>
  )
}
