import type { DeskNotice, NoticeEvent } from '#client/notify'
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
