import type { OperatorId } from '#protocol/ids'
import { useBridge } from '../bridge'
import { useOperator } from '../state/hooks'
import { Avatar, type AvatarSize } from './Avatar'
import type { EffectivePresence } from './PresenceDot'

interface Props {
  readonly id: OperatorId
  readonly name: string
  readonly size: AvatarSize
  readonly presence?: EffectivePresence | undefined
}

/** A colleague: his picture, or his initials while there is none. */
export function OperatorAvatar({ id, name, size, presence }: Props) {
  const picture = useOperator(id)?.picture ?? null
  const bridge = useBridge()
  const address = picture === null ? null : bridge.mediaUrl(picture)
  return <Avatar id={id} name={name} size={size} presence={presence} picture={address} />
}
