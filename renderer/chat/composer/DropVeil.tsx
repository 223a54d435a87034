import { useText } from '../../text/i18n'
import { usePane } from '../pane-state'

/** Over the composer while files hang over the pane: what will happen on letting go. */
export function DropVeil({ limit, isNote }: { readonly limit: number; readonly isNote: boolean }) {
  const { t, format } = useText()
  const dragged = usePane((state) => state.dragged)
  if (dragged === null) return null
  const invitation = dragged === 0 ? t('chat.composer.dropAny') : t('chat.composer.drop', { count: dragged })
  return (
    <div className="drop-veil">
      {isNote
        ? t('chat.composer.fileNotInNote')
        : `${invitation}. ${t('chat.composer.dropLimit', { limit: format.size(limit) })}`}
    </div>
  )
}
