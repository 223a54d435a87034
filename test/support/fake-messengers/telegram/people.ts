/** A person with Telegram. */
export interface FakeUser {
  readonly id: number
  readonly first_name: string
  readonly last_name?: string
  readonly username?: string
  readonly language_code?: string
}

export const chatOf = ({ id, first_name, last_name, username }: FakeUser) => ({
  id,
  type: 'private',
  first_name,
  ...(last_name === undefined ? {} : { last_name }),
  ...(username === undefined ? {} : { username }),
})

export const personOf = (user: FakeUser) => ({ is_bot: false, ...user })
