import { ArrowRightLeft, Search, Users } from 'lucide-react'
import { type KeyboardEvent, type ReactElement, useId, useRef, useState } from 'react'
import type { ConversationRow } from '#protocol/conversation'
import type { Group, Operator } from '#protocol/operator'
import { useAct } from '../../state/act'
import { useWorkspace } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { refusalText } from '../../text/refusal'
import { Avatar } from '../../ui/Avatar'
import { useConfirmation } from '../../ui/Confirmation'
import { LoadBars } from '../../ui/LoadBars'
import { Popover } from '../../ui/Popover'
import { useToasts } from '../../ui/Toast'
import { groupTargets, isAbsent, isAtLimit, operatorTargets } from './transfer-targets'
import { useGiveBack } from './use-conversation-acts'
import './acts.css'

type Target =
  | { readonly kind: 'operator'; readonly operator: Operator }
  | { readonly kind: 'group'; readonly group: Group }

const noOperators: readonly Operator[] = []
const noGroups: readonly Group[] = []

interface Props {
  readonly row: ConversationRow
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  readonly trigger: ReactElement
}

/** People with presence and load, groups above; the absent can be chosen too, with a sentence of what will happen. */
export function TransferPopover({ row, isOpen, onOpenChange, trigger }: Props) {
  const { t } = useText()
  return (
    <Popover isOpen={isOpen} onOpenChange={onOpenChange} trigger={trigger} label={t('chat.acts.transferTitle')}>
      <Targets row={row} onDone={() => onOpenChange(false)} />
    </Popover>
  )
}

function Targets({ row, onDone }: { readonly row: ConversationRow; readonly onDone: () => void }) {
  const { t } = useText()
  const id = useId()
  const [search, setSearch] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const operators = useWorkspace((state) => state.company?.operators ?? noOperators)
  const groups = useWorkspace((state) => state.company?.groups ?? noGroups)
  const transfer = useTransfer(row, onDone)
  const found: readonly Target[] = [
    ...groupTargets(groups, search).map((group): Target => ({ kind: 'group', group })),
    ...operatorTargets(operators, row, search).map((operator): Target => ({ kind: 'operator', operator })),
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
    else if (event.key === 'Enter' && target !== undefined) void transfer(target)
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
            key={target.kind === 'group' ? target.group.id : target.operator.id}
            id={`${id}${place}`}
            data-place={place}
            className="target"
            role="option"
            tabIndex={-1}
            aria-selected={place === chosen}
            onPointerMove={() => setAt(place)}
            onClick={() => void transfer(target)}
            onKeyDown={onKey}
          >
            {target.kind === 'group' ? (
              <GroupTarget group={target.group} operators={operators} />
            ) : (
              <OperatorTarget operator={target.operator} />
            )}
          </div>
        ))}
        {found.length === 0 ? <p className="targets-none">{t('chat.acts.nobodyFound')}</p> : null}
      </div>
    </div>
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
      <Avatar id={operator.id} name={operator.name} size={24} presence={effective} />
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

/** Passes it on; to somebody who is away only after a question with his name. */
function useTransfer(row: ConversationRow, onDone: () => void): (target: Target) => Promise<void> {
  const act = useAct()
  const ask = useConfirmation()
  const undo = useGiveBack(row)
  const { show } = useToasts()
  const { t, format } = useText()
  const delay = useWorkspace((state) => state.company?.settings.reassignmentDelayMs ?? 0)
  return async (target) => {
    onDone()
    const name = target.kind === 'group' ? target.group.name : target.operator.name
    const to =
      target.kind === 'group'
        ? { kind: 'group' as const, groupId: target.group.id }
        : { kind: 'operator' as const, operatorId: target.operator.id }
    const isBusy = target.kind === 'operator' && target.operator.presence.effective === 'busy'
    const question = () =>
      ask({
        title: t('chat.acts.confirmTitle', { name }),
        text: t(isBusy ? 'chat.acts.confirmBusy' : 'chat.acts.confirmOffline', { delay: format.duration(delay) }),
        act: t('chat.acts.confirmDo'),
        keep: t('chat.acts.confirmCancel'),
      })
    const told = { done: t('chat.acts.transferred', { name }), isQuiet: true, ...(undo === undefined ? {} : { undo }) }
    const command = (isConfirmed: boolean) =>
      act(
        { kind: 'conversation.transfer', conversationId: row.id, assignVersion: row.assignVersion, to, isConfirmed },
        told,
      )
    // The sentence was read in the list; the hub is asked first, since he may be back by now.
    const first = await command(false)
    const reply =
      !first.ok && first.refusal.code === 'NEEDS_CONFIRMATION' && (await question()) ? await command(true) : first
    if (!reply.ok && reply.refusal.code !== 'NEEDS_CONFIRMATION') show(refusalText(t, format, reply.refusal))
  }
}

export const TransferSign = () => <ArrowRightLeft className="icon" aria-hidden="true" />
