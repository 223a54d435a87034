import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Page } from '@playwright/test'
import type { Bridge } from '#preload/contract'
import { aPng } from '../support/a-png'
import { expect } from '../support/app-test'
import { deskOf, test } from '../support/desk-test'
import { FakeMessengers } from '../support/fake-messengers/fake-messengers'
import { hasRealElectron } from '../support/launch'
import { filesWith, tokenIn } from '../support/secrets'

test('without a key store of the system the token is in no file, and the next start asks for the password', async ({
  company,
  start,
}) => {
  test.skip(hasRealElectron, 'only the double can be without a key store')
  const wire = await company.wire()
  const { app, desk } = await company.desk('Regina', start, { hub: wire.url, hasKeyStore: false })
  await company.customer().write('Где мой заказ?')
  await desk.openRow('Где мой заказ?')
  await app.close()
  expect(filesWith(app.userData, tokenIn(wire.answered))).toEqual([])
  const again = await deskOf(await start({ hub: wire.url, userData: app.userData, hasKeyStore: false }))
  await again.signIn('Regina')
  await expect(again.row('Где мой заказ?')).toBeVisible()
  expect(filesWith(app.userData, tokenIn(wire.answered))).toEqual([])
})

/** Somebody's server on the internet that learns of whoever looks at a message which names it. */
async function anOutsideHost() {
  const calls: string[] = []
  const server = createServer((request, response) => {
    calls.push(request.url ?? '')
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = Object(server.address())
  return { url: `http://127.0.0.1:${address.port}`, calls, close: () => void server.close() }
}

/** How the window's own origin serves each attachment of the newest conversation. */
const served = (window: Page): Promise<readonly string[]> =>
  window.evaluate(async () => {
    const bridge: Bridge = Reflect.get(globalThis, 'bridge')
    const [row] = (await bridge.list({ section: 'mine', after: null, limit: 1 })).rows
    const opened = row === undefined ? null : await bridge.openConversation({ conversationId: row.id })
    const entries = opened?.ok ? opened.value.view.entries : []
    const attachments = entries.flatMap((entry) => (entry.kind === 'message' ? entry.attachments : []))
    return Promise.all(
      attachments.map(async ({ id, name, state }) => {
        const { headers, status } = await fetch(bridge.mediaUrl(id))
        const shown = ['content-type', 'content-disposition', 'x-content-type-options'].map((one) => headers.get(one))
        return `${name} ${state.kind}: ${status} ${status === 200 ? shown.filter((one) => one !== null).join(' ') : ''}`
      }),
    )
  })

test('markup, drawings and pages a customer sends are text and files to save; looking at them tells nobody', async ({
  company,
  start,
}) => {
  const fakes = await FakeMessengers.start()
  const outside = await anOutsideHost()
  try {
    const bot = fakes.telegram.addBot()
    const form = { messenger: 'telegram' as const, token: bot.profile.token, mode: 'polling' as const }
    await company.connects({ ...form, baseUrl: fakes.telegram.baseUrl })
    const { app, desk } = await company.desk('Regina', start)
    const asked: string[] = []
    desk.page.on('request', (request) => asked.push(request.url()))
    const anna = { id: 5001, first_name: '<b>Анна</b>' }
    const script = `<script>fetch('${outside.url}/script')</script><img src="${outside.url}/image.png" onerror="alert(1)">`
    const drawing = Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg"><image href="${outside.url}/svg.png"/>${script}</svg>`,
    )
    bot.userWrites(anna, `${script} ${outside.url}/photo.png`)
    bot.userSendsFile(anna, 'open.svg', 'image/svg+xml', drawing)
    bot.userSendsFile(anna, 'page.html', 'text/html', Buffer.from(`<!doctype html>${script}`))
    bot.userSendsPhoto(anna, drawing)
    bot.userSendsPhoto(anna, aPng(40, 30))

    await desk.openRow('<b>Анна</b>')
    await expect(desk.bubble('<script>')).toContainText(`${script} ${outside.url}/photo.png`)
    for (const name of ['open.svg', 'page.html'])
      await expect(desk.stream.getByRole('button', { name: `Сохранить: ${name}` })).toBeVisible()
    const file = '200 application/octet-stream attachment nosniff'
    await expect
      .poll(() => served(desk.page))
      .toEqual([
        `open.svg stored: ${file}`,
        `page.html stored: ${file}`,
        expect.stringMatching(/^photo-\d+\.jpg failed: 4/),
        expect.stringMatching(/^photo-\d+\.png stored: 200 image\/png nosniff$/),
      ])
    await expect(desk.stream.locator('iframe, object, embed, script, video')).toHaveCount(0)
    // The one real picture among them, so that nothing above is true because nothing was drawn.
    const picture = desk.stream.locator('img')
    await expect(picture).toHaveCount(1)
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(40)
    expect(asked.some((url) => url.includes('/media/'))).toBe(true)
    expect(asked.filter((url) => new URL(url).origin !== new URL(desk.page.url()).origin)).toEqual([])
    expect(outside.calls).toEqual([])
    expect(app.windows()).toHaveLength(1)
  } finally {
    outside.close()
    await fakes.stop()
  }
})

test('whoever asks from a frame of another page, or in another shape, is refused, and the app goes on', async ({
  company,
  start,
}) => {
  test.skip(hasRealElectron, 'only the double lets a test forge who asks')
  const { app, desk } = await company.desk('Regina', start)
  const refusals = await app.evaluate(async ({ ipcMain, BrowserWindow, double }) => {
    if (double === undefined) throw new Error('not the double')
    const command: unknown = ipcMain.handlers.get('command')
    if (typeof command !== 'function') throw new Error('nobody answers commands')
    const sender = BrowserWindow.getAllWindows()[0]?.webContents
    const ours = { sender, senderFrame: sender?.mainFrame }
    const frame = { sender, senderFrame: { url: 'app://pult/index.html' } }
    const foreign = { sender: { mainFrame: frame.senderFrame }, senderFrame: { url: 'https://shop.example/' } }
    const asked = [
      [frame, { kind: 'session.leave' }],
      [foreign, { kind: 'session.leave' }],
      [ours, { kind: 'hub.stop' }],
      [ours, 'nonsense'],
    ] as const
    const told: string[] = []
    for (const [event, input] of asked) {
      const answer = Promise.resolve(Reflect.apply(command, undefined, [event, input]))
      told.push(await answer.then(String, (error: unknown) => Object(error).name))
    }
    return told
  })
  expect(refusals).toEqual(['RequestRefused', 'RequestRefused', 'RequestRefused', 'RequestRefused'])
  await company.customer().write('Где мой заказ?')
  await expect(desk.row('Где мой заказ?')).toBeVisible()
})
