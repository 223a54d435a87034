import { Hourglass } from 'lucide-react'
import { useState } from 'react'
import type { Channel } from '#protocol/channel'
import type { ConversationRow } from '#protocol/conversation'
import { replyWindow } from '#protocol/reply-window'
import { useHubNow, useIsLive } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { cx } from '../../ui/class-names'
import { ComposerNotice } from './ComposerNotice'
import { TemplatePicker } from './TemplatePicker'

/** Less time than this is left: it is told louder. */
const soonMs = 3_600_000
const minuteMs = 60_000
const dayMs = 86_400_000

/** How long free words may still be sent, in the line above the field; nothing where that has no end. */
export function WindowLeft({ row, channel }: { readonly row: ConversationRow; readonly channel: Channel | null }) {
  const { t, format } = useText()
  const now = useHubNow(minuteMs / 2)
  const window = channel === null ? null : replyWindow(row, channel.capabilities, now)
  if (!row.isOpen || window?.kind !== 'open') return null
  // In hours and minutes even when he has just written: what is looked at is the moment of half a minute ago.
  const left = Math.min(dayMs - minuteMs, Math.max(minuteMs, window.until - now))
  return (
    <span className={cx('composer-window', left < soonMs && 'composer-window-soon')} title={t('chat.window.leftHint')}>
      <Hourglass className="icon icon-s" aria-hidden="true" />
      {t('chat.window.left', { time: format.duration(left) })}
    </span>
  )
}

/** What is left when it is over: an approved text, where the messenger has such. */
export function WindowClosed({ row, channel }: { readonly row: ConversationRow; readonly channel: Channel | null }) {
  const { t, format } = useText()
  const isLive = useIsLive()
  const now = useHubNow(minuteMs / 2)
  const [isPicking, setPicking] = useState(false)
  const canPick = isLive && channel?.capabilities.templates === true
  const acts = canPick ? [{ label: t('chat.window.choose'), run: () => setPicking(true) }] : []
  return (
    <>
      <ComposerNotice tone="warn" acts={acts}>
        {row.repliesUntil === null
          ? t('chat.window.never')
          : t('chat.window.closed', { time: format.duration(Math.max(minuteMs, now - row.repliesUntil)) })}
      </ComposerNotice>
      {isPicking ? <TemplatePicker row={row} onClose={() => setPicking(false)} /> : null}
    </>
  )
}
