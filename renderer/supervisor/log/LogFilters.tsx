import { RefreshCw } from 'lucide-react'
import { useWorkspace } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Checkbox } from '../../ui/Checkbox'
import { IconButton } from '../../ui/IconButton'
import { Mark } from '../../ui/Mark'
import { Select } from '../../ui/Select'
import { type LogChoice, periods } from './log-filter'

interface Props {
  readonly choice: LogChoice
  readonly onChange: (choice: LogChoice) => void
  readonly onReload: () => void
}

export function LogFilters({ choice, onChange, onReload }: Props) {
  const { t } = useText()
  const company = useWorkspace((state) => state.company)
  const change = (next: Partial<LogChoice>) => onChange({ ...choice, ...next })
  const channels = (company?.channels ?? []).map(({ id, name, messenger }) => ({
    value: id as string,
    label: name,
    icon: <Mark messenger={messenger} />,
  }))
  const named = (one: { readonly id: string; readonly name: string }) => ({ value: one.id, label: one.name })
  const all = (label: string) => ({ value: '', label })
  return (
    <div className="log-filters">
      <Select
        label={t('supervisor.log.period')}
        value={choice.period}
        choices={periods.map((value) => ({ value, label: t(`supervisor.log.periods.${value}`) }))}
        onChange={(period) => change({ period })}
      />
      <Select
        label={t('supervisor.log.channel')}
        value={choice.channel}
        choices={[all(t('supervisor.log.allChannels')), ...channels]}
        onChange={(channel) => change({ channel })}
      />
      <Select
        label={t('supervisor.log.group')}
        value={choice.group}
        choices={[all(t('supervisor.log.allGroups')), ...(company?.groups ?? []).map(named)]}
        onChange={(group) => change({ group })}
      />
      <Select
        label={t('supervisor.log.operator')}
        value={choice.operator}
        choices={[all(t('supervisor.log.allOperators')), ...(company?.operators ?? []).map(named)]}
        isDisabled={choice.onlyUnassigned}
        onChange={(operator) => change({ operator })}
      />
      <Checkbox
        label={t('supervisor.log.onlyUnassigned')}
        isOn={choice.onlyUnassigned}
        onChange={(onlyUnassigned) => change({ onlyUnassigned })}
      />
      <span className="ms-auto">
        <IconButton
          label={t('supervisor.refresh')}
          icon={<RefreshCw className="icon" aria-hidden="true" />}
          onClick={onReload}
        />
      </span>
    </div>
  )
}
