import { useBridge } from '../bridge'
import { useReady } from '../state/conversation'
import { useWorkspace } from '../state/hooks'
import { useText } from '../text/i18n'
import { Mark } from '../ui/Mark'

/** The contact's accounts in our channels; one with a public page leads there. */
export function Identities() {
  const { t } = useText()
  const bridge = useBridge()
  const { contact } = useReady()
  const channels = useWorkspace((state) => state.company?.channels)
  return contact.identities.map((identity) => {
    const channel = channels?.find((one) => one.id === identity.channelId)
    const name = identity.username === null ? identity.name : `@${identity.username}`
    const { link } = identity
    return (
      <span key={`${identity.channelId}${identity.externalId}`} className="identity">
        {channel === undefined ? null : <Mark messenger={channel.messenger} />}
        {link !== null && /^https?:/.test(link) ? (
          <a
            className="link cut"
            href={link}
            target="_blank"
            rel="noopener noreferrer"
            aria-label={t('contact.openProfile', { name })}
            onClick={(event) => {
              event.preventDefault()
              void bridge.openExternal({ url: link })
            }}
          >
            {name}
          </a>
        ) : (
          <span className="cut" title={name}>
            {name}
          </span>
        )}
      </span>
    )
  })
}
