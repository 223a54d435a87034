import { useState } from 'react'
import type { Channel } from '#protocol/channel'
import type { ConversationRow } from '#protocol/conversation'
import { replyWindow } from '#protocol/reply-window'
import { useHubNow, useIsLive } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { ComposerNotice } from './ComposerNotice'
import { TemplatePicker } from './TemplatePicker'

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

/** What is left when it is over: an approved text, where the messenger has such. */
export function WindowClosed({ row, channel }: { readonly row: ConversationRow; readonly channel: Channel | null }) {
  const { t } = useText()
  const isLive = useIsLive()
  const [isPicking, setPicking] = useState(false)
  const canPick = isLive && channel?.capabilities.templates === true
  const acts = canPick ? [{ label: t('chat.window.choose'), run: () => setPicking(true) }] : []
  return (
    <>
      <ComposerNotice tone="warn" acts={acts}>
        {t(row.repliesUntil === null ? 'chat.window.never' : 'chat.window.closed')}
      </ComposerNotice>
      {isPicking ? <TemplatePicker row={row} onClose={() => setPicking(false)} /> : null}
    </>
  )
}
