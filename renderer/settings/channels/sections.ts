import { DeadLetters } from './DeadLetters'
import { Links } from './links/Links'
import { Receivers } from './Receivers'
import { Signature } from './Signature'
import type { ChannelSection } from './section'
import { Templates } from './templates/Templates'
import { WebLook } from './WebLook'

/** What there is besides the connection, in the order it is offered. A new part of the settings is a line here. */
export const channelSections: readonly ChannelSection[] = [
  { id: 'look', isShown: ({ messenger }) => messenger === 'web', Screen: WebLook },
  { id: 'receivers', isShown: () => true, Screen: Receivers },
  { id: 'templates', isShown: ({ capabilities }) => capabilities.templates, Screen: Templates },
  { id: 'links', isShown: () => true, Screen: Links },
  { id: 'signature', isShown: () => true, Screen: Signature },
  {
    id: 'deadLetters',
    isShown: ({ deadLetters }) => deadLetters > 0,
    count: ({ deadLetters }) => deadLetters,
    Screen: DeadLetters,
  },
]
