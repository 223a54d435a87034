import type { CommentPlace } from '#protocol/message'
import { useBridge } from '../bridge'
import { useText } from '../text/i18n'

/** The public page a comment was left under, by its title; opens outside. A link that is none stays text. */
export function PlaceLink({ place }: { readonly place: CommentPlace }) {
  const bridge = useBridge()
  const { t } = useText()
  const name = place.title ?? t(`common.place.${place.kind}`)
  if (!/^https?:\/\//.test(place.link)) return <span>{name}</span>
  return (
    <a
      className="link"
      href={place.link}
      target="_blank"
      rel="noopener noreferrer"
      title={place.link}
      onClick={(event) => {
        event.preventDefault()
        void bridge.openExternal({ url: place.link })
      }}
    >
      {name}
    </a>
  )
}
