import { app, Notification } from 'electron'
import type { AttentionCall } from '#client/attention'
import type { DeskNotice } from '#client/notify'
import type { Preferences } from '#preload/contract'
import type { ConversationId } from '#protocol/ids'
import { noticeText } from './notice-text'
import type { Words } from './words'

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
