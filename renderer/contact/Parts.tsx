import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import type { ConversationRow } from '#protocol/conversation'
import type { OperatorId } from '#protocol/ids'
import type { Part } from '#protocol/message'
import type { Operator } from '#protocol/operator'
import { can } from '#protocol/permissions'
import { useAct } from '../state/act'
import { useReady } from '../state/conversation'
import { useActor, useIsLive, useOperator, useWorkspace } from '../state/hooks'
import { usePeople } from '../state/people'
import { useText } from '../text/i18n'
import { Avatar } from '../ui/Avatar'
import { IconButton } from '../ui/IconButton'
import { OperatorAvatar } from '../ui/OperatorAvatar'
import { Popover } from '../ui/Popover'
import { Segmented } from '../ui/Segmented'
import { PanelSection } from './PanelSection'

/** Who has a part in the conversation; those who may, add and remove. */
export function Parts() {
  const { t } = useText()
  const { row } = useReady()
  const actor = useActor()
  const people = usePeople()
  const mayManage = actor !== null && can(actor, 'manageParts', row)
  return (
    <PanelSection name="parts" end={mayManage ? <AddPart row={row} /> : null}>
      <ul>
        {row.assignee === null ? <li className="part text-text-3">{t('contact.part.nobody')}</li> : null}
        {row.assignee?.kind === 'bot' ? (
          <li className="part">
            <Avatar id={row.assignee.id} name={people.bot(row.assignee.id)} size={24} />
            <span className="cut">{people.bot(row.assignee.id)}</span>
            <span className="part-role">{t('contact.part.assignee')}</span>
          </li>
        ) : null}
        {row.assignee?.kind === 'operator' ? (
          <Person operatorId={row.assignee.id} part={null} mayRemove={false} row={row} />
        ) : null}
        {row.coAssignees.map((id) => (
          <Person key={id} operatorId={id} part="coAssignee" mayRemove={mayManage} row={row} />
        ))}
        {row.observers.map((id) => (
          <Person key={id} operatorId={id} part="observer" mayRemove={mayManage} row={row} />
        ))}
      </ul>
    </PanelSection>
  )
}

interface PersonProps {
  readonly operatorId: OperatorId
  /** null = the assignee. */
  readonly part: Part | null
  readonly mayRemove: boolean
  readonly row: ConversationRow
}

function Person({ operatorId, part, mayRemove, row }: PersonProps) {
  const { t } = useText()
  const act = useAct()
  const isLive = useIsLive()
  const operator = useOperator(operatorId)
  const people = usePeople()
  const name = people.operator(operatorId)
  // While the hub is not connected nobody's presence is known.
  const presence = isLive ? operator?.presence.effective : 'offline'
  const remove = () => {
    if (part === null) return
    const command = { conversationId: row.id, operatorId, part }
    void act(
      { kind: 'part.remove', ...command },
      {
        done: t('contact.part.removed', { name }),
        undo: { label: t('common.undo'), run: () => void act({ kind: 'part.add', ...command }) },
      },
    )
  }
  return (
    <li className="part">
      <OperatorAvatar id={operatorId} name={name} size={24} presence={presence} />
      <span className="cut" title={name}>
        {name}
      </span>
      <span className="part-role">{t(`contact.part.${part ?? 'assignee'}`)}</span>
      {mayRemove && isLive ? (
        <IconButton
          size="s"
          className="part-remove"
          label={t('contact.part.remove', { name })}
          icon={<X className="icon icon-s" aria-hidden="true" />}
          onClick={remove}
        />
      ) : null}
    </li>
  )
}

const noOperators: readonly Operator[] = []

function AddPart({ row }: { readonly row: ConversationRow }) {
  const { t } = useText()
  const isLive = useIsLive()
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover
      isOpen={isOpen && isLive}
      onOpenChange={setOpen}
      label={t('contact.part.add')}
      trigger={
        <IconButton
          size="s"
          label={t('contact.part.add')}
          reason={isLive ? null : t('contact.offline')}
          icon={<Plus className="icon" aria-hidden="true" />}
        />
      }
    >
      <Candidates row={row} onDone={() => setOpen(false)} />
    </Popover>
  )
}

function Candidates({ row, onDone }: { readonly row: ConversationRow; readonly onDone: () => void }) {
  const { t } = useText()
  const act = useAct()
  const [part, setPart] = useState<Part>('coAssignee')
  const [search, setSearch] = useState('')
  const operators = useWorkspace((state) => state.company?.operators ?? noOperators)
  const wanted = search.trim().toLocaleLowerCase()
  const taken = new Set<string>([...row.coAssignees, ...row.observers, row.assignee?.id ?? ''])
  const found = operators.filter(
    (one) => one.isActive && !taken.has(one.id) && one.name.toLocaleLowerCase().includes(wanted),
  )
  const add = (operator: Operator) => {
    onDone()
    void act(
      { kind: 'part.add', conversationId: row.id, operatorId: operator.id, part },
      { done: t('contact.part.added', { name: operator.name }) },
    )
  }
  return (
    <div className="candidates">
      <Segmented
        label={t('contact.part.addAs')}
        value={part}
        options={[
          { value: 'coAssignee', label: t('contact.part.asCoAssignee') },
          { value: 'observer', label: t('contact.part.asObserver') },
        ]}
        onChange={setPart}
      />
      <p className="hint">
        {part === 'coAssignee' ? t('contact.part.coAssigneeHint') : t('contact.part.observerHint')}
      </p>
      <input
        className="input"
        placeholder={t('contact.part.search')}
        aria-label={t('contact.part.search')}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <ul className="candidates-list scroll">
        {found.map((operator) => (
          <li key={operator.id}>
            <button type="button" className="candidate" onClick={() => add(operator)}>
              <OperatorAvatar id={operator.id} name={operator.name} size={24} presence={operator.presence.effective} />
              <span className="cut">{operator.name}</span>
            </button>
          </li>
        ))}
        {found.length === 0 ? <li className="part text-text-3">{t('contact.part.none')}</li> : null}
      </ul>
    </div>
  )
}
