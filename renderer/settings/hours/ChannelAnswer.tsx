import type { GroupDetails } from '#protocol/group'
import type { ChannelHours, DistributionRules } from '#protocol/queries'
import { usePeople } from '../../state/people'
import { Formats } from '../../text/format'
import { useText } from '../../text/i18n'
import { Mark } from '../../ui/Mark'
import { Tag } from '../../ui/Tag'
import './hours.css'

interface Props {
  readonly channel: DistributionRules['channels'][number]
  readonly answer: ChannelHours
  readonly groups: readonly GroupDetails[]
  /** The moment that was asked about. */
  readonly at: number
  readonly zone: string | undefined
}

/** One channel: who receives at the moment, until when, and who of them is online. */
export function ChannelAnswer({ channel, answer, groups, at, zone }: Props) {
  const { t, format } = useText()
  const people = usePeople()
  const local = zone === undefined ? format : new Formats(format.language, zone)
  const { receives } = answer
  const isReserve = answer.road === 'reserve' || answer.road === 'outsideReserve'
  return (
    <li className="answer">
      <Mark messenger={channel.messenger} size={24} isDecorative />
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2">
          <b className="min-w-0 font-medium wrap-anywhere">{channel.name}</b>
          <Tag>{answer.isOpen ? t('hours.preview.open') : t('hours.preview.closed')}</Tag>
        </p>
        <p className="wrap-anywhere">
          {receives === null
            ? t('hours.preview.nobody')
            : receives.kind === 'group'
              ? t('hours.preview.group', { name: groups.find(({ id }) => id === receives.groupId)?.name ?? '' })
              : t('hours.preview.operator', { name: people.operator(receives.operatorId) })}
          <span className="text-text-2">
            {', '}
            {answer.until === null
              ? t('hours.preview.never')
              : t('hours.preview.until', { time: local.soon(answer.until, at) })}
          </span>
        </p>
        {isReserve ? <p className="text-small text-text-3">{t('hours.preview.reserve')}</p> : null}
        {receives === null ? null : (
          <p className="text-small text-text-3">
            {answer.online.length === 0
              ? t('hours.preview.noneOnline')
              : t('hours.preview.online', { names: answer.online.map(people.operator).join(', ') })}
          </p>
        )}
        {channel.isConnected ? null : <p className="text-small text-text-3">{t('hours.preview.disconnected')}</p>}
      </div>
    </li>
  )
}
