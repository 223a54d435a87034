import type { OperatorId } from '#protocol/ids'
import { useText } from '../../text/i18n'
import { askSessions, useLoaded } from '../loaded'
import { SessionList } from '../SessionList'
import { WhenLoaded } from '../SettingsScreen'

export function OperatorSessions({ operatorId }: { readonly operatorId: OperatorId }) {
  const { t } = useText()
  const { loaded, reload } = useLoaded(askSessions)
  return (
    <div className="border-t border-line-1 pt-4">
      <h3 className="pb-1">{t('settings.operators.sessions')}</h3>
      <WhenLoaded loaded={loaded} onRetry={() => void reload()}>
        {(sessions) => (
          <SessionList
            sessions={sessions.filter((session) => session.operatorId === operatorId)}
            onEnded={() => void reload()}
          />
        )}
      </WhenLoaded>
    </div>
  )
}
