import type { ChannelId } from '#protocol/ids'
import type { ChannelHours, DistributionRules } from '#protocol/queries'
import { useActor, useHubNow } from '../../state/hooks'
import { usePeople } from '../../state/people'
import { useText } from '../../text/i18n'
import { Empty } from '../../ui/Empty'
import { Mark } from '../../ui/Mark'
import { usePreview } from '../hours/use-preview'
import { PageLink } from '../PageLink'
import { companyPages } from '../pages'
import { receiverName } from './receiver-outcome'

interface Props {
  readonly rules: DistributionRules
  readonly opened: ChannelId | null
  readonly onOpen: (id: ChannelId) => void
  /** Grows with every saving. */
  readonly savings: number
}

export function ReceiverTable({ rules, opened, onOpen, savings }: Props) {
  const { t } = useText()
  const now = useHubNow(60_000)
  const preview = usePreview(null, `${now}/${savings}`)
  if (rules.channels.length === 0) return <NoChannels />
  return (
    <>
      <p className="mb-3 text-text-2">
        {t('receivers.text')} {t('hours.applies')} <PageLink page="hours">{t('hours.change')}</PageLink>
      </p>
      <div className="table-wrap scroll">
        <table className="table">
          <thead>
            <tr>
              <th>{t('receivers.channel')}</th>
              <th>{t('receivers.inside')}</th>
              <th>{t('receivers.outside')}</th>
              <th data-optional>{t('receivers.now')}</th>
            </tr>
          </thead>
          <tbody>
            {rules.channels.map((channel) => (
              <ChannelRow
                key={channel.id}
                rules={rules}
                channel={channel}
                answer={preview?.channels.find(({ channelId }) => channelId === channel.id)}
                isOpen={channel.id === opened}
                onOpen={onOpen}
              />
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function NoChannels() {
  const { t } = useText()
  const mayConnect = companyPages(useActor()).includes('channels')
  return (
    <Empty
      title={t('receivers.noChannels')}
      action={mayConnect ? <PageLink page="channels">{t('receivers.toChannels')}</PageLink> : undefined}
    >
      {t('receivers.noChannelsText')}
    </Empty>
  )
}

interface RowProps {
  readonly rules: DistributionRules
  readonly channel: DistributionRules['channels'][number]
  readonly answer: ChannelHours | undefined
  readonly isOpen: boolean
  readonly onOpen: (id: ChannelId) => void
}

function ChannelRow({ rules, channel, answer, isOpen, onOpen }: RowProps) {
  const { t } = useText()
  const naming = { t, people: usePeople(), rules }
  const { receiver, outside, onlyInHours, pool, priority } = channel.rules
  const notes = [
    pool === null ? null : t('receivers.narrowed', { count: pool.length }),
    priority === 'high' ? t('receivers.highPriority') : null,
    channel.isConnected ? null : t('settings.channels.disconnected'),
  ].filter((one) => one !== null)
  return (
    <tr className={isOpen ? 'bg-accent-tint' : undefined}>
      <td className="w-2/5 max-w-0">
        <span className="flex min-w-36 items-center gap-2.5">
          <Mark messenger={channel.messenger} size={24} />
          <span className="min-w-0">
            <button
              type="button"
              className="flex max-w-full font-medium hover:underline"
              aria-expanded={isOpen}
              onClick={() => onOpen(channel.id)}
            >
              <span className="cut">{channel.name}</span>
            </button>
            {notes.length === 0 ? null : <span className="cut block text-small text-text-3">{notes.join(', ')}</span>}
          </span>
        </span>
      </td>
      <Cell>{receiverName(naming, receiver)}</Cell>
      <Cell>{onlyInHours ? receiverName(naming, outside) : t('receivers.sameAlways')}</Cell>
      <td data-optional>{answer === undefined ? null : <NowOnline answer={answer} />}</td>
    </tr>
  )
}

function Cell({ children }: { readonly children: string }) {
  return <td className="w-1/4 min-w-28 py-2! whitespace-normal! wrap-anywhere">{children}</td>
}

/** One figure worth a look: how many could answer at this minute. */
function NowOnline({ answer }: { readonly answer: ChannelHours }) {
  const { t } = useText()
  if (answer.receives === null) return <span className="text-text-3">{t('receivers.waits')}</span>
  return t('receivers.online', { count: answer.online.length })
}
