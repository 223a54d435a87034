import { accepted, type Outcome, refused } from '#protocol/errors'
import type { ChannelId } from '#protocol/ids'
import type { SentTemplate } from '#protocol/message'
import type { ReplyButton } from '#protocol/reply-button'
import {
  missingValues,
  type TemplateUse,
  templateButtons,
  templateText,
  unusableBecause,
  variablesNeeded,
  variablesOf,
} from '#protocol/templates'
import type { Work } from './ports'
import type { StoredTemplate } from './template-ports'

/** A template as it stands in the stream, and as the messenger is told of it. */
export interface ApprovedWords {
  readonly text: string
  readonly buttons: ReplyButton[][]
  readonly template: SentTemplate
}

/** The words of a template with their variables filled, if it may be sent in this channel. */
export async function approvedWords(
  work: Work,
  channelId: ChannelId,
  use: TemplateUse,
): Promise<Outcome<ApprovedWords>> {
  const template = await work.templates.find(use.templateId)
  if (template?.channelId !== channelId) return refused('NOT_FOUND', 'No such template in this channel.')
  const problem = unusableBecause(template)
  if (problem !== null)
    return refused('INVALID', 'The template cannot be sent.', { fields: [{ field: 'template', problem }] })
  const missing = missingValues(template.content, use)
  if (missing.length > 0)
    return refused('INVALID', 'A variable has no value.', {
      fields: missing.map((field) => ({ field: `template.${field}`, problem: 'required' })),
    })
  const buttons = templateButtons(template.content, use)
  return accepted({
    text: templateText(template.content, use),
    buttons: buttons.length === 0 ? [] : [[...buttons]],
    template: sentOf(template, use),
  })
}

function sentOf({ name, language, content }: StoredTemplate, use: TemplateUse): SentTemplate {
  const needed = variablesNeeded(content)
  const valued = (place: 'header' | 'body') =>
    needed[place].map((variable, index) => ({ name: variable, value: use[place][index] ?? '' }))
  const links = content.buttons.flatMap((button, index) =>
    button.kind === 'url' && variablesOf(button.url).length > 0 ? [index] : [],
  )
  return {
    ...{ name, language, header: valued('header'), body: valued('body') },
    links: links.map((index, place) => ({ index, value: use.buttons[place] ?? '' })),
  }
}
