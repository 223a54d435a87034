import { keepCode } from '../accounts/codes'
import type { AccountStore } from '../accounts/ports'
import { newToken } from '../accounts/tokens'
import type { Clock, Random } from '../platform'
import type { SeededPasswords } from './seed-demo'
import { people } from './story'

/** How somebody gets into the demo: the password only when it has just been made, and a link that works once. */
export interface DemoSignIn {
  readonly name: string
  readonly login: string
  readonly password: string | null
  readonly link: string
}

/** New one-time links for the demo's people, at every start; earlier ones are void. */
export async function demoSignIn(
  store: AccountStore,
  clock: Clock,
  random: Random,
  hubUrl: string,
  passwords: SeededPasswords | null,
): Promise<readonly DemoSignIn[]> {
  return store.write(async (writes) => {
    const signIn: DemoSignIn[] = []
    for (const { login } of people) {
      const account = await writes.accountByLogin(login)
      if (account?.isActive !== true) continue
      const code = newToken(random)
      await keepCode(writes, code, 'signIn', account.id, clock.now())
      signIn.push({
        name: account.name,
        login,
        password: passwords?.get(login) ?? null,
        link: `${hubUrl}/#/join/${code}`,
      })
    }
    return signIn
  })
}
