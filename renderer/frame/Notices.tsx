import { Bell } from 'lucide-react'
import { useState } from 'react'
import { useHubNow, useWindow, useWorkspace } from '../state/hooks'
import type { HeardAlarm } from '../state/workspace-state'
import { useText } from '../text/i18n'
import { Button } from '../ui/Button'
import { IconButton } from '../ui/IconButton'
import { Popover } from '../ui/Popover'

/** What went wrong while one looked elsewhere: somebody waits too long, a channel has stopped. Newest first. */
export function Notices() {
  const { t } = useText()
  const [isOpen, setOpen] = useState(false)
  const [seen, setSeen] = useState(0)
  const alarms = useWorkspace((state) => state.alarms)
  const unseen = alarms.filter((alarm) => alarm.number > seen).length
  const change = (open: boolean) => {
    setOpen(open)
    setSeen(alarms[0]?.number ?? 0)
  }
  const label = unseen === 0 ? t('frame.notices') : t('frame.noticesNew', { count: unseen })
  return (
    <Popover
      isOpen={isOpen}
      onOpenChange={change}
      label={t('frame.notices')}
      className="w-80 max-w-[calc(100vw-24px)]"
      trigger={
        <IconButton
          label={label}
          className="relative"
          icon={
            <>
              <Bell className="icon" aria-hidden="true" />
              {unseen === 0 ? null : <span className="absolute end-1 top-1 size-2 rounded-full bg-wait-3" />}
            </>
          }
        />
      }
    >
      <h2 className="px-3.5 pt-3 pb-2 text-message">{t('frame.notices')}</h2>
      {alarms.length === 0 ? <p className="px-3.5 pb-4 text-text-2">{t('frame.noticesNone')}</p> : null}
      <ul className="scroll max-h-96 pb-1.5">
        {alarms.map((alarm) => (
          <AlarmLine key={alarm.number} alarm={alarm} onOpen={() => setOpen(false)} />
        ))}
      </ul>
    </Popover>
  )
}

function AlarmLine({ alarm, onOpen }: { readonly alarm: HeardAlarm; readonly onOpen: () => void }) {
  const { t, format } = useText()
  const { navigator } = useWindow()
  const now = useHubNow(60_000)
  const id = alarm.conversationId
  const name = useWorkspace((state) => (id === null ? '' : (state.rows.get(id)?.contactName ?? '')))
  const { channel } = alarm
  const reason = channel === null ? '' : t(`common.channelTrouble.${channel.reason}`)
  const open = () => {
    if (id === null) return
    navigator.openConversation(id)
    onOpen()
  }
  return (
    <li className="flex items-center gap-3 border-t border-line-1 px-3.5 py-2">
      <div className="min-w-0 flex-1">
        <p>{t(`frame.alarm.${alarm.alarm}`, { name: channel?.name ?? name, reason })}</p>
        <p className="text-small text-text-3">{format.moment(alarm.at, now)}</p>
      </div>
      {id === null ? null : (
        <Button size="s" onClick={open}>
          {t('frame.alarm.open')}
        </Button>
      )}
    </li>
  )
}
