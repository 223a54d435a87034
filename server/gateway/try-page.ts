import type { ChannelId } from '#protocol/ids'

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
  const locale = /^(ru|be|uk|kk)\b/i.test(languages) ? 'ru' : 'en'
  const text = locale === 'ru' ? ru : en
  return `<!doctype html>
<html lang="${locale}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
    <meta name="robots" content="noindex">
    <title>${text.title}</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/widget/try.css">
  </head>
  <body>
    <main>
      <h1>${text.head}</h1>
      <p>${text.text}</p>
      <p class="note">${text.note}</p>
    </main>
    <script async src="/widget.js" data-channel="${channel}"></script>
  </body>
</html>
`
}

export const tryStyle = `:root {
  color-scheme: light dark;
  --page: #fefefc;
  --text: #201e19;
  --quiet: #54514a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #1d1c1a;
    --text: #ebe9e5;
    --quiet: #b2afaa;
  }
}
body {
  margin: 0;
  background: var(--page);
  color: var(--text);
  font: 16px / 25px "Golos Text", "Segoe UI", system-ui, -apple-system, "Noto Sans", sans-serif;
}
main {
  max-width: 34em;
  padding: clamp(32px, 12vh, 120px) clamp(20px, 8vw, 96px);
}
h1 {
  margin: 0 0 16px;
  font-size: clamp(24px, 4vw, 34px);
  line-height: 1.2;
  letter-spacing: -0.02em;
  text-wrap: balance;
}
p {
  margin: 0 0 12px;
}
.note {
  color: var(--quiet);
  font-size: 14px;
  line-height: 21px;
}
`
