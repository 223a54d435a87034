import { useState } from 'react'
import type { Contact, ContactFields } from '#protocol/contact'
import { useBridge } from '../bridge'
import { useReady } from '../state/conversation'
import { useText } from '../text/i18n'
import { refusalText } from '../text/refusal'
import { type ContactField, parseField } from './contact-field'

export type FieldState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'problem'; readonly text: string }
  /** Somebody has changed the same field meanwhile: both values are shown, nothing is overwritten. */
  | { readonly kind: 'conflict'; readonly theirs: string; readonly fields: ContactFields; readonly version: number }

export interface ContactEdit {
  readonly state: FieldState
  /** True: it is saved and the field may close. */
  readonly save: (typed: string) => Promise<boolean>
  readonly keepMine: () => Promise<boolean>
  readonly reset: () => void
}

/** Saves one field of the contact as it is left; what the hub refuses stays in the field with the reason. */
export function useContactEdit(field: ContactField): ContactEdit {
  const { t, format } = useText()
  const bridge = useBridge()
  const { contact, row } = useReady()
  const [state, setState] = useState<FieldState>({ kind: 'idle' })

  const currentOf = async (): Promise<Contact> => {
    const reply = await bridge.query<'contact.get'>({ kind: 'contact.get', conversationId: row.id })
    return reply.ok ? reply.value.contact : contact
  }

  const send = async (fields: ContactFields, version: number): Promise<boolean> => {
    setState({ kind: 'saving' })
    const reply = await bridge.command<'contact.edit'>({
      kind: 'contact.edit',
      contactId: contact.id,
      conversationId: row.id,
      version,
      fields,
    })
    if (reply.ok) {
      setState({ kind: 'idle' })
      return true
    }
    if (reply.refusal.code !== 'CONFLICT') {
      setState({ kind: 'problem', text: refusalText(t, format, reply.refusal) })
      return false
    }
    const now = await currentOf()
    // Another field was changed: nothing of this one is lost by saving it over the newer version.
    if (now[field] === contact[field] && now.version !== version) return send(fields, now.version)
    setState({ kind: 'conflict', theirs: now[field] ?? '', fields, version: now.version })
    return false
  }

  return {
    state,
    save: async (typed) => {
      const parsed = parseField(field, typed)
      if (parsed.kind === 'problem') {
        setState({ kind: 'problem', text: t(`contact.problem.${parsed.problem}`) })
        return false
      }
      if ((parsed.fields[field] ?? null) === contact[field]) {
        setState({ kind: 'idle' })
        return true
      }
      return send(parsed.fields, contact.version)
    },
    keepMine: async () => (state.kind === 'conflict' ? send(state.fields, state.version) : true),
    reset: () => setState({ kind: 'idle' }),
  }
}
