import { useRef } from 'react'
import { type ChannelDetails, ChannelName } from '#protocol/channel'
import type { ConnectionDetails, ConnectionEdit, ConnectionForm } from '#protocol/connection'
import { accepted, refused } from '#protocol/errors'
import { useBridge } from '../../bridge'
import { useAct } from '../../state/act'
import { useText } from '../../text/i18n'
import { type Edited, useEdited } from '../edited'
import { askChannels } from '../loaded'
import { receiverKey, receiverOf } from './receiver-key'

/** A channel's connection as one writes it; `values` are the messenger's own. */
export interface ConnectionFields<Values> {
  readonly name: string
  /** Of a new one: `group:id` or `operator:id`. */
  readonly receiver: string
  readonly values: Values
}

/** How a messenger's own values become what the hub is asked, and back. */
export interface ConnectionKind<Values> {
  readonly valuesOf: (connection: ConnectionDetails) => Values
  /** What a new one is connected with; null while something is missing or wrong. */
  readonly formOf: (values: Values) => ConnectionForm | null
  /** What of it changes; null = nothing does. */
  readonly editOf: (values: Values, stored: Values) => ConnectionEdit | null
}

export interface EditedConnection<Values extends object> extends Edited<ConnectionFields<Values>> {
  readonly set: (part: Partial<Values>) => void
  /** What the hub gave back at the last saving. */
  readonly saved: () => ChannelDetails | null
}

interface First<Values> {
  readonly channel: ChannelDetails | null
  readonly fresh: ConnectionFields<Values>
}

export const isNameWrong = (name: string): boolean => !ChannelName.safeParse(name).success

/** Connects a new channel, or changes one against the version that was read. */
export function useConnection<Values extends object>(
  { channel, fresh }: First<Values>,
  { valuesOf, formOf, editOf }: ConnectionKind<Values>,
): EditedConnection<Values> {
  const bridge = useBridge()
  const act = useAct()
  const { t } = useText()
  const last = useRef<ChannelDetails | null>(null)
  /** What the hub has, which secrets and addresses are compared with. */
  const stored = useRef(channel === null ? fresh.values : valuesOf(channel.connection))
  const versioned = (one: ChannelDetails) => ({
    version: one.version,
    value: { name: one.name, receiver: receiverKey(one.rules.receiver), values: valuesOf(one.connection) },
  })
  const told = (name: string) => ({
    isQuiet: true,
    done: channel === null ? t('settings.channels.connected', { name }) : t('settings.saved'),
  })
  const send = async ({ name, receiver, values }: ConnectionFields<Values>, version: number) => {
    if (channel !== null) {
      const form = editOf(values, stored.current)
      return act({ kind: 'channel.edit', channelId: channel.id, version, name: name.trim(), form }, told(name))
    }
    const form = formOf(values)
    if (form === null) return refused('INVALID', 'Something is missing.')
    return act({ kind: 'channel.connect', name: name.trim(), receiver: receiverOf(receiver), form }, told(name))
  }
  const edited = useEdited<ConnectionFields<Values>>({
    first: channel === null ? { version: 0, value: fresh } : versioned(channel),
    save: async (fields, version) => {
      const reply = await send(fields, version)
      if (!reply.ok) return reply
      last.current = reply.value
      stored.current = valuesOf(reply.value.connection)
      return accepted(versioned(reply.value))
    },
    askSaved: async () => {
      const now = await askChannels(bridge)
      if (!now.ok) return now
      const saved = now.value.find(({ id }) => id === channel?.id)
      if (saved !== undefined) stored.current = valuesOf(saved.connection)
      return accepted(saved === undefined ? null : versioned(saved))
    },
  })
  return {
    ...edited,
    set: (part) => edited.change({ values: { ...edited.value.values, ...part } }),
    saved: () => last.current,
  }
}
