import { type FakeReply, json } from '../http'

/** VK says no with status 200, in its own words (channels.md section 4.4). */
export class Refusal extends Error {
  constructor(
    readonly code: number,
    readonly words: string,
  ) {
    super(words)
  }
}

export const wrongToken = () => new Refusal(5, 'User authorization failed: invalid access_token (4).')
export const noRight = () => new Refusal(15, 'Access denied: no access to call this method')
export const notForGroups = () => new Refusal(27, 'Group authorization failed: method is unavailable with group auth.')
export const wrongParameter = (what: string) =>
  new Refusal(100, `One of the parameters specified was missing or invalid: ${what}`)
export const notAllowed = () => new Refusal(901, "Can't send messages for users without permission")
export const wrongKeyboard = () => new Refusal(911, 'Keyboard format is invalid')
export const botFeatures = () => new Refusal(912, 'This is a chat bot feature, change this status in settings')

export const replyOf = ({ code, words }: Refusal): FakeReply =>
  json(200, { error: { error_code: code, error_msg: words, request_params: [] } })
