import { hash, verify } from '@node-rs/argon2'
import { Password } from '#protocol/operator'

/** As OWASP names it for 19 MiB, about 24 ms; the algorithm is the library's default, Argon2id. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** So many checks at once; more would only queue behind each other and let nobody in. */
const mostAtOnce = 16

/** Passwords of twelve characters and more that lists of leaked ones begin with, without digits and signs at their ends. */
const common: ReadonlySet<string> = new Set(
  `password passwordpassword passw0rd qwertyuiop qwertyuiopasdfghjkl qwertyqwerty qwerty asdfghjkl zxcvbnm abcdefghijkl
  abcdefgh letmein letmeinplease welcome welcomewelcome iloveyou iloveyouiloveyou administrator administratoradministrator admin
  adminadmin adminadminadmin superman football basketball baseball princess sunshine monkeymonkey dragondragon trustno
  changeme changemechangeme changemenow secret secretsecret supersecret parol parolparol пароль парольпароль йцукен йцукенгшщзхъ
  фывапролдж ячсмить любовь администратор администраторадминистратор привет приветпривет москва qazwsxedc qazwsxedcrfv
  1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx3edc 1qaz2wsx3edc4rfv zaq12wsxcde3 q1w2e3r4t5y6 aa123456aa123456 abc123abc123 pultpult`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

const isOneRun = (text: string) =>
  [...text].every((_, index, all) => {
    const step = (all[1]?.codePointAt(0) ?? 0) - (all[0]?.codePointAt(0) ?? 0)
    if (index === 0) return true
    const here = (all[index]?.codePointAt(0) ?? 0) - (all[index - 1]?.codePointAt(0) ?? 0)
    return Math.abs(step) <= 1 && (here === step || Math.abs(here) === 9)
  })

/** What is wrong with a password somebody chooses: nothing, its length, or that everybody tries it first. */
export function passwordProblem(password: string, login: string): 'length' | 'common' | null {
  if (!Password.safeParse(password).success) return 'length'
  const lower = password.toLowerCase()
  const core = lower.replace(/^[\d\s!?.,_@#$%*-]+|[\d\s!?.,_@#$%*-]+$/g, '')
  const isLogin = core === login || core === login.repeat(2) || core === login.repeat(3)
  return common.has(lower) || common.has(core) || isLogin || core === '' || isOneRun(lower) ? 'common' : null
}

/** Hashing and checking, outside the writer's jobs. */
export class Passwords {
  #running = 0
  #decoy: Promise<string> | undefined

  /** Too many at once: refuse instead of queueing. */
  get isBusy(): boolean {
    return this.#running >= mostAtOnce
  }

  hash(password: string): Promise<string> {
    return this.#count(() => hash(password.normalize('NFC'), options))
  }

  /** Takes the same time for an account without a password, or for none at all. */
  async verify(passwordHash: string | null, password: string): Promise<boolean> {
    this.#decoy ??= hash('nobody has this password', options)
    const stored = passwordHash ?? (await this.#decoy)
    const isRight = await this.#count(() => verify(stored, password.normalize('NFC')))
    return isRight && passwordHash !== null
  }

  async #count<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#running += 1
    try {
      return await work()
    } finally {
      this.#running -= 1
    }
  }
}
