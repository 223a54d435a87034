import { useCallback } from 'react'
import type { Attachment } from '#protocol/attachment'
import { useBridge } from '../../bridge'
import { useText } from '../../text/i18n'
import { refusalText } from '../../text/refusal'
import { useToasts } from '../../ui/Toast'

/** Saves a stored attachment where the person says; in a browser it goes to the downloads. */
export function useSave(): (attachment: Attachment) => void {
  const bridge = useBridge()
  const { show } = useToasts()
  const { t, format } = useText()
  return useCallback(
    (attachment) => {
      void bridge.saveAttachment({ attachmentId: attachment.id, name: attachment.name }).then((outcome) => {
        show(outcome.ok ? t('chat.attachment.saved') : refusalText(t, format, outcome.refusal))
      })
    },
    [bridge, show, t, format],
  )
}
