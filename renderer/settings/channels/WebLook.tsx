import { useMemo, useState } from 'react'
import type { VisitorSite } from '#protocol/visitor'
import type { SiteSettings } from '#protocol/web-site'
import { useWorkspace } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Segmented } from '../../ui/Segmented'
import { ConnectionSheet } from './ConnectionSheet'
import { useConnection } from './connection-edit'
import { receiverKey } from './receiver-key'
import type { SectionProps } from './section'
import { WebAskFields } from './WebAskFields'
import { WebLookFields } from './WebLookFields'
import { WebPreview } from './WebPreview'
import { blankWeb, isWebWrong, type WebValues, webKind } from './web-form'

const moments = ['first', 'talk', 'away', 'rating'] as const

/** How the chat looks and what it asks, with the chat itself above to see it at once. */
export function WebLook({ channel, onClose, onChanged }: SectionProps) {
  const { t } = useText()
  const fresh = { name: channel.name, receiver: receiverKey(channel.rules.receiver), values: blankWeb }
  const edited = useConnection<WebValues>({ channel, fresh }, webKind)
  const [moment, setMoment] = useState<(typeof moments)[number]>('first')
  const { values } = edited.value
  const site = useFace(values)
  const change = (part: Partial<SiteSettings>) => edited.set({ site: { ...values.site, ...part } })
  const conflictRows = (mine: WebValues, theirs: WebValues) =>
    JSON.stringify(mine.site) === JSON.stringify(theirs.site)
      ? []
      : [
          {
            key: 'site',
            name: t('channels.section.look'),
            mine: t('channels.look.mine'),
            theirs: t('channels.look.theirs'),
          },
        ]
  return (
    <>
      <div className="web-preview-box">
        <WebPreview site={site} moment={moment} />
        <Segmented
          label={t('channels.look.moment')}
          value={moment}
          options={moments.map((value) => ({ value, label: t(`channels.look.moments.${value}`) }))}
          onChange={setMoment}
        />
      </div>
      <ConnectionSheet
        {...{ channel, edited, conflictRows, onClose }}
        hasProblems={isWebWrong(values)}
        onSaved={onChanged}
      >
        <WebLookFields
          look={values.site.look}
          onChange={(part) => change({ look: { ...values.site.look, ...part } })}
        />
        <WebAskFields site={values.site} onChange={change} onMoment={setMoment} />
      </ConnectionSheet>
    </>
  )
}

/** The settings as a page of the site would be told them. */
function useFace({ greeting, site }: WebValues): VisitorSite {
  const companyName = useWorkspace((state) => state.company?.settings.companyName ?? '')
  const channels = useWorkspace((state) => state.company?.channels)
  return useMemo(() => {
    const { look, ask, away, showsMessengers } = site
    const others = (channels ?? []).filter(({ messenger, isConnected }) => isConnected && messenger !== 'web')
    const messengers = showsMessengers ? others.map(({ messenger }) => ({ messenger, url: 'https://example.com' })) : []
    return { companyName, greeting, look, ask, away, messengers }
  }, [companyName, channels, greeting, site])
}
