import { useState } from 'react'
import type { Messenger } from '#protocol/channel'
import { useWorkspace } from '../../state/hooks'
import { useText } from '../../text/i18n'
import type { ConnectionFields } from './connection-edit'

const longestName = 80

/** What a new channel begins with: the messenger and the company by name, everybody as receiver. */
export function useFreshFields<Values>(messenger: Messenger, values: Values): ConnectionFields<Values> {
  const { t } = useText()
  const everybody = useWorkspace((state) => state.company?.groups.find((group) => group.isEverybody)?.id)
  const company = useWorkspace((state) => state.company?.settings.companyName ?? '')
  const [fresh] = useState(() => ({
    name: `${t(`common.messenger.${messenger}`)} · ${company}`.slice(0, longestName),
    receiver: `group:${everybody ?? ''}`,
    values,
  }))
  return fresh
}
