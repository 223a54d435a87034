/** A person with Telegram. */
export interface FakeUser {
  readonly id: number
  readonly first_name: string
  readonly last_name?: string
  readonly username?: string
  readonly language_code?: string
  /** His number, which nobody learns before he shares it. */
  readonly phone?: string
}

export const chatOf = ({ id, first_name, last_name, username }: FakeUser) => ({
  id,
  type: 'private',
  first_name,
  ...(last_name === undefined ? {} : { last_name }),
  ...(username === undefined ? {} : { username }),
})

export const personOf = ({ phone: _phone, ...user }: FakeUser) => ({ is_bot: false, ...user })
