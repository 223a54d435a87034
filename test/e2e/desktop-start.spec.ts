import { expect, expectAccessible, test } from '../support/app-test'

const nobody = 'http://127.0.0.1:9'

test('the app asks to sign in and offers the hub it was started for', async ({ start }) => {
  const app = await start({ hub: nobody })
  const page = await app.firstWindow()
  await expect(page.getByRole('main')).toContainText(nobody)
  await expectAccessible(page)
})

test('a window has no Node, cannot leave the app and cannot open another', async ({ start }) => {
  const app = await start({ hub: nobody })
  const page = await app.firstWindow()
  await page.getByLabel('Логин').waitFor()
  const here = page.url()
  expect(
    await page.evaluate(() => [
      typeof Reflect.get(window, 'require'),
      typeof Reflect.get(window, 'process'),
      Object.isFrozen(Reflect.get(window, 'bridge')),
    ]),
  ).toEqual(['undefined', 'undefined', true])
  await page.evaluate(() => {
    location.href = 'https://example.com/away'
  })
  await page.evaluate(() => void window.open('https://example.com/popup'))
  await expect.poll(() => app.evaluate(({ double }) => double?.dialogs.length ?? 1)).toBe(1)
  await expect
    .poll(() => app.evaluate(({ double }) => double?.opened ?? ['https://example.com/popup']))
    .toEqual(['https://example.com/popup'])
  expect(page.url()).toBe(here)
  expect(app.windows()).toHaveLength(1)
})

test('inline script does not run, and nothing outside the built pages is served', async ({ start }) => {
  const app = await start({ hub: nobody })
  const page = await app.firstWindow()
  await page.getByLabel('Логин').waitFor()
  const refused = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective))
        const script = document.createElement('script')
        script.textContent = 'window.ran = true'
        document.head.append(script)
      }),
  )
  expect(await refused).toBe('script-src-elem')
  const paths = ['/..%2f..%2fpackage.json', '/..%2fmain/index.js', '/nothing.html']
  const statuses = await page.evaluate(
    (list) => Promise.all(list.map(async (path) => (await fetch(path)).status)),
    paths,
  )
  expect(statuses).toEqual([404, 404, 404])
})

test('what a page may not ask for is refused in main', async ({ start }) => {
  const app = await start({ hub: nobody })
  const page = await app.firstWindow()
  await page.getByLabel('Логин').waitFor()
  const answers = await page.evaluate(async () => {
    const bridge = Reflect.get(window, 'bridge')
    const bad: [string, unknown][] = [
      ['list', { section: 'everything', after: null, limit: 10 }],
      ['list', { section: 'mine', after: null, limit: 10, extra: true }],
      ['history', { conversationId: '', before: -1, limit: 10_000 }],
      ['search', { text: 'x'.repeat(1000), where: 'cache' }],
      ['openWindow', { conversationId: { $ne: null } }],
      ['setPreferences', { theme: 'pink' }],
    ]
    return Promise.all(
      bad.map(async ([name, input]) =>
        bridge[name](input).then(
          () => 'taken',
          () => 'refused',
        ),
      ),
    )
  })
  expect(answers).toEqual(answers.map(() => 'refused'))
  expect(
    await app.evaluate(({ double }) => double?.permissionCheck?.(null, 'geolocation', '', {} as never) ?? false),
  ).toBe(false)
})
