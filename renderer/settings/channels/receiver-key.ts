import type { PeopleReceiver, Receiver } from '#protocol/channel'
import { GroupId, OperatorId } from '#protocol/ids'

/** What a select names a receiver by; a bot is shown by its reserve. */
export function receiverKey(receiver: Receiver): string {
  const people = receiver.kind === 'bot' ? receiver.reserve : receiver
  return people.kind === 'group' ? `group:${people.groupId}` : `operator:${people.operatorId}`
}

export function receiverOf(key: string): PeopleReceiver {
  const id = key.slice(key.indexOf(':') + 1)
  return key.startsWith('group:')
    ? { kind: 'group', groupId: GroupId.parse(id) }
    : { kind: 'operator', operatorId: OperatorId.parse(id) }
}
