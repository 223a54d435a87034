import { ArrowDown, ArrowUp, GripVertical, X } from 'lucide-react'
import { type DragEvent, type RefObject, useRef, useState } from 'react'
import type { OperatorId } from '#protocol/ids'
import { useOperator, useWindow } from '../../state/hooks'
import { usePeople } from '../../state/people'
import { useText } from '../../text/i18n'
import { IconButton } from '../../ui/IconButton'
import { OperatorAvatar } from '../../ui/OperatorAvatar'
import { moved } from './group-form'

interface Props {
  readonly members: readonly OperatorId[]
  /** Being there is not a matter of choice: of the built-in group only the order changes. */
  readonly isFixed: boolean
  readonly onChange: (members: readonly OperatorId[]) => void
  readonly say: (sentence: string) => void
}

/** Members in the order in which they are looked at; moved by dragging or by the arrows of each. */
export function MemberList({ members, isFixed, onChange, say }: Props) {
  const { t } = useText()
  const { platform } = useWindow()
  const people = usePeople()
  const list = useRef<HTMLUListElement>(null)
  const drag = useDrag(members, onChange, (id, place) => told(id, place))
  const told = (id: OperatorId, place: number) =>
    say(t('groups.moved', { name: people.operator(id), place: place + 1, count: members.length }))
  const move = (from: number, to: number, way: Way) => {
    const id = members[from]
    if (id === undefined) return
    onChange(moved(members, from, to))
    told(id, to)
    // The browser takes the focus from whatever is put elsewhere in the list.
    platform.frame(() => focusIn(list, id, way))
  }
  const takeOut = (place: number, id: OperatorId) => {
    onChange(members.toSpliced(place, 1))
    say(t('groups.takenOut', { name: people.operator(id) }))
    const next = members[place + 1] ?? members[place - 1]
    if (next !== undefined) platform.frame(() => focusIn(list, next, 'out'))
  }
  return (
    <ul ref={list} className="members" aria-label={t('groups.members')}>
      {members.map((id, place) => (
        <li key={id} data-member={id} data-dragged={drag.dragged === id ? '' : undefined} {...drag.of(id, place)}>
          <GripVertical className="icon text-text-3" aria-hidden="true" />
          <span className="w-5 flex-none text-end text-text-3 tabular-nums">{place + 1}</span>
          <Member id={id} />
          <IconButton
            size="s"
            data-way="up"
            label={t('groups.up', { name: people.operator(id) })}
            reason={place === 0 ? t('groups.first') : null}
            icon={<ArrowUp className="icon icon-s" aria-hidden="true" />}
            onClick={() => move(place, place - 1, 'up')}
          />
          <IconButton
            size="s"
            data-way="down"
            label={t('groups.down', { name: people.operator(id) })}
            reason={place === members.length - 1 ? t('groups.last') : null}
            icon={<ArrowDown className="icon icon-s" aria-hidden="true" />}
            onClick={() => move(place, place + 1, 'down')}
          />
          {isFixed ? null : (
            <IconButton
              size="s"
              data-way="out"
              label={t('groups.takeOut', { name: people.operator(id) })}
              icon={<X className="icon icon-s" aria-hidden="true" />}
              onClick={() => takeOut(place, id)}
            />
          )}
        </li>
      ))}
    </ul>
  )
}

type Way = 'up' | 'down' | 'out'

const focusIn = (list: RefObject<HTMLElement | null>, id: OperatorId, way: Way) =>
  [...(list.current?.children ?? [])]
    .find((row) => row instanceof HTMLElement && row.dataset.member === id)
    ?.querySelector<HTMLElement>(`[data-way="${way}"]`)
    ?.focus()

function Member({ id }: { readonly id: OperatorId }) {
  const { t } = useText()
  const people = usePeople()
  const operator = useOperator(id)
  const isDisabled = operator === null || !operator.isActive
  return (
    <>
      <OperatorAvatar id={id} name={people.operator(id)} size={24} presence={operator?.presence.effective} />
      <span className="min-w-0 flex-1">
        <span className="cut block">{people.operator(id)}</span>
        {isDisabled || !operator.takesPart ? (
          <span className="cut block text-small text-text-3">
            {isDisabled ? t('groups.disabled') : t('groups.takesNoPart')}
          </span>
        ) : null}
      </span>
    </>
  )
}

/** Rows change places while one is dragged over them; dropped nowhere, all is as it was. */
function useDrag(
  members: readonly OperatorId[],
  onChange: (members: readonly OperatorId[]) => void,
  onDropped: (id: OperatorId, place: number) => void,
) {
  const [dragged, setDragged] = useState<OperatorId | null>(null)
  const before = useRef(members)
  const start = (event: DragEvent, id: OperatorId) => {
    before.current = members
    event.dataTransfer.effectAllowed = 'move'
    event.dataTransfer.setData('text/plain', id)
    setDragged(id)
  }
  const over = (event: DragEvent, place: number) => {
    if (dragged === null) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'move'
    const from = members.indexOf(dragged)
    if (from !== place) onChange(moved(members, from, place))
  }
  const end = (event: DragEvent, id: OperatorId) => {
    if (event.dataTransfer.dropEffect === 'none') onChange(before.current)
    else onDropped(id, members.indexOf(id))
    setDragged(null)
  }
  return {
    dragged,
    of: (id: OperatorId, place: number) => ({
      draggable: true,
      onDragStart: (event: DragEvent) => start(event, id),
      onDragOver: (event: DragEvent) => over(event, place),
      onDrop: (event: DragEvent) => event.preventDefault(),
      onDragEnd: (event: DragEvent) => end(event, id),
    }),
  }
}
