import { accepted, type Refusal } from '#protocol/errors'
import type { GroupDetails } from '#protocol/group'
import type { DistributionRules } from '#protocol/queries'
import { useBridge } from '../../bridge'
import { useAct } from '../../state/act'
import { useText } from '../../text/i18n'
import { type Edited, useEdited } from '../edited'
import { askDistribution } from '../loaded'
import { Outcome } from '../Outcome'
import { RehearsalButton } from '../rehearsal/RehearsalButton'
import { SheetForm } from '../SheetForm'
import { SideSheet } from '../SideSheet'
import { useUnsavedGuard } from '../unsaved'
import { DeleteGroup } from './DeleteGroup'
import { GroupConflict } from './GroupConflict'
import { GroupFieldset } from './GroupFieldset'
import { GroupUse } from './GroupUse'
import { fieldsOf, formOf, type GroupFields, newGroup, problemsOf } from './group-form'
import { groupOutcome } from './group-outcome'

interface Props {
  readonly rules: DistributionRules
  /** Null = a new group. */
  readonly group: GroupDetails | null
  readonly onClose: () => void
  readonly onSaved: () => void
}

function useGroup(group: GroupDetails | null, { schedule }: DistributionRules): Edited<GroupFields> {
  const bridge = useBridge()
  const act = useAct()
  const { t } = useText()
  const versioned = (one: GroupDetails) => ({ version: one.version, value: fieldsOf(one, schedule.value) })
  return useEdited<GroupFields>({
    first: group === null ? { version: 0, value: newGroup(schedule.value) } : versioned(group),
    save: async (fields, version) => {
      const name = fields.name.trim()
      const told = { isQuiet: true, done: t(group === null ? 'groups.created' : 'groups.saved', { name }) }
      const groupId = group?.id ?? null
      const reply = await act({ kind: 'group.save', groupId, version, form: formOf(fields) }, told)
      return reply.ok ? accepted(versioned(reply.value)) : reply
    },
    askSaved: async () => {
      const now = await askDistribution(bridge)
      if (!now.ok) return now
      const saved = now.value.groups.find(({ id }) => id === group?.id)
      return accepted(saved === undefined ? null : versioned(saved))
    },
  })
}

export function GroupSheet({ rules, group, onClose, onSaved }: Props) {
  const { t, format } = useText()
  const edited = useGroup(group, rules)
  const { value, theirs, isTried } = edited
  const mayLeave = useUnsavedGuard(edited.isDirty)
  const close = () => void mayLeave().then((isFree) => (isFree ? onClose() : undefined))
  const isBuiltIn = group?.isEverybody === true
  const problems = problemsOf(value, group?.id ?? null, rules.groups)
  const shown = problems.filter((problem) => isTried || problem !== 'nameEmpty')
  const save = async (send: () => Promise<{ readonly ok: boolean }>) => {
    if ((await send()).ok) onSaved()
  }
  const keepMine = async () => {
    edited.markTried()
    if (problems.length === 0) await save(edited.keepMine)
  }
  const says = ({ code, fields }: Refusal) => {
    if (code === 'NOT_FOUND') return t('groups.gone')
    return fields?.some(({ problem }) => problem === 'taken') === true ? t('groups.nameTaken') : null
  }
  return (
    <SideSheet
      title={group?.name ?? t('groups.sheetNew')}
      subtitle={isBuiltIn ? t('groups.builtIn') : undefined}
      onClose={close}
    >
      <SheetForm
        act={group === null ? t('groups.save') : t('common.save')}
        hasProblems={problems.length > 0}
        isUnchanged={group !== null && !edited.isDirty}
        isSaving={edited.isSaving}
        refusal={edited.refusal}
        refusalSays={says}
        onTried={edited.markTried}
        onSave={() => save(edited.save)}
        onClose={close}
        more={group === null || isBuiltIn ? null : <DeleteGroup group={group} onDeleted={onSaved} />}
      >
        {theirs === null ? null : (
          <GroupConflict
            mine={value}
            theirs={theirs}
            onKeepMine={() => void keepMine()}
            onTakeTheirs={edited.takeTheirs}
          />
        )}
        <Outcome label={t('groups.willHappen')}>{groupOutcome(t, format, value)}</Outcome>
        {group === null || !edited.isDirty ? null : (
          <RehearsalButton
            draft={() => (problems.length > 0 ? null : { groups: [{ groupId: group.id, form: formOf(value) }] })}
          />
        )}
        {group === null ? null : <GroupUse rules={rules} group={group} />}
        <GroupFieldset
          fields={value}
          isBuiltIn={isBuiltIn}
          problems={shown}
          isTried={isTried}
          onChange={edited.change}
        />
      </SheetForm>
    </SideSheet>
  )
}
