import { useText } from '../../text/i18n'
import { ConflictNotice } from '../ConflictNotice'
import { outsideOf, type ReceiverFields, receiverOf } from './receiver-form'
import { type Naming, receiverName } from './receiver-outcome'

interface Props {
  readonly naming: Naming
  readonly mine: ReceiverFields
  readonly theirs: ReceiverFields
  readonly onKeepMine: () => void
  readonly onTakeTheirs: () => void
}

/** Another administrator changed the channel meanwhile. */
export function ReceiverConflict({ naming, mine, theirs, onKeepMine, onTakeTheirs }: Props) {
  const { t } = useText()
  const both = (key: string, name: string, read: (fields: ReceiverFields) => string) => ({
    ...{ key, name, mine: read(mine), theirs: read(theirs) },
  })
  const named = (receiver: Parameters<typeof receiverName>[1] | null) =>
    receiver === null ? t('receivers.missing') : receiverName(naming, receiver)
  const poolText = ({ isNarrowed, pool }: ReceiverFields) =>
    isNarrowed ? pool.map(naming.people.operator).toSorted().join(', ') : t('receivers.poolAll')
  const rows = [
    both('inside', t('receivers.inside'), ({ inside }) => named(receiverOf(inside))),
    both('onlyInHours', t('receivers.inHours'), ({ onlyInHours }) =>
      onlyInHours ? t('settings.distribution.on') : t('settings.distribution.offWord'),
    ),
    both('outside', t('receivers.outside'), ({ outside }) => named(outsideOf(outside))),
    both('pool', t('receivers.pool'), poolText),
    both('priority', t('receivers.priority'), ({ priority }) => t(`receivers.${priority}`)),
  ].filter((row) => row.mine !== row.theirs)
  return <ConflictNotice rows={rows} onKeepMine={onKeepMine} onTakeTheirs={onTakeTheirs} />
}
