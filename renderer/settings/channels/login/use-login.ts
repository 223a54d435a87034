import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Messenger } from '#protocol/channel'
import type { Refusal } from '#protocol/errors'
import type { LoginFailure, LoginId, LoginState } from '#protocol/messenger-login'
import { useBridge } from '../../../bridge'
import { useAct } from '../../../state/act'
import { useChanges, useIsLive } from '../../../state/hooks'

export type LoginStep =
  | { readonly kind: 'idle' }
  | { readonly kind: 'beginning' }
  /** It goes on in the browser. */
  | { readonly kind: 'waiting'; readonly loginId: LoginId; readonly address: string }
  | { readonly kind: 'done'; readonly account: string }
  | { readonly kind: 'failed'; readonly reason: LoginFailure; readonly detail: string | null }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

export interface MessengerLogin {
  readonly step: LoginStep
  readonly begin: () => Promise<void>
  /** The browser's tab was closed too early. */
  readonly openAgain: () => void
  readonly cancel: () => void
}

const idle: LoginStep = { kind: 'idle' }
const ended: LoginStep = { kind: 'failed', reason: 'ended', detail: null }

/** A login at a messenger: begun here, carried on in the system's browser, and heard of when it ends. */
export function useLogin(messenger: Messenger, onTicket: (ticket: string) => void): MessengerLogin {
  const bridge = useBridge()
  const act = useAct()
  const isLive = useIsLive()
  const [step, setStep] = useState<LoginStep>(idle)
  /** The login that is waited for: what is told of another one is late. */
  const current = useRef<LoginId | null>(null)

  const end = (next: LoginStep) => {
    current.current = null
    setStep(next)
  }
  const take = (state: LoginState) => {
    if (state.kind === 'waiting') return
    end(state)
    if (state.kind === 'done') onTicket(state.ticket)
  }
  const look = useEffectEvent(async () => {
    const loginId = current.current
    if (loginId === null) return
    const reply = await bridge.query({ kind: 'login.state', loginId })
    if (current.current !== loginId) return
    if (reply.ok) take(reply.value)
    else if (reply.refusal.code === 'LOGIN_ENDED') end(ended)
  })
  useChanges((changes) => {
    const isMeant = changes.some(
      (change) =>
        change.kind === 'notice' && change.notice.kind === 'login.changed' && change.notice.loginId === current.current,
    )
    if (isMeant) void look()
  })
  // What was told while there was no link was not heard.
  useEffect(() => {
    if (isLive) void look()
  }, [isLive])

  return {
    step,
    begin: async () => {
      setStep({ kind: 'beginning' })
      const reply = await act({ kind: 'login.begin', messenger }, { isQuiet: true })
      if (!reply.ok) return end({ kind: 'refused', refusal: reply.refusal })
      const { loginId, address } = reply.value
      current.current = loginId
      setStep({ kind: 'waiting', loginId, address })
      await bridge.openExternal({ url: address })
    },
    openAgain: () => {
      if (step.kind === 'waiting') void bridge.openExternal({ url: step.address })
    },
    cancel: () => end(idle),
  }
}
