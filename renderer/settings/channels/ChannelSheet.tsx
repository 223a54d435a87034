import type { ChannelDetails } from '#protocol/channel'
import { useWindow } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Mark } from '../../ui/Mark'
import { SideSheet } from '../SideSheet'
import { Connection } from './Connection'
import type { ConnectableMessenger } from './channel-form'
import { SectionTabs } from './SectionTabs'
import type { ChannelSectionId } from './section'
import { channelSections } from './sections'

interface Props {
  readonly messenger: ConnectableMessenger
  /** Null = connecting a new one. */
  readonly channel: ChannelDetails | null
  readonly section: ChannelSectionId
  readonly onSection: (section: ChannelSectionId) => void
  readonly onClose: () => void
  readonly onSaved: (saved: ChannelDetails) => void
  readonly onChanged: () => void
}

/** A channel's settings, part by part; of a new one only what connects it. */
export function ChannelSheet({ messenger, channel, section, onSection, onClose, onSaved, onChanged }: Props) {
  const { t } = useText()
  const { navigator } = useWindow()
  const close = () => navigator.leave(onClose)
  const shown =
    channel === null ? undefined : channelSections.find(({ id, isShown }) => id === section && isShown(channel))
  return (
    <SideSheet
      title={
        channel === null
          ? t('settings.channels.sheetConnect', { messenger: t(`common.messenger.${messenger}`) })
          : t('settings.channels.sheetEdit', { name: channel.name })
      }
      subtitle={channel?.account === '' ? t('settings.channels.web.anySite') : channel?.account}
      icon={<Mark messenger={messenger} size={36} isDecorative />}
      onClose={close}
    >
      {channel === null ? null : (
        <SectionTabs
          channel={channel}
          section={shown?.id ?? 'connection'}
          onSection={(next) => navigator.leave(() => onSection(next))}
        />
      )}
      {channel === null || shown === undefined ? (
        <Connection messenger={messenger} channel={channel} onClose={close} onSaved={onSaved} />
      ) : (
        <shown.Screen channel={channel} onClose={close} onChanged={onChanged} />
      )}
    </SideSheet>
  )
}
