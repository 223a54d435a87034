const ru = {
  open: 'Открыть чат',
  openUnread: (count: number) =>
    `Открыть чат, ${count} ${plural(count, 'новое сообщение', 'новых сообщения', 'новых сообщений')}`,
  close: 'Свернуть чат',
  dialog: (company: string) => `Чат: ${company}`,
  messages: 'Сообщения',
  message: 'Сообщение',
  send: 'Отправить',
  here: 'На связи, ответим здесь',
  away: 'Сейчас не на связи, ответим позже',
  connecting: 'Соединяемся',
  sending: 'отправляется',
  delivered: 'доставлено',
  read: 'прочитано',
  failed: 'не отправлено',
  retry: 'Повторить',
  drop: 'Удалить',
  today: 'Сегодня',
  yesterday: 'Вчера',
  you: 'Вы',
  team: 'Сотрудник',
  typing: (name: string) => (name === '' ? 'Вам пишут' : `${name} печатает`),
  lost: 'Нет связи. Сообщения уйдут сами, когда она появится.',
  refused: 'Чат сейчас недоступен.',
  origin: (origin: string) => `Чат не подключён для ${origin}: добавьте этот адрес в настройках канала.`,
  tooLong: (length: number, limit: number) => `${length} из ${limit}`,
  older: 'Показать раньше',
  down: 'Новые сообщения',
  bytes: ['Б', 'КБ', 'МБ'],
}

export type Text = typeof ru

const en: Text = {
  open: 'Open chat',
  openUnread: (count) => `Open chat, ${count} new ${count === 1 ? 'message' : 'messages'}`,
  close: 'Minimise chat',
  dialog: (company) => `Chat: ${company}`,
  messages: 'Messages',
  message: 'Message',
  send: 'Send',
  here: 'Online, we answer here',
  away: 'Away now, we will answer later',
  connecting: 'Connecting',
  sending: 'sending',
  delivered: 'delivered',
  read: 'read',
  failed: 'not sent',
  retry: 'Try again',
  drop: 'Delete',
  today: 'Today',
  yesterday: 'Yesterday',
  you: 'You',
  team: 'Team',
  typing: (name) => (name === '' ? 'Somebody is typing' : `${name} is typing`),
  lost: 'No connection. Messages leave by themselves when it is back.',
  refused: 'The chat is not available now.',
  origin: (origin) => `The chat is not connected for ${origin}: add this address in the channel's settings.`,
  tooLong: (length, limit) => `${length} of ${limit}`,
  older: 'Show earlier',
  down: 'New messages',
  bytes: ['B', 'KB', 'MB'],
}

export const textFor = (locale: string): Text => (/^(ru|be|uk|kk)\b/i.test(locale) ? ru : en)

function plural(count: number, one: string, few: string, many: string): string {
  const tens = count % 100
  const ones = count % 10
  if (tens > 10 && tens < 20) return many
  if (ones === 1) return one
  return ones > 1 && ones < 5 ? few : many
}
