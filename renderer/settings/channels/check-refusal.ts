import type { Refusal } from '#protocol/errors'
import type { Formats } from '../../text/format'
import type { Text } from '../../text/i18n'
import { refusalText } from '../../text/refusal'

/** Why these credentials were not taken: a sentence of ours, and the messenger's own words where there are some. */
export function checkRefusal(t: Text, format: Formats, refusal: Refusal): string {
  const isOther = refusal.fields?.some(({ problem }) => problem === 'anotherAccount') === true
  const sentence = isOther ? t('messengers.anotherAccount') : refusalText(t, format, refusal)
  const words = refusal.facts?.detail
  return typeof words === 'string' && words !== ''
    ? `${sentence} ${t('settings.channels.messengerSays', { words })}`
    : sentence
}
