import type { ConversationRow } from '#protocol/conversation'
import type { Author } from '#protocol/message'
import type { People } from '../../state/people'
import type { Text } from '../../text/i18n'

type Around = Pick<ConversationRow, 'contactName' | 'coAssignees' | 'observers'>

/** Who wrote, in a word: for quotes, announcements and the line above a bubble. */
export function authorName(author: Author, row: Around, people: People, t: Text): string {
  switch (author.kind) {
    case 'contact':
      return author.name ?? row.contactName
    case 'operator':
      return people.operator(author.operatorId)
    case 'bot':
      return people.bot(author.botId)
    case 'automatic':
      return t('chat.stream.automatic')
    case 'elsewhere':
      return author.name ?? t('chat.stream.company')
  }
}

/** A colleague with his part in the conversation: «Регина Сафина, соответственный». */
export function colleagueName(author: Extract<Author, { kind: 'operator' }>, row: Around, people: People, t: Text) {
  const name = people.operator(author.operatorId)
  if (row.coAssignees.includes(author.operatorId))
    return t('chat.stream.inRole', { name, role: t('chat.stream.coAssignee') })
  if (row.observers.includes(author.operatorId))
    return t('chat.stream.inRole', { name, role: t('chat.stream.observer') })
  return name
}
