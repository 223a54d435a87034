import type { LoginFailure } from '#protocol/messenger-login'
import { languageOf, type PlainPage, plainPage } from './plain-page'

/** What somebody sees in the browser while he logs in at a messenger. */
export type LoginPage =
  | {
      readonly kind: 'choose'
      readonly accounts: readonly { readonly name: string; readonly address: string; readonly choice: string }[]
    }
  | { readonly kind: 'done'; readonly account: string }
  | { readonly kind: 'failed'; readonly reason: LoginFailure }

const ru = {
  title: 'Вход в Pult',
  choose: {
    head: 'Какое сообщество подключить?',
    text: 'Выберите одно: дальше нужно будет разрешить доступ.',
    note: 'Показаны сообщества, где вы администратор.',
  },
  done: { head: 'Готово, вернитесь в Pult', note: 'Доступ получен. Эту вкладку можно закрыть.' },
  failed: { head: 'Войти не получилось', note: 'Вернитесь в Pult и начните вход ещё раз.' },
  why: {
    denied: 'Доступ не разрешён.',
    noAccounts: 'У этого аккаунта нет сообществ, где он администратор. Войдите под аккаунтом администратора.',
    refused: 'Вход не принят. Причина показана в Pult.',
    unreachable: 'Сервис не ответил. Попробуйте ещё раз.',
    ended: 'Этот вход уже завершён или устарел.',
  } satisfies Record<LoginFailure, string>,
}

const en: typeof ru = {
  title: 'Logging in to Pult',
  choose: {
    head: 'Which community is to be connected?',
    text: 'Choose one: you will be asked to give access next.',
    note: 'These are the communities you administer.',
  },
  done: { head: 'Done, go back to Pult', note: 'Access is given. This tab may be closed.' },
  failed: { head: 'The login did not succeed', note: 'Go back to Pult and begin again.' },
  why: {
    denied: 'Access was not given.',
    noAccounts: 'This account administers no community. Log in with the account of an administrator.',
    refused: 'The login was not accepted. Pult shows why.',
    unreachable: 'The service does not answer. Try again.',
    ended: 'This login is over, or too old.',
  },
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string) => text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '')

function listOf({ accounts }: Extract<LoginPage, { kind: 'choose' }>): string {
  const lines = accounts.map(
    ({ name, address, choice }) =>
      `<li><a href="/login/choose/${encodeURIComponent(choice)}">${escaped(name)}<span>${escaped(address)}</span></a></li>`,
  )
  return `\n      <ul>${lines.join('')}</ul>`
}

function wordsOf(page: LoginPage, text: typeof ru): Pick<PlainPage, 'head' | 'text' | 'note' | 'list'> {
  switch (page.kind) {
    case 'choose':
      return { ...text.choose, list: listOf(page) }
    case 'done':
      return { ...text.done, text: escaped(page.account) }
    case 'failed':
      return { ...text.failed, text: text.why[page.reason] }
  }
}

export function loginPage(page: LoginPage, languages: string | undefined): string {
  const language = languageOf(languages)
  const text = language === 'ru' ? ru : en
  return plainPage({ language, title: text.title, ...wordsOf(page, text) })
}
