import type { ConversationRow, LastMessage, ReadMark } from '#protocol/conversation'
import { ContactId } from '#protocol/ids'
import type { Author } from '#protocol/message'
import { channelId, conversationId, demoAccount, minutesAgo, operatorId } from './demo-people'

const contactAuthor: Author = { kind: 'contact', name: null }
const mine: Author = { kind: 'operator', operatorId: demoAccount.id }

interface Told extends Partial<Omit<ConversationRow, 'lastMessage'>> {
  readonly text?: string
  readonly author?: Author
  readonly message?: Partial<LastMessage>
  /** Minutes since the last message, and since the contact began to wait. */
  readonly ago?: number
  readonly waits?: number | null
  readonly unread?: number
}

let number = 48_200

/** A row told in a few words; what is not told is usual. */
export function aConversation(name: string, told: Told = {}): ConversationRow {
  const { text = 'Здравствуйте', author = contactAuthor, message, ago = 5, waits = null, unread = 0, ...over } = told
  number += 1
  const lastActivityAt = minutesAgo(ago)
  return {
    id: conversationId(name),
    channelId: channelId('telegram'),
    contactId: ContactId.parse(`k-${name}`),
    contactName: name,
    contactPicture: null,
    isGroup: false,
    place: null,
    isOpen: true,
    priority: 'normal',
    inquiry: number,
    openedAt: minutesAgo(ago + 30),
    openedBy: 'contact',
    closedAt: null,
    assignee: { kind: 'operator', id: demoAccount.id },
    assignedAt: minutesAgo(ago + 29),
    groupId: null,
    coAssignees: [],
    observers: [],
    waitingSince: null,
    unansweredSince: waits === null ? null : minutesAgo(waits),
    isAnswered: waits === null,
    lastActivityAt,
    lastMessage: { seq: 12, at: lastActivityAt, author, preview: text, attachment: null, delivery: null, ...message },
    contactMessages: 10 + unread,
    contactMessagesBefore: 0,
    isBlocked: false,
    repliesUntil: null,
    seq: 14,
    position: number,
    version: 1,
    assignVersion: 1,
    ...over,
  }
}

const sent = (status: 'sent' | 'delivered' | 'read' | 'failed', reason: 'blocked' | null = null) => ({
  delivery: { status, reason, detail: null },
})

const own: readonly ConversationRow[] = [
  aConversation('katya', {
    contactName: 'Екатерина Щербакова-Жданова',
    channelId: channelId('whatsapp'),
    text: 'Курьер второй раз не приехал. Верните, пожалуйста, деньги',
    waits: 14.3,
    ago: 3,
    unread: 3,
  }),
  aConversation('artem', {
    contactName: 'Артём Гусейнов',
    text: 'Вот так порвалась упаковка, смотрите',
    message: { attachment: 'picture' },
    waits: 9.2,
    ago: 2,
    unread: 2,
  }),
  aConversation('marina', {
    contactName: 'Марина Кольцова',
    text: 'И за доставку деньги вернёте?',
    waits: 6.4,
    ago: 6,
  }),
  aConversation('stroy', {
    contactName: 'ООО «СтройКомплект-Юг», отдел снабжения',
    channelId: channelId('viber'),
    text: 'Добрый день! Выставите счёт на 40 комплектов постельного белья «Осло»',
    waits: 4.1,
    ago: 4.1,
    unread: 1,
  }),
  aConversation('dinara', {
    contactName: 'Динара Ахметова',
    channelId: channelId('vk'),
    text: 'Комментарий к товару: а в детской расцветке будет?',
    waits: 2.2,
    ago: 2.2,
    unread: 1,
  }),
  aConversation('visitor', {
    contactName: 'Посетитель 4821',
    channelId: channelId('web'),
    text: 'Вы ещё тут? Хочу оформить доставку в Казань',
    waits: 0.68,
    ago: 0.68,
    unread: 2,
  }),
  aConversation('tumanov', {
    contactName: 'Олег Туманов',
    channelId: channelId('max'),
    text: 'Спасибо! И ещё вопрос по размерам',
    waits: 0.26,
    ago: 0.26,
    unread: 1,
  }),
  aConversation('polyakov', { contactName: 'Иван Поляков', text: 'Понял, жду', ago: 17 }),
  aConversation('svetlana', {
    contactName: 'Светлана Рожкова',
    text: 'Ваш заказ собран',
    author: mine,
    message: sent('failed', 'blocked'),
    isBlocked: true,
    repliesUntil: null,
    ago: 28,
  }),
  aConversation('petr', {
    contactName: 'Пётр Алексеевич Воскресенский',
    channelId: channelId('whatsapp'),
    text: 'Отправила ссылку на оплату',
    author: mine,
    message: sent('read'),
    ago: 35,
  }),
  aConversation('gulnara', {
    contactName: 'Гульнара Фархутдинова',
    channelId: channelId('viber'),
    text: 'Проверьте, пожалуйста, адрес доставки',
    author: mine,
    message: sent('sent'),
    ago: 46,
  }),
  aConversation('thomas', {
    contactName: 'Thomas Berger',
    channelId: channelId('web'),
    text: 'Your invoice is attached, let me know if the VAT number is right',
    author: mine,
    message: { ...sent('delivered'), attachment: 'file' },
    ago: 64,
  }),
]

const someoneElse = ['regina', 'ivan', 'oleg', 'darya'] as const
const firstNames = ['Анна', 'Борис', 'Виктория', 'Глеб', 'Диана', 'Егор', 'Жанна', 'Захар', 'Инна', 'Кирилл', 'Лариса']
const lastNames = ['Перова', 'Сергеев', 'Ткаченко', 'Уварова', 'Фёдоров', 'Хасанова', 'Цветков', 'Чернова', 'Шубин']
const lines = ['Добрый день, подскажите наличие', 'Спасибо большое', 'Когда привезут заказ?', 'А скидка будет?', 'Ок']
const channels = ['telegram', 'web', 'vk', 'whatsapp', 'viber', 'max'] as const

const pick = <Value>(values: readonly Value[], at: number): Value => {
  const value = values[at % values.length]
  if (value === undefined) throw new Error('nothing to pick from')
  return value
}

const personAt = (at: number) => `${pick(firstNames, at)} ${pick(lastNames, Math.floor(at / 3))}`

function unassignedAt(at: number): ConversationRow {
  const waits = pick([8.3, 5.5, 1.2, 0.5], at)
  const told = { contactName: personAt(at + 40), channelId: channelId(pick(channels, at)), text: pick(lines, at) }
  return aConversation(`free-${at}`, { ...told, assignee: null, assignedAt: null, waits, ago: waits, unread: 1 })
}

function otherAt(at: number): ConversationRow {
  const waits = at % 4 === 0 ? 1 + at * 0.2 : null
  return aConversation(`other-${at}`, {
    contactName: personAt(at),
    channelId: channelId(pick(channels, at + 2)),
    text: pick(lines, at + 1),
    assignee: { kind: 'operator', id: operatorId(pick(someoneElse, at)) },
    author: waits === null ? { kind: 'operator', operatorId: operatorId(pick(someoneElse, at)) } : contactAuthor,
    message: waits === null ? sent('delivered') : {},
    waits,
    ago: 3 + at * 7,
    unread: waits === null ? 0 : 1,
  })
}

function closedAt(at: number): ConversationRow {
  const ago = 90 + at * 53
  return aConversation(`closed-${at}`, {
    contactName: personAt(at * 2),
    channelId: channelId(pick(channels, at)),
    text: pick(lines, at),
    isOpen: false,
    closedAt: minutesAgo(ago),
    ago,
  })
}

const many = (length: number, make: (at: number) => ConversationRow) => Array.from({ length }, (_, at) => make(at))

/** Rows as in the design pictures, and as many closed ones as asked. */
export function demoRows(closed = 40): readonly ConversationRow[] {
  return [...own, ...many(4, unassignedAt), ...many(23, otherAt), ...many(closed, closedAt)]
}

/** Everything is read but what the rows say is new. */
export function demoMarks(rows: readonly ConversationRow[]): readonly ReadMark[] {
  return rows.map((row) => ({ conversationId: row.id, seq: 10, contactMessages: Math.min(10, row.contactMessages) }))
}
