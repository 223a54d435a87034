import { app, Notification } from 'electron'
import type { AttentionCall } from '#client/attention'
import type { DeskNotice, NoticeEvent } from '#client/notify'
import type { Preferences } from '#preload/contract'
import type { ConversationId } from '#protocol/ids'
import type { Words } from './words'

export interface NoticeText {
  readonly title: string
  readonly body: string
}

const eventWord: Record<
  NoticeEvent,
  keyof Pick<Words, 'mentioned' | 'assigned' | 'newMessage' | 'waiting' | 'notDelivered'>
> = {
  mentioned: 'mentioned',
  assigned: 'assigned',
  message: 'newMessage',
  waiting: 'waiting',
  deliveryFailed: 'notDelivered',
}

/** The words of a notice; without the contact's own when the person wants them off the screen. Pure. */
export function noticeText(notice: DeskNotice, words: Words, showsText: boolean): NoticeText {
  if (notice.kind === 'summary') return { title: 'Pult', body: words.summary(notice.conversations, notice.messages) }
  const what = words[eventWord[notice.event]]
  if (!showsText) return { title: 'Pult', body: what }
  const last = notice.row.lastMessage
  const said = last === null ? '' : last.preview || words.attachment
  return {
    title: notice.row.contactName,
    body: notice.event === 'message' ? said : [what, said].filter(Boolean).join('\n'),
  }
}

export interface NotificationsPorts {
  readonly words: () => Words
  readonly preferences: () => Preferences
  readonly show: (id: ConversationId | null) => void
}

/** Native notifications, one a conversation: a newer one takes the place of the older. */
export class Notifications {
  readonly #ports: NotificationsPorts
  readonly #shown = new Map<string, Notification>()

  constructor(ports: NotificationsPorts) {
    this.#ports = ports
  }

  call({ notices, badge }: AttentionCall): void {
    app.setBadgeCount(badge)
    for (const notice of notices) this.#notify(notice)
  }

  #notify(notice: DeskNotice): void {
    if (!Notification.isSupported()) return
    const { words, preferences, show } = this.#ports
    const id = notice.kind === 'conversation' ? notice.row.id : null
    const key = id ?? 'summary'
    const { sounds, notificationsShowText } = preferences()
    const notification = new Notification({ ...noticeText(notice, words(), notificationsShowText), silent: !sounds })
    this.#shown.get(key)?.close()
    this.#shown.set(key, notification)
    notification.on('click', () => show(id))
    notification.on('close', () => {
      if (this.#shown.get(key) === notification) this.#shown.delete(key)
    })
    notification.show()
  }
}
