import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { ChannelDetails } from '#protocol/channel'
import type { ChannelId } from '#protocol/ids'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { Mark } from '../../ui/Mark'
import { Menu, MenuItem } from '../../ui/Menu'
import { askChannels, useLoaded } from '../loaded'
import { SettingsScreen, WhenLoaded } from '../SettingsScreen'
import { ChannelCard } from './ChannelCard'
import { ChannelSheet } from './ChannelSheet'
import type { ConnectableMessenger } from './channel-form'
import { NotConnectedCard } from './NotConnectedCard'

const connectable = ['web', 'telegram'] as const satisfies readonly ConnectableMessenger[]

type Open =
  | { readonly kind: 'new'; readonly messenger: ConnectableMessenger }
  | { readonly kind: 'edit'; readonly id: ChannelId }

/** A card for each channel, and for each messenger that has none yet. */
export function ChannelsPage() {
  const { t } = useText()
  const { loaded, reload } = useLoaded(askChannels)
  const [open, setOpen] = useState<Open | null>(null)
  const channels = loaded.kind === 'ready' ? loaded.value : []
  const edited = open?.kind === 'edit' ? (channels.find((channel) => channel.id === open.id) ?? null) : null
  const asked = open?.kind === 'new' ? open.messenger : edited?.connection.messenger
  const messenger = connectable.find((one) => one === asked)
  const connect = (asked: ConnectableMessenger) => setOpen({ kind: 'new', messenger: asked })
  return (
    <div className="settings-page" data-sheet={messenger === undefined ? undefined : ''}>
      <SettingsScreen title={t('settings.page.channels')} action={<AddButton onAdd={connect} />}>
        <WhenLoaded loaded={loaded} onRetry={() => void reload()}>
          {(details) => (
            <Cards
              channels={details}
              onEdit={(channel) => setOpen({ kind: 'edit', id: channel.id })}
              onConnect={connect}
              onChanged={() => void reload()}
            />
          )}
        </WhenLoaded>
      </SettingsScreen>
      {messenger === undefined ? null : (
        <ChannelSheet
          key={edited?.id ?? messenger}
          messenger={messenger}
          channel={edited}
          onClose={() => setOpen(null)}
          onSaved={(saved) => {
            void reload().then(() =>
              setOpen(messenger === 'web' && edited === null ? { kind: 'edit', id: saved.id } : null),
            )
          }}
        />
      )}
    </div>
  )
}

function AddButton({ onAdd }: { readonly onAdd: (messenger: ConnectableMessenger) => void }) {
  const { t } = useText()
  return (
    <Menu trigger={<Button icon={<Plus className="icon" aria-hidden="true" />}>{t('settings.channels.add')}</Button>}>
      {connectable.map((messenger) => (
        <MenuItem key={messenger} icon={<Mark messenger={messenger} isDecorative />} onSelect={() => onAdd(messenger)}>
          {t(`common.messenger.${messenger}`)}
        </MenuItem>
      ))}
    </Menu>
  )
}

interface CardsProps {
  readonly channels: readonly ChannelDetails[]
  readonly onEdit: (channel: ChannelDetails) => void
  readonly onConnect: (messenger: ConnectableMessenger) => void
  readonly onChanged: () => void
}

function Cards({ channels, onEdit, onConnect, onChanged }: CardsProps) {
  const missing = connectable.filter((messenger) => !channels.some((channel) => channel.messenger === messenger))
  return (
    <div className="channel-cards">
      {channels.map((channel) => (
        <ChannelCard key={channel.id} channel={channel} onEdit={() => onEdit(channel)} onChanged={onChanged} />
      ))}
      {missing.map((messenger) => (
        <NotConnectedCard key={messenger} messenger={messenger} onConnect={() => onConnect(messenger)} />
      ))}
    </div>
  )
}
