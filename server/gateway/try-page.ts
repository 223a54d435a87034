import type { ChannelId } from '#protocol/ids'
import { languageOf, plainPage } from './plain-page'

const ru = {
  title: 'Проверка чата',
  head: 'Так чат стоит на странице',
  text: 'Откройте его в углу и напишите: сообщение придёт операторам, как от обычного клиента. Ваш ответ появится здесь же.',
  note: 'Эта страница открывается всегда. На своём сайте чат откроется, если его адрес есть в списке канала.',
}

const en: typeof ru = {
  title: 'Try the chat',
  head: 'This is how the chat stands on a page',
  text: 'Open it in the corner and write: operators get the message as from any customer. Your answer appears here.',
  note: 'This page always works. On your own site the chat opens when its address is in the list of the channel.',
}

/** The page of a hub on which a chat is tried before it goes onto a site. */
export function tryPage(channel: ChannelId, languages: string): string {
  const language = languageOf(languages)
  const script = `\n    <script async src="/widget.js" data-channel="${channel}"></script>`
  return plainPage({ language, ...(language === 'ru' ? ru : en), script })
}
