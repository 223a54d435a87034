import { useState } from 'react'
import { accepted, type Outcome, type Refusal, refused } from '#protocol/errors'
import { keepEqual } from '../state/keep-equal'

export interface Versioned<Value> {
  readonly version: number
  readonly value: Value
}

interface Ways<Value> {
  readonly first: Versioned<Value>
  /** Saves over the version one has seen. */
  readonly save: (value: Value, version: number) => Promise<Outcome<Versioned<Value>>>
  /** What is saved now, asked when somebody else was faster; null = it is no longer there. */
  readonly askSaved: () => Promise<Outcome<Versioned<Value> | null>>
}

export interface Edited<Value> {
  readonly value: Value
  readonly change: (part: Partial<Value>) => void
  readonly isDirty: boolean
  readonly isSaving: boolean
  /** Saving was asked for: now also what is merely missing is named. */
  readonly isTried: boolean
  readonly markTried: () => void
  readonly refusal: Refusal | null
  /** What somebody else has saved meanwhile. */
  readonly theirs: Value | null
  /** Over what was read; once somebody else was faster that is refused again, so that only `keepMine` overwrites him. */
  readonly save: () => Promise<Outcome<Versioned<Value>>>
  readonly keepMine: () => Promise<Outcome<Versioned<Value>>>
  readonly takeTheirs: () => void
  readonly discard: () => void
}

const isSame = (a: unknown, b: unknown) => keepEqual(a, b) === a

/** A value edited whole and saved against the version that was read: nothing is lost, nothing overwritten unasked. */
export function useEdited<Value extends object>({ first, save, askSaved }: Ways<Value>): Edited<Value> {
  const [saved, setSaved] = useState(first)
  const [value, setValue] = useState(first.value)
  const [theirs, setTheirs] = useState<Versioned<Value> | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [isSaving, setSaving] = useState(false)
  const [isTried, setTried] = useState(false)
  const show = (next: Versioned<Value>) => {
    setSaved(next)
    setValue(next.value)
    setTheirs(null)
    setRefusal(null)
    setTried(false)
  }
  const notSaved = async (why: Refusal): Promise<Outcome<Versioned<Value>>> => {
    const now = why.code === 'CONFLICT' ? await askSaved() : accepted(null)
    if (!now.ok) setRefusal(now.refusal)
    else if (now.value !== null) setTheirs(now.value)
    else setRefusal(why.code === 'CONFLICT' ? { ...why, code: 'NOT_FOUND' } : why)
    return { ok: false, refusal: why }
  }
  const saveOver = async (version: number) => {
    if (isSaving) return refused('CONFLICT', 'It is being saved.')
    setSaving(true)
    setRefusal(null)
    const reply = await save(value, version)
    if (reply.ok) show(reply.value)
    const answer = reply.ok ? reply : await notSaved(reply.refusal)
    setSaving(false)
    return answer
  }
  return {
    value,
    change: (part) => setValue((before) => ({ ...before, ...part })),
    isDirty: !isSame(saved.value, value),
    ...{ isSaving, isTried, refusal },
    markTried: () => setTried(true),
    theirs: theirs?.value ?? null,
    save: () => saveOver(saved.version),
    keepMine: () => saveOver(theirs?.version ?? saved.version),
    takeTheirs: () => (theirs === null ? undefined : show(theirs)),
    discard: () => show(saved),
  }
}
