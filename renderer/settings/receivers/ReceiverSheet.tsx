import { accepted, type Refusal, refused } from '#protocol/errors'
import type { DistributionRules } from '#protocol/queries'
import { useBridge } from '../../bridge'
import { useAct } from '../../state/act'
import { usePeople } from '../../state/people'
import { useText } from '../../text/i18n'
import { Mark } from '../../ui/Mark'
import { type Edited, useEdited } from '../edited'
import { askDistribution } from '../loaded'
import { Outcome } from '../Outcome'
import { RehearsalButton } from '../rehearsal/RehearsalButton'
import { SheetForm } from '../SheetForm'
import { SideSheet } from '../SideSheet'
import { useUnsavedGuard } from '../unsaved'
import { ReceiverConflict } from './ReceiverConflict'
import { ReceiverFieldset } from './ReceiverFieldset'
import { fieldsOf, problemsOf, type ReceiverFields, rulesOf } from './receiver-form'
import { receiverOutcome } from './receiver-outcome'

type ChannelOfRules = DistributionRules['channels'][number]

interface Props {
  readonly rules: DistributionRules
  readonly channel: ChannelOfRules
  readonly onClose: () => void
  readonly onSaved: () => void
}

function useReceiver(channel: ChannelOfRules, { groups }: DistributionRules): Edited<ReceiverFields> {
  const bridge = useBridge()
  const act = useAct()
  const { t } = useText()
  const everybody = groups.find(({ isEverybody }) => isEverybody)?.id ?? null
  const versioned = ({ version, rules }: Pick<ChannelOfRules, 'version' | 'rules'>) => ({
    version,
    value: fieldsOf(rules, everybody),
  })
  return useEdited<ReceiverFields>({
    first: versioned(channel),
    save: async (fields, version) => {
      const rules = rulesOf(fields)
      if (rules === null) return refused('INVALID', 'Nobody is chosen.')
      const told = { isQuiet: true, done: t('receivers.saved', { name: channel.name }) }
      const reply = await act({ kind: 'channel.distribute', channelId: channel.id, version, rules }, told)
      return reply.ok ? accepted(versioned({ version: reply.value.version, rules })) : reply
    },
    askSaved: async () => {
      const now = await askDistribution(bridge)
      if (!now.ok) return now
      const saved = now.value.channels.find(({ id }) => id === channel.id)
      return accepted(saved === undefined ? null : versioned(saved))
    },
  })
}

export function ReceiverSheet({ rules, channel, onClose, onSaved }: Props) {
  const { t } = useText()
  const people = usePeople()
  const naming = { t, people, rules }
  const edited = useReceiver(channel, rules)
  const { value, theirs } = edited
  const mayLeave = useUnsavedGuard(edited.isDirty)
  const close = () => void mayLeave().then((isFree) => (isFree ? onClose() : undefined))
  const problems = problemsOf(value)
  const save = async (send: () => Promise<{ readonly ok: boolean }>) => {
    if ((await send()).ok) onSaved()
  }
  const keepMine = async () => {
    edited.markTried()
    if (problems.length === 0) await save(edited.keepMine)
  }
  const draft = () => {
    const wanted = rulesOf(value)
    return wanted === null ? null : { channels: [{ channelId: channel.id, rules: wanted }] }
  }
  const says = ({ code }: Refusal) => {
    if (code === 'NOT_FOUND') return t('receivers.gone')
    return code === 'INVALID' ? t('receivers.fieldMissing') : null
  }
  return (
    <SideSheet
      title={channel.name}
      subtitle={t('receivers.subtitle')}
      icon={<Mark messenger={channel.messenger} size={36} isDecorative />}
      onClose={close}
    >
      <SheetForm
        act={t('common.save')}
        hasProblems={problems.length > 0}
        isUnchanged={!edited.isDirty}
        isSaving={edited.isSaving}
        refusal={edited.refusal}
        refusalSays={says}
        onTried={edited.markTried}
        onSave={() => save(edited.save)}
        onClose={close}
      >
        {theirs === null ? null : (
          <ReceiverConflict
            naming={naming}
            mine={value}
            theirs={theirs}
            onKeepMine={() => void keepMine()}
            onTakeTheirs={edited.takeTheirs}
          />
        )}
        <Outcome label={t('receivers.willHappen')}>{receiverOutcome(naming, value)}</Outcome>
        {edited.isDirty ? <RehearsalButton draft={draft} /> : null}
        <ReceiverFieldset
          fields={value}
          rules={rules}
          problems={edited.isTried ? problems : []}
          onChange={edited.change}
        />
      </SheetForm>
    </SideSheet>
  )
}
