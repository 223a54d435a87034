export type PageLanguage = 'ru' | 'en'

/** What of an `Accept-Language` a page for customers is written in. */
export const languageOf = (languages = ''): PageLanguage => (/^(ru|be|uk|kk)\b/i.test(languages) ? 'ru' : 'en')

export interface PlainPage {
  readonly language: PageLanguage
  readonly title: string
  readonly head: string
  readonly text: string
  readonly note: string
  /** Markup below the words. */
  readonly list?: string
  /** Markup behind the page. */
  readonly script?: string
}

/** Of such a page without a script: what it shows is here, and what it holds goes nowhere. */
export const plainPolicy =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Where the style of such pages is had. */
export const plainStylePath = '/plain.css'

/** A page of the hub that customers see, of words alone. Its texts are ours: nothing in them is escaped. */
export const plainPage = ({
  language,
  title,
  head,
  text,
  note,
  list = '',
  script = '',
}: PlainPage): string => `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
    <meta name="robots" content="noindex">
    <title>${title}</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="${plainStylePath}">
  </head>
  <body>
    <main>
      <h1>${head}</h1>
      <p>${text}</p>
      <p class="note">${note}</p>${list}
    </main>${script}
  </body>
</html>
`

export const plainStyle = `:root {
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
ul {
  display: grid;
  gap: 8px;
  margin: 24px 0 0;
  padding: 0;
  list-style: none;
}
li a {
  display: block;
  padding: 12px 16px;
  border: 1px solid color-mix(in srgb, var(--quiet) 35%, transparent);
  border-radius: 10px;
  color: inherit;
  font-weight: 600;
  text-decoration: none;
  overflow-wrap: anywhere;
}
li a:hover {
  border-color: var(--quiet);
}
li a:focus-visible {
  outline: 2px solid currentColor;
  outline-offset: 2px;
}
li span {
  display: block;
  color: var(--quiet);
  font-size: 14px;
  font-weight: 400;
}
`
