import { channels } from './en/channels'
import { chat } from './en/chat'
import { common } from './en/common'
import { contact } from './en/contact'
import { frame } from './en/frame'
import { groups } from './en/groups'
import { handover } from './en/handover'
import { hours } from './en/hours'
import { inbox } from './en/inbox'
import { links } from './en/links'
import { messengers } from './en/messengers'
import { palette } from './en/palette'
import { presence } from './en/presence'
import { receivers } from './en/receivers'
import { refusal } from './en/refusal'
import { rehearsal } from './en/rehearsal'
import { settings } from './en/settings'
import { signIn } from './en/sign-in'
import { supervisor } from './en/supervisor'
import { templates } from './en/templates'

export const en = {
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
