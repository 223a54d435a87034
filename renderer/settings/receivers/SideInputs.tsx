import { GroupId, OperatorId } from '#protocol/ids'
import type { DistributionRules } from '#protocol/queries'
import { useWorkspace } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Field } from '../../ui/Field'
import { RadioCards, type RadioOption } from '../../ui/RadioCards'
import { Select } from '../../ui/Select'
import type { ReceiverKind, SideFields } from './receiver-form'

interface Props<Kind extends ReceiverKind | 'nobody'> {
  readonly label: string
  readonly kinds: readonly Kind[]
  readonly side: SideFields<Kind>
  readonly rules: DistributionRules
  readonly error: string | null
  readonly isDisabled?: boolean
  readonly onChange: (side: SideFields<Kind>) => void
}

/** Who receives on one side of the working hours: the kind, and then which one. */
export function SideInputs<Kind extends ReceiverKind | 'nobody'>(props: Props<Kind>) {
  const { label, kinds, side, isDisabled = false, onChange } = props
  const { t } = useText()
  const hasBot = side.botId !== null
  const options = kinds.map((kind): RadioOption<Kind> => {
    if (kind !== 'bot') return { value: kind, label: t(`receivers.${kind}`), hint: t(`receivers.${kind}Text`) }
    const hint = hasBot ? t('receivers.botText') : t('receivers.botMissing')
    return { value: kind, label: t('receivers.bot'), hint, isDisabled: !hasBot }
  })
  return (
    <>
      <RadioCards
        label={label}
        value={side.kind}
        options={options}
        isDisabled={isDisabled}
        onChange={(kind) => onChange({ ...side, kind })}
      />
      <Which {...props} />
    </>
  )
}

function Which<Kind extends ReceiverKind | 'nobody'>(props: Props<Kind>) {
  const { t } = useText()
  const { side } = props
  if (side.kind === 'nobody') return null
  if (side.kind === 'bot') return <ReserveSelect {...props} />
  return side.kind === 'group' ? (
    <GroupSelect {...props} />
  ) : (
    <OperatorSelect {...props} label={t('receivers.chosenOperator')} />
  )
}

function GroupSelect<Kind extends ReceiverKind | 'nobody'>(props: Props<Kind>) {
  const { t } = useText()
  const { side, rules, error, isDisabled = false, onChange } = props
  const choices = rules.groups.map(({ id, name }) => ({ value: String(id), label: name }))
  return (
    <Field label={t('receivers.chosenGroup')} error={error}>
      {({ id, describedBy, isInvalid }) => (
        <Select
          id={id}
          label={t('receivers.chosenGroup')}
          describedBy={describedBy}
          isInvalid={isInvalid}
          isDisabled={isDisabled}
          value={side.groupId ?? ''}
          choices={choices}
          onChange={(value) => onChange({ ...side, groupId: GroupId.parse(value) })}
        />
      )}
    </Field>
  )
}

/** Who may be named: accounts that are active, and whoever was named before. */
function useOperatorChoices(named: OperatorId | null) {
  const operators = useWorkspace((state) => state.company?.operators)
  return (operators ?? [])
    .filter(({ id, isActive }) => isActive || id === named)
    .map(({ id, name }) => ({ value: String(id), label: name }))
    .toSorted((a, b) => a.label.localeCompare(b.label))
}

function OperatorSelect<Kind extends ReceiverKind | 'nobody'>(props: Props<Kind>) {
  const { label, side, error, isDisabled = false, onChange } = props
  const choices = useOperatorChoices(side.operatorId)
  return (
    <Field label={label} error={error}>
      {({ id, describedBy, isInvalid }) => (
        <Select
          id={id}
          label={label}
          describedBy={describedBy}
          isInvalid={isInvalid}
          isDisabled={isDisabled}
          value={side.operatorId ?? ''}
          choices={choices}
          onChange={(value) => onChange({ ...side, operatorId: OperatorId.parse(value) })}
        />
      )}
    </Field>
  )
}

/** A bot never stands alone. */
function ReserveSelect<Kind extends ReceiverKind | 'nobody'>(props: Props<Kind>) {
  const { t } = useText()
  const { side, rules, error, isDisabled = false, onChange } = props
  const operators = useOperatorChoices(side.operatorId)
  const choices = [
    ...rules.groups.map(({ id, name }) => ({ value: `group:${id}`, label: t('receivers.groupOf', { name }) })),
    ...operators.map(({ value, label }) => ({ value: `operator:${value}`, label })),
  ]
  const chosen = side.operatorId === null ? `group:${side.groupId ?? ''}` : `operator:${side.operatorId}`
  const choose = (key: string) => {
    const id = key.slice(key.indexOf(':') + 1)
    const isGroup = key.startsWith('group:')
    onChange({
      ...side,
      groupId: isGroup ? GroupId.parse(id) : null,
      operatorId: isGroup ? null : OperatorId.parse(id),
    })
  }
  return (
    <Field label={t('receivers.reserve')} hint={t('receivers.reserveHint')} error={error}>
      {({ id, describedBy, isInvalid }) => (
        <Select
          id={id}
          label={t('receivers.reserve')}
          describedBy={describedBy}
          isInvalid={isInvalid}
          isDisabled={isDisabled}
          value={chosen}
          choices={choices}
          onChange={choose}
        />
      )}
    </Field>
  )
}
