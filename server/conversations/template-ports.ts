import type { ChannelId, OperatorId, TemplateId } from '#protocol/ids'
import type { Template } from '#protocol/templates'

/** A template as stored; `externalId` is the messenger's, null for a draft of ours. */
export interface StoredTemplate extends Omit<Template, 'isSubmitted'> {
  readonly externalId: string | null
}

export interface TemplateStore {
  ofChannel(channelId: ChannelId): Promise<readonly StoredTemplate[]>
  find(id: TemplateId): Promise<StoredTemplate | undefined>
  /** Writes it whether it was there or not. */
  put(template: StoredTemplate): Promise<void>
  remove(id: TemplateId): Promise<void>
  note(act: TemplateAct): Promise<void>
}

/** What somebody did to a template, for the audit trail. */
export interface TemplateAct {
  readonly at: number
  readonly by: OperatorId
  readonly action:
    | 'template.made'
    | 'template.saved'
    | 'template.submitted'
    | 'template.archived'
    | 'template.restored'
    | 'template.deleted'
  readonly before: StoredTemplate | null
  readonly after: StoredTemplate | null
}
