import type { Actor } from '#protocol/permissions'
import { mayManage } from '#protocol/permissions'
import type { SettingsPage } from '../state/navigation'

export const ownPages = ['view', 'notifications', 'sessions'] as const satisfies readonly SettingsPage[]

/** Pages about the company this person may change. */
export function companyPages(actor: Actor | null): readonly SettingsPage[] {
  if (actor === null) return []
  return [
    // Who manages channels has their templates there.
    ...(mayManage(actor, 'manageChannels')
      ? (['channels'] as const)
      : mayManage(actor, 'manageTemplates')
        ? (['templates'] as const)
        : []),
    ...(mayManage(actor, 'manageAccounts') ? (['operators'] as const) : []),
    ...(mayManage(actor, 'manageCompany') ? (['company'] as const) : []),
  ]
}

/** Pages about who gets what; who runs the shift may change them too. */
export function distributionPages(actor: Actor | null): readonly SettingsPage[] {
  if (actor === null || !mayManage(actor, 'manageDistribution')) return []
  return ['distribution', 'groups', 'receivers', 'hours']
}
