import type { InboundSender } from '../channel'
import type { User } from './update'

const filled = (value: string | null | undefined): string | null =>
  value === undefined || value === null || value.trim() === '' ? null : value

/** Names of users may be missing, and their user name nearly always is. */
export function senderOf(user: User, phone: string | null): InboundSender {
  const whole = [filled(user.first_name), filled(user.last_name)].filter((part) => part !== null).join(' ')
  const username = filled(user.username)
  const name = whole === '' ? (filled(user.name) ?? username ?? user.user_id) : whole
  return {
    externalId: user.user_id,
    name,
    username,
    link: username === null ? null : `https://max.ru/${encodeURIComponent(username)}`,
    picture: filled(user.full_avatar_url) ?? filled(user.avatar_url),
    ...(phone !== null && { phone }),
  }
}
