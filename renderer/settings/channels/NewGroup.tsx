import { useState } from 'react'
import { GroupName } from '#protocol/group'
import type { GroupId, OperatorId } from '#protocol/ids'
import { useAct } from '../../state/act'
import { useWorkspace } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { refusalText } from '../../text/refusal'
import { Button } from '../../ui/Button'
import { Checkbox } from '../../ui/Checkbox'
import { TextField } from '../../ui/TextField'

interface Props {
  readonly onMade: (id: GroupId) => void
  readonly onCancel: () => void
}

/** The least a group needs: a name and who is in it. The rest is set on the groups' own page. */
export function NewGroup({ onMade, onCancel }: Props) {
  const { t, format } = useText()
  const act = useAct()
  const operators = useWorkspace((state) => state.company?.operators)
  const [name, setName] = useState('')
  const [members, setMembers] = useState<readonly OperatorId[]>([])
  const [wrong, setWrong] = useState<string | null>(null)
  const make = async () => {
    if (!GroupName.safeParse(name).success) return setWrong(t('messengers.group.nameEmpty'))
    const form = {
      ...{ name: name.trim(), order: 'inTurn' as const, members: [...members] },
      ...{ answerTimeMs: null, limit: null, schedule: null },
    }
    const told = { isQuiet: true, done: t('groups.created', { name: form.name }) }
    const reply = await act({ kind: 'group.save', groupId: null, version: 0, form }, told)
    if (reply.ok) return onMade(reply.value.id)
    const isTaken = reply.refusal.fields?.some(({ problem }) => problem === 'taken') === true
    setWrong(isTaken ? t('groups.nameTaken') : refusalText(t, format, reply.refusal))
  }
  return (
    <fieldset className="new-group">
      <legend className="sr-only">{t('messengers.group.make')}</legend>
      <TextField
        label={t('messengers.group.name')}
        error={wrong}
        maxLength={80}
        value={name}
        onChange={(event) => {
          setName(event.target.value)
          setWrong(null)
        }}
      />
      <fieldset className="grid gap-1">
        <legend className="label mb-1">{t('messengers.group.members')}</legend>
        {(operators ?? [])
          .filter(({ isActive }) => isActive)
          .map(({ id, name: operator }) => (
            <Checkbox
              key={id}
              label={operator}
              isOn={members.includes(id)}
              onChange={(isOn) => setMembers(isOn ? [...members, id] : members.filter((one) => one !== id))}
            />
          ))}
      </fieldset>
      <p className="hint">{t('messengers.group.hint')}</p>
      <div className="flex gap-2">
        <Button size="s" onClick={() => void make()}>
          {t('messengers.group.act')}
        </Button>
        <Button size="s" look="ghost" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
      </div>
    </fieldset>
  )
}
