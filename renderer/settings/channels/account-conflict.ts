import type { Text } from '../../text/i18n'
import type { ConflictRow } from '../ConflictNotice'
import { type AccountValues, inputsOf } from './account-form'
import type { AccountGuide, Input } from './messengers/messenger'

/** What a value is called beside another; secrets are not shown, only that a new one was typed. */
function named(t: Text, input: Input, value: string | boolean | undefined): string {
  switch (input.kind) {
    case 'secret':
      return value === '' ? t('messengers.secretKept') : t('messengers.secretNew')
    case 'switch':
      return value === true ? t('settings.distribution.on') : t('settings.distribution.offWord')
    case 'mode':
      return value === 'webhook' ? t('messengers.webhook') : t('messengers.polling')
    case 'address':
      return value === '' ? input.official : String(value)
    case 'text':
      return String(value ?? '')
  }
}

/** Where the two differ. */
export const conflictRows = (
  t: Text,
  guide: AccountGuide,
  mine: AccountValues,
  theirs: AccountValues,
): readonly ConflictRow[] =>
  inputsOf(guide).flatMap((input) => {
    const { name } = input
    if (mine[name] === theirs[name]) return []
    return [
      { key: name, name: input.label(t), mine: named(t, input, mine[name]), theirs: named(t, input, theirs[name]) },
    ]
  })
