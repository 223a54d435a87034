import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useWorkspace } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { Select } from '../../ui/Select'
import { NewGroup } from './NewGroup'

interface Props {
  readonly value: string
  readonly onChange: (value: string) => void
}

/** Who gets a new channel's inquiries: one operator, a group, or a group made here and now. */
export function ReceiverField({ value, onChange }: Props) {
  const { t } = useText()
  const groups = useWorkspace((state) => state.company?.groups)
  const operators = useWorkspace((state) => state.company?.operators)
  const [isMaking, setMaking] = useState(false)
  const choices = [
    ...(groups ?? []).map((group) => ({
      value: `group:${group.id}`,
      label: t('settings.channels.groupOf', { name: group.name }),
    })),
    ...(operators ?? []).flatMap((operator) =>
      operator.isActive ? [{ value: `operator:${operator.id}`, label: operator.name }] : [],
    ),
  ]
  return (
    <div className="grid gap-2">
      <Field label={t('settings.channels.receiver')} hint={t('settings.channels.receiverHint')}>
        {({ id, describedBy }) => (
          <Select
            id={id}
            label={t('settings.channels.receiver')}
            describedBy={describedBy}
            value={value}
            choices={choices}
            onChange={onChange}
          />
        )}
      </Field>
      {isMaking ? (
        <NewGroup
          onMade={(groupId) => {
            setMaking(false)
            onChange(`group:${groupId}`)
          }}
          onCancel={() => setMaking(false)}
        />
      ) : (
        <Button
          size="s"
          look="ghost"
          className="justify-self-start"
          icon={<Plus className="icon icon-s" aria-hidden="true" />}
          onClick={() => setMaking(true)}
        >
          {t('messengers.group.make')}
        </Button>
      )}
    </div>
  )
}
