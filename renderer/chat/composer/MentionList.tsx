import type { Operator } from '#protocol/operator'
import { useText } from '../../text/i18n'
import { OperatorAvatar } from '../../ui/OperatorAvatar'

interface Props {
  readonly id: string
  readonly people: readonly Operator[]
  readonly at: number
  readonly onPick: (operator: Operator) => void
}

/** Whom to call: stands in the flow over the field, so that the last words stay in sight. */
export function MentionList({ id, people, at, onPick }: Props) {
  const { t } = useText()
  return (
    <div id={id} className="mentions pop" role="listbox" aria-label={t('chat.composer.mentionList')}>
      {people.map((operator, place) => (
        <div
          key={operator.id}
          id={`${id}-${place}`}
          role="option"
          tabIndex={-1}
          aria-selected={place === at}
          // Before the field loses the focus.
          onPointerDown={(event) => {
            event.preventDefault()
            onPick(operator)
          }}
        >
          <OperatorAvatar id={operator.id} name={operator.name} size={24} presence={operator.presence.effective} />
          <span className="cut min-w-0 flex-1">{operator.name}</span>
          <span className="text-small text-text-3">{t(`common.role.${operator.role}`)}</span>
        </div>
      ))}
    </div>
  )
}
