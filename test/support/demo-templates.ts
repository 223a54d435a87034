import { type ChannelId, TemplateId } from '#protocol/ids'
import type { Template } from '#protocol/templates'

/** A template of a shop, as Meta has approved it. */
export const aTemplate = (channelId: ChannelId, more: Partial<Template> = {}): Template => ({
  ...{ id: TemplateId.parse('order-ready'), channelId, name: 'order_ready', language: 'ru', category: 'utility' },
  content: {
    header: { kind: 'none' },
    body: { text: 'Здравствуйте, {{1}}! Заказ {{2}} готов.', examples: ['Анна', 'А-17'] },
    footer: 'Север Дом',
    buttons: [{ kind: 'reply', label: 'Спасибо' }],
  },
  ...{ status: 'approved', reason: null, isArchived: false, isSubmitted: true, version: 1, changedAt: 0 },
  ...more,
})
