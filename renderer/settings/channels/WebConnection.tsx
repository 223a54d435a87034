import { useText } from '../../text/i18n'
import { ChannelNameField } from './ChannelNameField'
import { ConnectionSheet } from './ConnectionSheet'
import { useConnection } from './connection-edit'
import type { ConnectionProps } from './messengers/messenger'
import { ReceiverField } from './ReceiverField'
import { useFreshFields } from './use-fresh-fields'
import { WebIdentity } from './WebIdentity'
import { WebInputs } from './WebInputs'
import { blankWeb, isWebWrong, originsOf, type WebValues, webKind } from './web-form'

/** Our own chat: nothing to paste here, a line of code to paste on the site. */
export function WebConnection({ channel, onClose, onSaved }: ConnectionProps) {
  const { t } = useText()
  const fresh = useFreshFields('web', blankWeb)
  const edited = useConnection<WebValues>({ channel, fresh }, webKind)
  const { name, receiver, values } = edited.value
  const conflictRows = (mine: WebValues, theirs: WebValues) =>
    [
      {
        ...{ key: 'origins', name: t('settings.channels.web.origins') },
        ...{ mine: originsOf(mine.origins).join(', '), theirs: originsOf(theirs.origins).join(', ') },
      },
      {
        ...{ key: 'greeting', name: t('settings.channels.web.greeting') },
        ...{ mine: mine.greeting, theirs: theirs.greeting },
      },
    ].filter((row) => row.mine !== row.theirs)
  return (
    <ConnectionSheet {...{ channel, edited, conflictRows, onClose, onSaved }} hasProblems={isWebWrong(values)}>
      <WebInputs channel={channel} values={values} isTried={edited.isTried} onChange={edited.set} />
      <ChannelNameField name={name} isTried={edited.isTried} onChange={(next) => edited.change({ name: next })} />
      {channel?.connection.messenger === 'web' ? (
        <WebIdentity channel={channel} secretEnd={channel.connection.identitySecretEnd} />
      ) : null}
      {channel === null ? (
        <ReceiverField value={receiver} onChange={(next) => edited.change({ receiver: next })} />
      ) : null}
    </ConnectionSheet>
  )
}
