import type { RehearsalDraft } from '#protocol/rehearsal'
import type { CompanyRows } from '../operators/ports'

/** The company as it would be if the draft were saved. Of the built-in group name and hours stay, as when it is saved. */
export function drafted(company: CompanyRows, draft: RehearsalDraft): CompanyRows {
  const forms = new Map(draft.groups.map(({ groupId, form }) => [groupId, form]))
  const rules = new Map(draft.channels.map((channel) => [channel.channelId, channel.rules]))
  return {
    ...company,
    settings: draft.settings === null ? company.settings : { ...company.settings, value: draft.settings },
    schedule: draft.schedule === null ? company.schedule : { ...company.schedule, value: draft.schedule.value },
    groups: company.groups.map((group) => {
      const form = forms.get(group.id)
      if (form === undefined) return group
      return group.isEverybody ? { ...group, ...form, name: group.name, schedule: null } : { ...group, ...form }
    }),
    channels: company.channels.map((channel) => ({ ...channel, rules: rules.get(channel.id) ?? channel.rules })),
  }
}
