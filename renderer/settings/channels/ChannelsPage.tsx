import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { Bridge } from '#preload/contract'
import { type ChannelDetails, type Messenger, messengers as messengerNames } from '#protocol/channel'
import { accepted } from '#protocol/errors'
import type { ChannelId } from '#protocol/ids'
import { useNavigation, useNow, useWindow } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { Mark } from '../../ui/Mark'
import { Menu, MenuItem } from '../../ui/Menu'
import { askChannels, useLoaded } from '../loaded'
import { SettingsScreen, WhenLoaded } from '../SettingsScreen'
import { ChannelCards } from './ChannelCards'
import { ChannelSheet } from './ChannelSheet'
import { messengers } from './messengers/messengers'
import type { ChannelSectionId } from './section'
import './channels.css'

type Open =
  | { readonly kind: 'new'; readonly messenger: Messenger }
  | { readonly kind: 'edit'; readonly id: ChannelId; readonly section: ChannelSectionId }

/** The channels, and where messengers can reach the hub. */
async function askPage(bridge: Bridge) {
  const [channels, place] = await Promise.all([askChannels(bridge), bridge.query({ kind: 'channels.place' })])
  if (!channels.ok) return channels
  return place.ok ? accepted({ channels: channels.value, publicUrl: place.value.publicUrl }) : place
}

/** Health and what came last are looked at while one watches. */
const stepMs = 5_000

/** A card for each channel, and for each messenger that has none yet. */
export function ChannelsPage() {
  const { t } = useText()
  const { navigator } = useWindow()
  const { loaded, reload } = useLoaded(askPage, useNow(stepMs))
  const asked = useNavigation((state) => state.settingsChannelId)
  const [open, setOpen] = useState<Open | null>(
    asked === null ? null : { kind: 'edit', id: asked, section: 'connection' },
  )
  const page = loaded.kind === 'ready' ? loaded.value : null
  const edited = open?.kind === 'edit' ? (page?.channels.find((channel) => channel.id === open.id) ?? null) : null
  const messenger = open?.kind === 'new' ? open.messenger : edited?.messenger
  const show = (next: Open) => navigator.leave(() => setOpen(next))
  const connect = (chosen: Messenger) => show({ kind: 'new', messenger: chosen })
  // What is still to be done on the messenger's side stands in the sheet of the connected channel.
  const saved = (channel: ChannelDetails) =>
    void reload().then(() => setOpen(edited === null ? { kind: 'edit', id: channel.id, section: 'connection' } : null))
  return (
    <div className="settings-page" data-sheet={page === null || messenger === undefined ? undefined : ''}>
      <SettingsScreen
        title={t('settings.page.channels')}
        action={page === null ? null : <AddButton publicUrl={page.publicUrl} onAdd={connect} />}
      >
        <WhenLoaded loaded={loaded} onRetry={() => void reload()}>
          {({ channels, publicUrl }) => (
            <ChannelCards
              channels={channels}
              publicUrl={publicUrl}
              onOpen={({ id }, section) => show({ kind: 'edit', id, section })}
              onConnect={connect}
              onChanged={() => void reload()}
            />
          )}
        </WhenLoaded>
      </SettingsScreen>
      {page === null || messenger === undefined ? null : (
        <ChannelSheet
          key={edited?.id ?? messenger}
          setup={messengers[messenger]}
          channel={edited}
          publicUrl={page.publicUrl}
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

interface AddProps {
  readonly publicUrl: string | null
  readonly onAdd: (messenger: Messenger) => void
}

function AddButton({ publicUrl, onAdd }: AddProps) {
  const { t } = useText()
  return (
    <Menu trigger={<Button icon={<Plus className="icon" aria-hidden="true" />}>{t('settings.channels.add')}</Button>}>
      {messengerNames.map((messenger) => (
        <MenuItem
          key={messenger}
          icon={<Mark messenger={messenger} isDecorative />}
          {...(messengers[messenger].needsPublicAddress && publicUrl === null
            ? { isDisabled: true, text: t('messengers.noPublicAddress') }
            : {})}
          onSelect={() => onAdd(messenger)}
        >
          {t(`common.messenger.${messenger}`)}
        </MenuItem>
      ))}
    </Menu>
  )
}
