import type { ChannelDetails } from '#protocol/channel'
import { useBridge } from '../../bridge'
import { useAct } from '../../state/act'
import { useHubNow, useIsLive } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { useConfirmation } from '../../ui/Confirmation'
import { Mark } from '../../ui/Mark'
import { messengers } from './messengers/messengers'
import { useReceiverName } from './ReceiverNote'
import type { ChannelSectionId } from './section'
import { channelSections } from './sections'

interface Props {
  readonly channel: ChannelDetails
  readonly onOpen: (section: ChannelSectionId) => void
  readonly onChanged: () => void
}

/** State, last event in and out, who receives; what can be done with it. */
export function ChannelCard({ channel, onOpen, onChanged }: Props) {
  const { t, format } = useText()
  const now = useHubNow(15_000)
  const at = (moment: number | null) => (moment === null ? t('settings.channels.never') : format.moment(moment, now))
  return (
    <article className="card channel-card" aria-label={channel.name}>
      <div className="flex items-center gap-3">
        <Mark messenger={channel.messenger} size={36} />
        <div className="min-w-0">
          <h3 className="cut text-message leading-[18px]" title={channel.name}>
            {channel.name}
          </h3>
          <Account channel={channel} />
        </div>
      </div>
      <ChannelState channel={channel} />
      <TryOut channel={channel} />
      <RefusedOrigin channel={channel} />
      <dl>
        <dt>{t('settings.channels.lastIn')}</dt>
        <dd>{at(channel.lastInAt)}</dd>
        <dt>{t('settings.channels.lastOut')}</dt>
        <dd>{at(channel.lastOutAt)}</dd>
        <dt>{t('settings.channels.receives')}</dt>
        <ReceiverName channel={channel} />
        {channel.deadLetters === 0 ? null : (
          <>
            <dt className="text-warn">{t('settings.channels.deadLetters')}</dt>
            <dd className="text-warn">
              <DeadLetters channel={channel} onOpen={() => onOpen('deadLetters')} />
            </dd>
          </>
        )}
      </dl>
      <ChannelButtons channel={channel} onOpen={onOpen} onChanged={onChanged} />
    </article>
  )
}

/** Whose it is on the messenger's side; of a web chat the sites it stands on. */
function Account({ channel: { account, connection } }: { readonly channel: ChannelDetails }) {
  const { t } = useText()
  const sites = connection.messenger === 'web' ? connection.allowedOrigins.length : 1
  const name = account === '' ? t('settings.channels.web.anySite') : account
  const words = sites > 1 ? t('settings.channels.web.moreSites', { name, count: sites - 1 }) : name
  return (
    <p className="cut text-text-2" title={words}>
      {words}
    </p>
  )
}

/** Leads to them, where there is such a part. */
function DeadLetters({ channel, onOpen }: { readonly channel: ChannelDetails; readonly onOpen: () => void }) {
  const { t } = useText()
  if (!channelSections.some(({ id, isShown }) => id === 'deadLetters' && isShown(channel))) return channel.deadLetters
  return (
    <button type="button" className="btn-link" onClick={onOpen}>
      {t('settings.channels.look', { count: channel.deadLetters })}
    </button>
  )
}

function ChannelState({ channel }: { readonly channel: ChannelDetails }) {
  const { t, format } = useText()
  const now = useHubNow(60_000)
  const { health } = channel
  if (!channel.isConnected) {
    return (
      <p className="channel-state text-text-3">
        <span className="channel-lamp" data-health="none" />
        {t('settings.channels.disconnected')}
      </p>
    )
  }
  if (health.kind === 'green') {
    return (
      <p className="channel-state text-success">
        <span className="channel-lamp" />
        {t('settings.channels.works')}
      </p>
    )
  }
  const time = format.moment(health.since, now)
  return (
    <div>
      <p className={`channel-state ${health.kind === 'stopped' ? 'text-danger' : 'text-warn'}`}>
        <span className="channel-lamp" data-health={health.kind} />
        {t(`settings.channels.${health.kind}`, { time })}
      </p>
      <p className="mt-1 text-text-2">{t(`common.channelTrouble.${health.reason}`)}</p>
      {health.detail === null || health.detail === '' ? null : (
        <p className="mt-1 text-small text-text-3">{t('settings.channels.messengerSays', { words: health.detail })}</p>
      )}
    </div>
  )
}

/** A page of the company's own that was forgotten in the list is found here, not by its customers. */
function RefusedOrigin({ channel: { connection } }: { readonly channel: ChannelDetails }) {
  const { t, format } = useText()
  const now = useHubNow(60_000)
  if (connection.messenger !== 'web' || connection.refusedOrigin === null) return null
  const { origin, at } = connection.refusedOrigin
  if (connection.allowedOrigins.includes(origin)) return null
  return <p className="text-warn">{t('channels.refusedOrigin', { origin, time: format.moment(at, now) })}</p>
}

/** Nothing has come yet: the surest proof is a message of one's own. */
function TryOut({ channel }: { readonly channel: ChannelDetails }) {
  const { t } = useText()
  const { isConnected, health, lastInAt, messenger } = channel
  if (!isConnected || health.kind === 'stopped' || lastInAt !== null) return null
  return <p className="text-text-2">{t(`settings.channels.tryOut.${messenger}`)}</p>
}

function ReceiverName({ channel }: { readonly channel: ChannelDetails }) {
  const name = useReceiverName(channel)
  return (
    <dd className="cut" title={name}>
      {name}
    </dd>
  )
}

function ChannelButtons({ channel, onOpen, onChanged }: Props) {
  const { t } = useText()
  const bridge = useBridge()
  const act = useAct()
  const confirm = useConfirmation()
  const isLive = useIsLive()
  const { id: channelId, name, connection } = channel
  const chatUrl = messengers[channel.messenger].chatUrl(connection)
  const reason = isLive ? null : t('settings.needsHub')
  const disconnect = async () => {
    const yes = await confirm({
      title: t('settings.channels.disconnectTitle', { messenger: t(`common.messenger.${channel.messenger}`), name }),
      text: t('settings.channels.disconnectText'),
      act: t('settings.channels.disconnectAct'),
      keep: t('settings.channels.disconnectKeep'),
      isDangerous: true,
    })
    if (!yes) return
    const done = t('settings.channels.disconnectedDone', { name })
    if ((await act({ kind: 'channel.disconnect', channelId }, { done })).ok) onChanged()
  }
  const reconnect = async () => {
    const done = t('settings.channels.connected', { name })
    if ((await act({ kind: 'channel.reconnect', channelId }, { done })).ok) onChanged()
  }
  return (
    <div className="mt-auto flex flex-wrap gap-1.5 pt-0.5">
      <Button size="s" onClick={() => onOpen('connection')}>
        {t('settings.channels.configure')}
      </Button>
      {chatUrl === null || !channel.isConnected ? null : (
        <Button size="s" look="ghost" onClick={() => void bridge.openExternal({ url: chatUrl })}>
          {t('settings.channels.openChat')}
        </Button>
      )}
      {channel.isConnected ? (
        <Button size="s" look="ghost" reason={reason} onClick={() => void disconnect()}>
          {t('settings.channels.disconnect')}
        </Button>
      ) : (
        <Button size="s" reason={reason} onClick={() => void reconnect()}>
          {t('settings.channels.reconnect')}
        </Button>
      )}
    </div>
  )
}
