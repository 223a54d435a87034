import type { ChannelDetails } from '#protocol/channel'
import { useWindow } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Mark } from '../../ui/Mark'
import { SideSheet } from '../SideSheet'
import { AccountConnection } from './AccountConnection'
import type { MessengerSetup } from './messengers/messenger'
import { SectionTabs } from './SectionTabs'
import type { ChannelSectionId } from './section'
import { channelSections } from './sections'

interface Props {
  readonly setup: MessengerSetup
  /** Null = connecting a new one. */
  readonly channel: ChannelDetails | null
  readonly publicUrl: string | null
  readonly section: ChannelSectionId
  readonly onSection: (section: ChannelSectionId) => void
  readonly onClose: () => void
  readonly onSaved: (saved: ChannelDetails) => void
  readonly onChanged: () => void
}

/** A channel's settings, part by part; of a new one only what connects it. */
export function ChannelSheet({ setup, channel, publicUrl, section, onSection, onClose, onSaved, onChanged }: Props) {
  const { t } = useText()
  const { navigator } = useWindow()
  const { messenger, form } = setup
  const close = () => navigator.leave(onClose)
  const shown = channel === null ? undefined : channelSections.find(({ id }) => id === section)
  const connection = { channel, publicUrl, onClose: close, onSaved }
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
      {channel !== null && shown !== undefined ? (
        <shown.Screen channel={channel} onClose={close} onChanged={onChanged} />
      ) : form.kind === 'account' ? (
        <AccountConnection messenger={messenger} guide={form.guide} {...connection} />
      ) : (
        <form.Connection {...connection} />
      )}
    </SideSheet>
  )
}
