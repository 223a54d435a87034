import { useState } from 'react'
import type { ChannelDetails, CheckedAccount } from '#protocol/channel'
import type { ConnectionEdit } from '#protocol/connection'
import type { Refusal } from '#protocol/errors'
import { useAct } from '../../state/act'
import { keepEqual } from '../../state/keep-equal'
import type { AccountValues } from './account-form'

export type CheckOutcome =
  | { readonly kind: 'found'; readonly account: CheckedAccount }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

export interface AccountCheck {
  readonly isChecking: boolean
  /** What is known of exactly these values; null = nothing yet. */
  readonly of: (values: AccountValues) => CheckOutcome | null
  /** Asks whose account it is. Nothing is saved by it. */
  readonly ask: (values: AccountValues, form: ConnectionEdit) => Promise<CheckOutcome>
}

/** An answer holds for the values it was asked for: others have been typed meanwhile, and it is forgotten. */
export function useAccountCheck(channel: ChannelDetails | null): AccountCheck {
  const act = useAct()
  const [checked, setChecked] = useState<{ readonly values: AccountValues; readonly outcome: CheckOutcome } | null>(
    null,
  )
  const [asked, setAsked] = useState<AccountValues | null>(null)
  return {
    isChecking: asked !== null,
    of: (values) => (checked !== null && keepEqual(checked.values, values) === checked.values ? checked.outcome : null),
    ask: async (values, form) => {
      setAsked(values)
      const reply = await act({ kind: 'channel.check', form, channelId: channel?.id ?? null }, { isQuiet: true })
      const outcome: CheckOutcome = reply.ok
        ? { kind: 'found', account: reply.value }
        : { kind: 'refused', refusal: reply.refusal }
      setAsked((now) => (now === values ? null : now))
      setChecked({ values, outcome })
      return outcome
    },
  }
}
