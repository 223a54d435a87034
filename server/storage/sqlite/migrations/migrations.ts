import type { Migration } from '../../migrate'
import { foundation } from './0001-foundation'
import { attachments } from './0002-attachments'
import { distributionRules } from './0003-distribution-rules'
import { history } from './0004-history'
import { messengers } from './0005-messengers'
import { replyWindow } from './0006-reply-window'
import { webChat } from './0007-web-chat'
import { links } from './0008-links'
import { signedSends } from './0009-signed-sends'
import { formerChats } from './0010-former-chats'
import { operatorPictures } from './0011-operator-pictures'

/** Every step of the schema, in order; a step that has shipped is never changed. */
export const migrations: readonly Migration[] = [
  foundation,
  attachments,
  distributionRules,
  history,
  messengers,
  replyWindow,
  webChat,
  links,
  signedSends,
  formerChats,
  operatorPictures,
]
