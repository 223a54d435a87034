import { ListFilter as Sign } from 'lucide-react'
import { useState } from 'react'
import { useAction, useNavigation, useWindow, useWorkspace } from '../state/hooks'
import { filterSwitches, isFiltering, noFilter, withChannel } from '../state/list-filter'
import { useText } from '../text/i18n'
import { Checkbox } from '../ui/Checkbox'
import { IconButton } from '../ui/IconButton'
import { Mark } from '../ui/Mark'
import { Popover } from '../ui/Popover'

/** Which conversations of a section are shown. What is chosen stays when one goes to another section. */
export function FilterButton() {
  const { t } = useText()
  const { navigator } = useWindow()
  const filter = useNavigation((state) => state.filter)
  const channels = useWorkspace((state) => state.company?.channels)
  const [isOpen, setOpen] = useState(false)
  const set = (next: typeof filter) => navigator.set({ filter: next })
  useAction({
    id: 'list.filter',
    title: t('inbox.filter.open'),
    group: 'go',
    keys: 'alt+l',
    run: () => setOpen((is) => !is),
  })
  return (
    <Popover
      isOpen={isOpen}
      onOpenChange={setOpen}
      label={t('inbox.filter.open')}
      className="w-64"
      trigger={
        <IconButton
          label={t('inbox.filter.open')}
          keys="alt+l"
          aria-pressed={isFiltering(filter)}
          icon={<Sign className="icon" aria-hidden="true" />}
        />
      }
    >
      <div className="filter-body">
        {filterSwitches.map((name) => (
          <Checkbox
            key={name}
            label={t(`inbox.filter.${name}`)}
            isOn={filter[name]}
            onChange={(isOn) => set({ ...filter, [name]: isOn })}
          />
        ))}
        {channels === undefined || channels.length < 2 ? null : (
          <fieldset className="filter-channels">
            <legend>{t('inbox.filter.channels')}</legend>
            {channels.map((channel) => (
              <Checkbox
                key={channel.id}
                label={
                  <span className="flex min-w-0 items-center gap-2">
                    <Mark messenger={channel.messenger} />
                    <span className="cut">{channel.name}</span>
                  </span>
                }
                isOn={filter.channels.has(channel.id)}
                onChange={(isOn) => set(withChannel(filter, channel.id, isOn))}
              />
            ))}
          </fieldset>
        )}
        {isFiltering(filter) ? (
          <button type="button" className="btn-link justify-self-start" onClick={() => set(noFilter)}>
            {t('inbox.filter.clear')}
          </button>
        ) : null}
      </div>
    </Popover>
  )
}
