import { chat } from './ru/chat'
import { common } from './ru/common'
import { contact } from './ru/contact'
import { frame } from './ru/frame'
import { inbox } from './ru/inbox'
import { palette } from './ru/palette'
import { presence } from './ru/presence'
import { refusal } from './ru/refusal'
import { settings } from './ru/settings'
import { signIn } from './ru/sign-in'

export const ru = { common, frame, inbox, chat, contact, presence, signIn, palette, settings, refusal }
