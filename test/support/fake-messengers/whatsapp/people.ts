/** A person with WhatsApp. Whoever has taken a username may hide his phone: then only the id is told. */
export interface FakeUser {
  readonly phone: string
  readonly name: string
  /** `CC.<letters and digits>`; null = an account of the time before such ids. */
  readonly userId: string | null
  readonly username?: string
  readonly hidesPhone?: boolean
}

export const contactOf = ({ phone, name, userId, username, hidesPhone }: FakeUser) => ({
  profile: { name, ...(username !== undefined && { username }) },
  ...(hidesPhone !== true && { wa_id: phone }),
  ...(userId !== null && { user_id: userId }),
})

export const senderOf = ({ phone, userId, hidesPhone }: FakeUser) => ({
  ...(hidesPhone !== true && { from: phone }),
  ...(userId !== null && { from_user_id: userId }),
})
