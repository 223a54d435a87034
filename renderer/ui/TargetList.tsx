import { Inbox, Search, Users } from 'lucide-react'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { assertNever, type OperatorId } from '#protocol/ids'
import type { Group, Operator } from '#protocol/operator'
import { useWorkspace } from '../state/hooks'
import { useText } from '../text/i18n'
import { LoadBars } from './LoadBars'
import { OperatorAvatar } from './OperatorAvatar'
import { folded, groupTargets, isAbsent, isAtLimit, operatorTargets, type Target } from './targets'

const noOperators: readonly Operator[] = []
const noGroups: readonly Group[] = []

interface Props {
  /** Who has it now. */
  readonly except: OperatorId | null
  readonly hasQueue?: boolean
  readonly onChoose: (target: Target) => void
}

/** People with presence and load, groups above; the absent can be chosen too, with a sentence of what will happen. */
export function TargetList({ except, hasQueue = false, onChoose }: Props) {
  const { t } = useText()
  const id = useId()
  const [search, setSearch] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const operators = useWorkspace((state) => state.company?.operators ?? noOperators)
  const groups = useWorkspace((state) => state.company?.groups ?? noGroups)
  const isQueueFound = hasQueue && folded(t('chat.acts.queue')).includes(folded(search.trim()))
  const found: readonly Target[] = [
    ...(isQueueFound ? [{ kind: 'queue' } as const] : []),
    ...groupTargets(groups, search).map((group): Target => ({ kind: 'group', group })),
    ...operatorTargets(operators, except, search).map((operator): Target => ({ kind: 'operator', operator })),
  ]
  const chosen = Math.min(at, found.length - 1)
  const go = (next: number) => {
    setAt(next)
    list.current?.querySelector(`[data-place="${next}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  const onKey = (event: KeyboardEvent) => {
    const target = found[chosen]
    if (event.key === 'ArrowDown') go(Math.min(found.length - 1, chosen + 1))
    else if (event.key === 'ArrowUp') go(Math.max(0, chosen - 1))
    else if (event.key === 'Enter' && target !== undefined) onChoose(target)
    else return
    event.preventDefault()
  }
  return (
    <div className="targets">
      <label className="targets-search">
        <Search className="icon" aria-hidden="true" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}list`}
          aria-activedescendant={found.length === 0 ? undefined : `${id}${chosen}`}
          aria-label={t('chat.acts.transferSearch')}
          placeholder={t('chat.acts.transferSearch')}
          value={search}
          // biome-ignore lint/a11y/noAutofocus: the field is the only thing to do in a sheet just opened
          autoFocus
          onChange={(event) => {
            setSearch(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKey}
        />
      </label>
      <div
        ref={list}
        id={`${id}list`}
        className="targets-list scroll"
        role="listbox"
        aria-label={t('chat.acts.transferTitle')}
      >
        {found.map((target, place) => (
          <div
            key={keyOf(target)}
            id={`${id}${place}`}
            data-place={place}
            className="target"
            role="option"
            tabIndex={-1}
            aria-selected={place === chosen}
            onPointerMove={() => setAt(place)}
            onClick={() => onChoose(target)}
            onKeyDown={onKey}
          >
            <TargetLine target={target} operators={operators} />
          </div>
        ))}
        {found.length === 0 ? <p className="targets-none">{t('chat.acts.nobodyFound')}</p> : null}
      </div>
    </div>
  )
}

const keyOf = (target: Target): string => {
  if (target.kind === 'queue') return 'queue'
  return target.kind === 'group' ? target.group.id : target.operator.id
}

function TargetLine({ target, operators }: { readonly target: Target; readonly operators: readonly Operator[] }) {
  switch (target.kind) {
    case 'queue':
      return <QueueTarget />
    case 'group':
      return <GroupTarget group={target.group} operators={operators} />
    case 'operator':
      return <OperatorTarget operator={target.operator} />
    default:
      return assertNever(target)
  }
}

function QueueTarget() {
  const { t } = useText()
  return (
    <>
      <span className="target-sign">
        <Inbox className="icon icon-s" aria-hidden="true" />
      </span>
      <span className="min-w-0 flex-1">
        <span className="cut block font-medium">{t('chat.acts.queue')}</span>
        <span className="target-why">{t('chat.acts.queueText')}</span>
      </span>
    </>
  )
}

function GroupTarget({ group, operators }: { readonly group: Group; readonly operators: readonly Operator[] }) {
  const { t } = useText()
  const online = operators.filter((one) => group.members.includes(one.id) && one.presence.effective === 'online')
  return (
    <>
      <span className="target-sign">
        <Users className="icon icon-s" aria-hidden="true" />
      </span>
      <span className="min-w-0 flex-1">
        <span className="cut block font-medium">{group.name}</span>
        <span className="target-why">
          {t('chat.acts.groupText', { count: online.length, order: t(`chat.why.order.${group.order}`) })}
        </span>
      </span>
    </>
  )
}

function OperatorTarget({ operator }: { readonly operator: Operator }) {
  const { t, format } = useText()
  const delay = useWorkspace((state) => state.company?.settings.reassignmentDelayMs ?? 0)
  const { effective } = operator.presence
  return (
    <>
      <OperatorAvatar id={operator.id} name={operator.name} size={24} presence={effective} />
      <span className="min-w-0 flex-1">
        <span className={isAbsent(operator) ? 'cut block text-text-2' : 'cut block'}>{operator.name}</span>
        {effective === 'online' ? null : (
          <span className="target-why">{t(`chat.acts.absent.${effective}`, { delay: format.duration(delay) })}</span>
        )}
        {effective === 'online' && isAtLimit(operator) ? (
          <span className="target-why">{t('chat.acts.atLimit')}</span>
        ) : null}
      </span>
      <LoadBars load={operator.load} limit={operator.limit} />
    </>
  )
}
