import type { Channel } from '#protocol/channel'
import type { ConversationRow } from '#protocol/conversation'
import { replyWindow } from '#protocol/reply-window'
import { useHubNow } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { ComposerNotice } from './ComposerNotice'

/** Less time than this is said before it is up. */
const soonMs = 6 * 3_600_000
const minuteMs = 60_000

/** How long free words may still be sent, when that is not long. */
export function WindowCloses({ row, channel }: { readonly row: ConversationRow; readonly channel: Channel | null }) {
  const { t, format } = useText()
  const now = useHubNow(minuteMs / 2)
  const window = channel === null ? null : replyWindow(row, channel.capabilities, now)
  if (window?.kind !== 'open' || window.until - now > soonMs) return null
  const time = format.duration(Math.max(minuteMs, window.until - now))
  return (
    <ComposerNotice tone={window.until - now > soonMs / 6 ? 'info' : 'warn'}>
      {t('chat.window.open', { time })}
    </ComposerNotice>
  )
}

export function WindowClosed({ row }: { readonly row: ConversationRow }) {
  const { t } = useText()
  return (
    <ComposerNotice tone="warn">
      {t(row.repliesUntil === null ? 'chat.window.never' : 'chat.window.closed')}
    </ComposerNotice>
  )
}
