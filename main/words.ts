import type { Preferences } from '#preload/contract'

/** What the app says outside its windows: in notifications, the tray and the system's dialogs. */
export interface Words {
  readonly newMessage: string
  readonly assigned: string
  readonly waiting: string
  readonly mentioned: string
  readonly notDelivered: string
  readonly attachment: string
  readonly online: string
  readonly busy: string
  readonly offline: string
  readonly show: string
  readonly quit: string
  readonly open: string
  readonly doNotOpen: string
  readonly notConnected: string
  readonly noFilesTitle: string
  noFiles(folder: string): string
  openLink(host: string): string
  summary(conversations: number, messages: number): string
  tray(badge: number): string
}

/** Russian counts: 1 диалог, 3 диалога, 5 диалогов. */
const rules = new Intl.PluralRules('ru')
const counted = (count: number, one: string, few: string, many: string): string =>
  `${count} ${{ one, few, many, other: many, zero: many, two: few }[rules.select(count)]}`

const ru: Words = {
  newMessage: 'Новое сообщение',
  assigned: 'Вам назначен диалог',
  waiting: 'Ждёт оператора',
  mentioned: 'Вас упомянули',
  notDelivered: 'Не доставлено',
  attachment: 'Вложение',
  online: 'В сети',
  busy: 'Занят',
  offline: 'Не в сети',
  show: 'Открыть Пульт',
  quit: 'Выйти из Пульта',
  open: 'Открыть',
  doNotOpen: 'Не открывать',
  notConnected: 'Нет связи с сервером',
  noFilesTitle: 'Пульт не может открыть свои файлы',
  noFiles: (folder) =>
    `Неотправленные ответы хранятся в папке ${folder}, и сейчас её нельзя открыть. Проверьте место на диске и права на папку, затем запустите Пульт снова. Ничего не удалено.`,
  openLink: (host) => `Открыть ссылку на ${host}?`,
  summary: (conversations, messages) =>
    `Пока вас не было: ${counted(messages, 'сообщение', 'сообщения', 'сообщений')}, ${counted(conversations, 'диалог', 'диалога', 'диалогов')}`,
  tray: (badge) => (badge === 0 ? 'Пульт' : `Пульт: ждут ответа ${badge}`),
}

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`

const en: Words = {
  newMessage: 'New message',
  assigned: 'Assigned to you',
  waiting: 'Waits for an operator',
  mentioned: 'You were mentioned',
  notDelivered: 'Not delivered',
  attachment: 'Attachment',
  online: 'Online',
  busy: 'Busy',
  offline: 'Offline',
  show: 'Open Pult',
  quit: 'Quit Pult',
  open: 'Open',
  doNotOpen: 'Do not open',
  notConnected: 'Not connected to the hub',
  noFilesTitle: 'Pult cannot open its files',
  noFiles: (folder) =>
    `Replies that have not left are kept in ${folder}, which cannot be opened now. Check the free space and the rights of the folder, then start Pult again. Nothing was deleted.`,
  openLink: (host) => `Open a link to ${host}?`,
  summary: (conversations, messages) =>
    `While you were away: ${plural(messages, 'message')} in ${plural(conversations, 'conversation')}`,
  tray: (badge) => (badge === 0 ? 'Pult' : `Pult: ${badge} waiting for an answer`),
}

export const wordsIn = (language: Preferences['language']): Words => (language === 'ru' ? ru : en)
