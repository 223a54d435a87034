import type { Contact } from '#protocol/contact'
import type { ConversationRow } from '#protocol/conversation'
import type { ConversationView } from '#protocol/events'
import type { Explanation } from '#protocol/explanation'
import { type ConversationId, DecisionId } from '#protocol/ids'
import type { Entry, MessageEntry } from '#protocol/message'
import { demoAccount, demoOperators, everybodyId, minutesAgo, operatorId } from './demo-people'
import { aContactMessage, aNote, anAttachment, aReply, aSystemEntry } from './entries'

export const decisionId = DecisionId.parse('d-1')
const me = demoAccount.id

export function demoContact(row: ConversationRow): Contact {
  return {
    id: row.contactId,
    version: 1,
    name: row.contactName,
    phone: '+7 916 204-18-37',
    email: 'm.koltsova@почта.рф',
    comment: null,
    picture: null,
    createdAt: minutesAgo(60 * 24 * 400),
    inquiries: 7,
    identities: [
      { channelId: row.channelId, externalId: '77120', name: row.contactName, username: 'mkoltsova', link: null },
    ],
  }
}

const at = (minutes: number) => ({ at: minutesAgo(minutes) })
const status = (value: 'sent' | 'delivered' | 'read'): Partial<MessageEntry> => ({
  delivery: { status: value, reason: null, detail: null },
})

/** A stream with every kind of line in it: two days, a file, a voice, a failed and a bot's message, a note, system lines. */
export function demoEntries(row: ConversationRow): readonly Entry[] {
  const first = row.lastMessage?.preview ?? ''
  return [
    aSystemEntry(
      1,
      { kind: 'opened', inquiry: row.inquiry, source: 'https://sever-dom.example/f', place: null },
      at(60 * 25),
    ),
    aContactMessage(2, { ...at(60 * 25), text: 'Здравствуйте! Пришёл не тот цвет, нужен «Фьорд», а приехал графит.' }),
    aSystemEntry(
      3,
      {
        kind: 'assigned',
        from: null,
        to: { kind: 'operator', id: me },
        cause: 'distributed',
        by: null,
        groupId: everybodyId,
        decisionId,
        aboveLimit: false,
      },
      at(60 * 25),
    ),
    aReply(4, me, { ...at(60 * 24.9), ...status('read'), text: 'Добрый день, Марина! Проверю склад, две минуты.' }),
    aNote(5, operatorId('regina'), {
      ...at(60 * 24.8),
      text: '@Анна Лебедева графит отложи, пожалуйста, на складе путаница',
      mentions: [me],
    }),
    aContactMessage(6, {
      ...at(28),
      text: 'Вот бирка',
      attachments: [
        anAttachment('a-photo', {
          kind: 'picture',
          name: 'бирка.jpg',
          mediaType: 'image/jpeg',
          width: 1200,
          height: 760,
        }),
      ],
    }),
    aReply(7, me, {
      ...at(24),
      ...status('read'),
      text: 'Бланк возврата. Заполните и пришлите фото, курьера закажем сами: https://sever-dom.example/возврат',
      attachments: [anAttachment('a-file', { name: 'Возврат.pdf', mediaType: 'application/pdf', size: 184 * 1024 })],
    }),
    aContactMessage(8, {
      ...at(18),
      text: '',
      attachments: [
        anAttachment('a-voice', { kind: 'voice', name: 'voice.ogg', mediaType: 'audio/ogg', durationMs: 23_000 }),
      ],
    }),
    aReply(9, operatorId('regina'), {
      ...at(14),
      ...status('delivered'),
      text: 'Заявление получили. Обмен подтверждён.',
    }),
    aReply(10, me, {
      ...at(11),
      text: 'Видео, как упаковать: 58 секунд, дальше курьер всё сделает сам.',
      attachments: [anAttachment('a-video', { kind: 'video', name: 'упаковка.mp4', size: 61 * 1024 * 1024 })],
      delivery: { status: 'failed', reason: 'too_big', detail: 'file is too big' },
    }),
    aContactMessage(11, { ...at(6.4), text: 'А можно курьером забрать сегодня? Я дома до 19:00' }),
    aContactMessage(12, { ...at(6), text: first }),
  ]
}

export function demoView(row: ConversationRow): ConversationView {
  return {
    row,
    contact: demoContact(row),
    entries: [...demoEntries(row)],
    hasOlder: false,
    mark: { conversationId: row.id, seq: 10, contactMessages: 10 },
  }
}

export function demoExplanation(conversationId: ConversationId): Explanation {
  const verdicts = ['chosen', 'eligible', 'atLimit', 'busy', 'eligible', 'lost', 'mayNotReply'] as const
  return {
    decisionId,
    conversationId,
    at: minutesAgo(60 * 25),
    trigger: 'messageArrived',
    settingsVersion: 12,
    road: 'receiver',
    groupId: everybodyId,
    order: 'leastLoaded',
    chosen: me,
    choice: 'leastLoaded',
    candidates: demoOperators.map((operator, place) => {
      const verdict = verdicts[place] ?? 'eligible'
      const isIneligible = verdict !== 'chosen' && verdict !== 'eligible'
      return {
        operatorId: operator.id,
        load: operator.load,
        limit: operator.limit,
        verdict: isIneligible ? { kind: 'ineligible', reason: verdict, since: minutesAgo(46) } : { kind: verdict },
      }
    }),
  }
}
