import { Check, ExternalLink, Phone } from 'lucide-react'
import type { MessageEntry } from '#protocol/message'
import { kindOfButton } from '#protocol/reply-button'
import { useBridge } from '../../bridge'
import { cx } from '../../ui/class-names'
import { useStreamAround } from './stream-context'

/** Buttons of a message as the contact has them; the pressed one is tinted, with a tick. */
export function ReplyButtons({ entry }: { readonly entry: MessageEntry }) {
  const bridge = useBridge()
  const pressed = useStreamAround().pressed.get(entry.seq)
  if (entry.buttons.length === 0) return null
  return (
    <div className="reply-buttons">
      {entry.buttons.map((line) => (
        <div key={line.map((button) => button.id).join()}>
          {line.map((button) => {
            const { url } = button
            const isPressed = pressed?.has(button.label) === true
            if (url !== null && /^https?:/.test(url)) {
              return (
                <button
                  key={button.id}
                  type="button"
                  className="reply-button"
                  title={url}
                  onClick={() => void bridge.openExternal({ url })}
                >
                  <span className="cut">{button.label}</span>
                  <ExternalLink className="icon icon-xs" aria-hidden="true" />
                </button>
              )
            }
            return (
              <span key={button.id} className={cx('reply-button', isPressed && 'reply-button-pressed')}>
                {isPressed ? <Check className="icon icon-xs" aria-hidden="true" /> : null}
                {kindOfButton(button) === 'sharePhone' ? <Phone className="icon icon-xs" aria-hidden="true" /> : null}
                <span className="cut">{button.label}</span>
              </span>
            )
          })}
        </div>
      ))}
    </div>
  )
}
