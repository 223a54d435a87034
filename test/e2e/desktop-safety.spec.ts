import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '../support/app-test'
import { deskOf, test } from '../support/desk-test'
import { hasRealElectron } from '../support/launch'

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())

/** Files in which the token stands as it is. */
const filesWith = (folder: string, token: string): readonly string[] =>
  filesIn(folder).filter((path) => readFileSync(path).includes(token))

for (const hasKeyStore of [true, false])
  test(`with${hasKeyStore ? '' : 'out'} a key store of the system the token is in no file, and the next start ${hasKeyStore ? 'needs no' : 'asks for the'} password`, async ({
    company,
    start,
  }) => {
    test.skip(hasRealElectron, 'only the double can be without a key store')
    const wire = await company.wire()
    const { app, desk } = await company.desk('Regina', start, { hub: wire.url, hasKeyStore })
    await company.customer().write('Где мой заказ?')
    await desk.openRow('Где мой заказ?')
    const token = /"token":"([^"]+)"/.exec(wire.answered)?.[1] ?? ''
    expect(token.length).toBeGreaterThan(30)
    await app.close()
    expect(filesIn(app.userData).length).toBeGreaterThan(3)
    expect(filesWith(app.userData, token)).toEqual([])

    const again = await deskOf(await start({ hub: wire.url, userData: app.userData, hasKeyStore }))
    if (hasKeyStore) await expect(again.row('Где мой заказ?')).toBeVisible()
    else {
      await again.signIn('Regina')
      await expect(again.row('Где мой заказ?')).toBeVisible()
    }
    expect(filesWith(app.userData, token)).toEqual([])
  })
