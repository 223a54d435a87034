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
  const me = useWorkspace((state) => state.company?.account.id ?? null)
  const operators = useWorkspace((state) => state.company?.operators)
  const groups = useWorkspace((state) => state.company?.groups)
  const { t } = useText()
  return useMemo(() => {
    const operatorNames = new Map(operators?.map((operator) => [operator.id, operator.name]))
    const groupNames = new Map(groups?.map((group) => [group.id, group.name]))
    return {
      me,
      operator: (id) => operatorNames.get(id) ?? t('common.unknownOperator'),
      bot: () => t('common.bot'),
      group: (id) => groupNames.get(id) ?? '',
    }
  }, [me, operators, groups, t])
}
