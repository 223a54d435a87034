import type { ChannelDetails } from '#protocol/channel'
import { usePeople } from '../../state/people'
import { useText } from '../../text/i18n'
import { PageLink } from '../PageLink'
import { peopleOf } from '../receivers/receiver-form'

/** Who gets the channel's inquiries and by whose hours: changed on pages of their own. */
export function ReceiverNote({ channel }: { readonly channel: ChannelDetails }) {
  const { t } = useText()
  return (
    <div className="grid gap-3 text-text-2">
      <p className="wrap-anywhere">
        {t('receivers.link', { name: useReceiverName(channel) })}{' '}
        <PageLink page="receivers" channelId={channel.id}>
          {t('receivers.change')}
        </PageLink>
      </p>
      <p>
        {t('hours.applies')} <PageLink page="hours">{t('hours.change')}</PageLink>
      </p>
    </div>
  )
}

/** Of a bot the reserve. */
export function useReceiverName({ rules }: ChannelDetails): string {
  const { t } = useText()
  const people = usePeople()
  const receiver = peopleOf(rules.receiver)
  return receiver.kind === 'group'
    ? t('settings.channels.groupOf', { name: people.group(receiver.groupId) })
    : people.operator(receiver.operatorId)
}
