import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { ChannelDetails } from '#protocol/channel'
import type { ChannelId } from '#protocol/ids'
import { useNavigation, useWindow } from '../../state/hooks'
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
import type { ChannelSectionId } from './section'
import './channels.css'

const connectable = ['web', 'telegram'] as const satisfies readonly ConnectableMessenger[]

type Open =
  | { readonly kind: 'new'; readonly messenger: ConnectableMessenger }
  | { readonly kind: 'edit'; readonly id: ChannelId; readonly section: ChannelSectionId }

/** A card for each channel, and for each messenger that has none yet. */
export function ChannelsPage() {
  const { t } = useText()
  const { navigator } = useWindow()
  const { loaded, reload } = useLoaded(askChannels)
  const asked = useNavigation((state) => state.settingsChannelId)
  const [open, setOpen] = useState<Open | null>(
    asked === null ? null : { kind: 'edit', id: asked, section: 'connection' },
  )
  const channels = loaded.kind === 'ready' ? loaded.value : []
  const edited = open?.kind === 'edit' ? (channels.find((channel) => channel.id === open.id) ?? null) : null
  const named = open?.kind === 'new' ? open.messenger : edited?.connection.messenger
  const messenger = connectable.find((one) => one === named)
  const show = (next: Open) => navigator.leave(() => setOpen(next))
  const connect = (chosen: ConnectableMessenger) => show({ kind: 'new', messenger: chosen })
  const saved = (channel: ChannelDetails) => {
    // The code for the site is there once the chat is.
    const next: Open = { kind: 'edit', id: channel.id, section: 'connection' }
    void reload().then(() => setOpen(messenger === 'web' && edited === null ? next : null))
  }
  return (
    <div className="settings-page" data-sheet={messenger === undefined ? undefined : ''}>
      <SettingsScreen title={t('settings.page.channels')} action={<AddButton onAdd={connect} />}>
        <WhenLoaded loaded={loaded} onRetry={() => void reload()}>
          {(details) => (
            <Cards
              channels={details}
              onOpen={({ id }, section) => show({ kind: 'edit', id, section })}
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
          section={open?.kind === 'edit' ? open.section : 'connection'}
          onSection={(section) => (edited === null ? undefined : setOpen({ kind: 'edit', id: edited.id, section }))}
          onClose={() => setOpen(null)}
          onSaved={saved}
          onChanged={() => void reload()}
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
  readonly onOpen: (channel: ChannelDetails, section: ChannelSectionId) => void
  readonly onConnect: (messenger: ConnectableMessenger) => void
  readonly onChanged: () => void
}

function Cards({ channels, onOpen, onConnect, onChanged }: CardsProps) {
  const missing = connectable.filter((messenger) => !channels.some((channel) => channel.messenger === messenger))
  return (
    <div className="channel-cards">
      {channels.map((channel) => (
        <ChannelCard
          key={channel.id}
          channel={channel}
          onOpen={(section) => onOpen(channel, section)}
          onChanged={onChanged}
        />
      ))}
      {missing.map((messenger) => (
        <NotConnectedCard key={messenger} messenger={messenger} onConnect={() => onConnect(messenger)} />
      ))}
    </div>
  )
}
