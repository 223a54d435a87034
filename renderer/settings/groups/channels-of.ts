import { PeopleReceiver } from '#protocol/channel'
import type { GroupId } from '#protocol/ids'
import type { DistributionRules } from '#protocol/queries'

/** Names of the channels whose inquiries come to the group, inside or outside working hours. */
export function channelsOf(rules: DistributionRules, groupId: GroupId): readonly string[] {
  const isIt = (receiver: unknown) => {
    const people = PeopleReceiver.safeParse(receiver)
    return people.success && people.data.kind === 'group' && people.data.groupId === groupId
  }
  return rules.channels
    .filter(({ rules: { receiver, outside } }) =>
      [receiver, outside].some((one) => isIt(one.kind === 'bot' ? one.reserve : one)),
    )
    .map(({ name }) => name)
}
