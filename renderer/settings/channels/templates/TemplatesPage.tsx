import { useState } from 'react'
import type { Channel } from '#protocol/channel'
import type { ChannelId } from '#protocol/ids'
import { useWindow, useWorkspace } from '../../../state/hooks'
import { useText } from '../../../text/i18n'
import { Empty } from '../../../ui/Empty'
import { Mark } from '../../../ui/Mark'
import { SettingsScreen } from '../../SettingsScreen'
import { SideSheet } from '../../SideSheet'
import { Templates } from './Templates'

const noChannels: readonly Channel[] = []

/** Message templates for who looks after the texts of the company and not after its channels: channel by channel. */
export function TemplatesPage() {
  const { t } = useText()
  const { navigator } = useWindow()
  const all = useWorkspace((state) => state.company?.channels ?? noChannels)
  const channels = all.filter(({ isConnected, capabilities }) => isConnected && capabilities.templates)
  const [open, setOpen] = useState<ChannelId | null>(null)
  const channel = channels.find(({ id }) => id === open) ?? null
  const close = () => navigator.leave(() => setOpen(null))
  return (
    <div className="settings-page" data-sheet={channel === null ? undefined : ''}>
      <SettingsScreen title={t('settings.page.templates')}>
        {channels.length === 0 ? <Empty title={t('templates.page.none')}>{t('templates.page.noneText')}</Empty> : null}
        <ul className="template-list">
          {channels.map(({ id, name, account, messenger }) => (
            <li key={id}>
              <button
                type="button"
                className="template-channel"
                aria-expanded={id === channel?.id}
                onClick={() => navigator.leave(() => setOpen(id))}
              >
                <Mark messenger={messenger} size={36} isDecorative />
                <span className="grid min-w-0">
                  <strong className="cut">{name}</strong>
                  <span className="text-small text-text-3">{account}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </SettingsScreen>
      {channel === null ? null : (
        <SideSheet
          key={channel.id}
          title={channel.name}
          subtitle={channel.account}
          icon={<Mark messenger={channel.messenger} size={36} isDecorative />}
          onClose={close}
        >
          <Templates channel={channel} onClose={close} />
        </SideSheet>
      )}
    </div>
  )
}
