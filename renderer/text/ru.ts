import { channels } from './ru/channels'
import { chat } from './ru/chat'
import { common } from './ru/common'
import { contact } from './ru/contact'
import { frame } from './ru/frame'
import { groups } from './ru/groups'
import { handover } from './ru/handover'
import { hours } from './ru/hours'
import { inbox } from './ru/inbox'
import { links } from './ru/links'
import { messengers } from './ru/messengers'
import { palette } from './ru/palette'
import { presence } from './ru/presence'
import { receivers } from './ru/receivers'
import { refusal } from './ru/refusal'
import { rehearsal } from './ru/rehearsal'
import { settings } from './ru/settings'
import { signIn } from './ru/sign-in'
import { supervisor } from './ru/supervisor'
import { templates } from './ru/templates'

export const ru = {
  common,
  frame,
  handover,
  inbox,
  chat,
  contact,
  presence,
  signIn,
  palette,
  settings,
  channels,
  links,
  messengers,
  groups,
  receivers,
  hours,
  supervisor,
  templates,
  rehearsal,
  refusal,
}
