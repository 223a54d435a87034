import { useMemo } from 'react'
import type { BotId, GroupId, OperatorId } from '#protocol/ids'
import { useText } from '../text/i18n'
import { useWorkspace } from './hooks'

/** Names as the screen knows them. */
export interface People {
  readonly me: OperatorId | null
  readonly operator: (id: OperatorId) => string
  readonly bot: (id: BotId) => string
  readonly group: (id: GroupId) => string
}

export function usePeople(): People {
  const company = useWorkspace((state) => state.company)
  const { t } = useText()
  return useMemo(() => {
    const operators = new Map(company?.operators.map((operator) => [operator.id, operator.name]))
    const groups = new Map(company?.groups.map((group) => [group.id, group.name]))
    return {
      me: company?.account.id ?? null,
      operator: (id) => operators.get(id) ?? t('common.unknownOperator'),
      bot: () => t('common.bot'),
      group: (id) => groups.get(id) ?? '',
    }
  }, [company, t])
}
