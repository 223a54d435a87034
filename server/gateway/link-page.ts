import { languageOf, plainPage } from './plain-page'

/** Why somebody is not sent on: the link leads nowhere, or too many come from where he is. */
export type NotSentOn = 'gone' | 'busy'

const ru = {
  gone: {
    title: 'Ссылка не работает',
    head: 'Эта ссылка больше никуда не ведёт',
    text: 'Её удалили, выключили или в адресе опечатка.',
    note: 'Напишите компании там, где вы нашли ссылку: на её сайте или в мессенджере.',
  },
  busy: {
    title: 'Минутку',
    head: 'Минутку, сейчас откроем',
    text: 'По ссылке переходит очень много людей сразу. Страница попробует ещё раз сама.',
    note: 'Ничего нажимать не нужно.',
  },
}

const en: typeof ru = {
  gone: {
    title: 'The link does not work',
    head: 'This link leads nowhere any more',
    text: 'It has been deleted or switched off, or there is a mistake in the address.',
    note: 'Write to the company where you found the link: on its site or in a messenger.',
  },
  busy: {
    title: 'One moment',
    head: 'One moment, it will open',
    text: 'A great many people follow this link at once. The page tries again by itself.',
    note: 'There is nothing to press.',
  },
}

/** What somebody sees who was not sent on. */
export function linkPage(why: NotSentOn, languages: string | undefined): string {
  const language = languageOf(languages)
  return plainPage({ language, ...(language === 'ru' ? ru : en)[why] })
}
