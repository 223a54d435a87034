import type { ChannelDetails } from '#protocol/channel'
import { useText } from '../../text/i18n'
import type { ChannelSectionId } from './section'
import { channelSections } from './sections'

interface Props {
  readonly channel: ChannelDetails
  readonly section: ChannelSectionId
  readonly onSection: (section: ChannelSectionId) => void
}

/** The parts of a channel's settings; only those that mean something to it. Nothing to choose from, nothing drawn. */
export function SectionTabs({ channel, section, onSection }: Props) {
  const { t } = useText()
  // What is open stays though there is nothing in it any more.
  const others = channelSections.filter(({ id, isShown }) => id === section || isShown(channel))
  const tab = (id: ChannelSectionId, count: number | null) => (
    <button
      key={id}
      type="button"
      className="section-tab"
      aria-current={id === section ? 'page' : undefined}
      onClick={() => (id === section ? undefined : onSection(id))}
    >
      {t(`channels.section.${id}`)}
      {count === null ? null : <span className="section-count">{count}</span>}
    </button>
  )
  return (
    <nav className="section-tabs" aria-label={t('channels.sections')}>
      {tab('connection', null)}
      {others.map(({ id, count }) => tab(id, count?.(channel) ?? null))}
    </nav>
  )
}
