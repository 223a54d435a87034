import { CircleAlert, Copy } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react'
import { can } from '#protocol/permissions'
import { useReady } from '../state/conversation'
import { useActor, useIsLive } from '../state/hooks'
import { useText } from '../text/i18n'
import { cx } from '../ui/class-names'
import { IconButton } from '../ui/IconButton'
import { useToasts } from '../ui/Toast'
import type { ContactField } from './contact-field'
import { type ContactEdit, useContactEdit } from './use-contact-edit'

interface Props {
  readonly field: ContactField
  /** The name of the contact stands as the head of the panel. */
  readonly isHead?: boolean
}

/** A value that becomes a field by click or Enter; Escape restores, leaving saves. */
export function EditableField({ field, isHead = false }: Props) {
  const { contact, row } = useReady()
  const actor = useActor()
  const isLive = useIsLive()
  const edit = useContactEdit(field)
  const [typed, setTyped] = useState<string | null>(null)
  const shown = useRef<HTMLButtonElement>(null)
  const mayEdit = actor !== null && can(actor, 'editContact', row)
  const value = contact[field] ?? ''
  const close = () => {
    edit.reset()
    setTyped(null)
  }
  if (typed === null || !mayEdit) {
    return (
      <Shown
        ref={shown}
        field={field}
        value={value}
        isHead={isHead}
        mayEdit={mayEdit}
        isLive={isLive}
        onEdit={() => setTyped(value)}
      />
    )
  }
  return (
    <Typing
      field={field}
      typed={typed}
      isHead={isHead}
      edit={edit}
      onTyped={setTyped}
      onClose={close}
      onLeave={async (wasKey) => {
        if (!(await edit.save(typed))) return
        close()
        if (wasKey) requestAnimationFrame(() => shown.current?.focus())
      }}
    />
  )
}

interface ShownProps {
  readonly ref: RefObject<HTMLButtonElement | null>
  readonly field: ContactField
  readonly value: string
  readonly isHead: boolean
  readonly mayEdit: boolean
  readonly isLive: boolean
  readonly onEdit: () => void
}

function Shown({ ref, field, value, isHead, mayEdit, isLive, onEdit }: ShownProps) {
  const { t } = useText()
  const { show } = useToasts()
  if (!mayEdit) return <span className={cx('value', isHead && 'value-head')}>{value === '' ? '—' : value}</span>
  const add = field === 'name' ? null : t(`contact.add.${field}`)
  const copy = async () => {
    await navigator.clipboard.writeText(value)
    show(t('contact.copied'))
  }
  return (
    <span className="value-line">
      <button
        ref={ref}
        type="button"
        className={cx('value value-button', isHead && 'value-head', value === '' && 'value-empty')}
        title={isLive ? undefined : t('contact.offline')}
        aria-disabled={isLive ? undefined : true}
        aria-label={t('contact.edit', {
          field: value === '' ? t(`contact.field.${field}`) : `${t(`contact.field.${field}`)}, ${value}`,
        })}
        onClick={isLive ? onEdit : undefined}
      >
        {value === '' ? add : value}
      </button>
      {value !== '' && (field === 'phone' || field === 'email') ? (
        <IconButton
          size="s"
          className="value-copy"
          label={field === 'phone' ? t('contact.copyPhone') : t('contact.copyEmail')}
          icon={<Copy className="icon icon-s" aria-hidden="true" />}
          onClick={() => void copy()}
        />
      ) : null}
    </span>
  )
}

interface TypingProps {
  readonly field: ContactField
  readonly typed: string
  readonly isHead: boolean
  readonly edit: ContactEdit
  readonly onTyped: (typed: string) => void
  readonly onClose: () => void
  readonly onLeave: (wasKey: boolean) => Promise<void>
}

const inputTypes = { name: 'text', phone: 'tel', email: 'email', comment: 'text' } as const

function Typing({ field, typed, isHead, edit, onTyped, onClose, onLeave }: TypingProps) {
  const { t } = useText()
  const id = useId()
  const control = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  useEffect(() => {
    control.current?.focus()
    control.current?.select()
  }, [])
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose()
    else if (event.key === 'Enter' && !(field === 'comment' && event.shiftKey)) void onLeave(true)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const { state } = edit
  const common = {
    ref: control,
    value: typed,
    'aria-label': t(`contact.field.${field}`),
    'aria-invalid': state.kind === 'problem' || undefined,
    'aria-describedby': state.kind === 'problem' || state.kind === 'conflict' ? id : undefined,
    readOnly: state.kind === 'saving',
    onKeyDown: press,
    // A conflict waits for a decision; leaving the field for its buttons is none.
    onBlur: () => (state.kind === 'conflict' || state.kind === 'saving' ? undefined : void onLeave(false)),
  }
  return (
    <span className="value-edit">
      {field === 'comment' ? (
        <textarea {...common} className="input" rows={2} onChange={(event) => onTyped(event.target.value)} />
      ) : (
        <input
          {...common}
          type={inputTypes[field]}
          className={cx('input', isHead && 'value-head')}
          onChange={(event) => onTyped(event.target.value)}
        />
      )}
      {state.kind === 'problem' ? (
        <span id={id} className="error">
          <CircleAlert className="icon" aria-hidden="true" />
          <span>{state.text}</span>
        </span>
      ) : null}
      {state.kind === 'conflict' ? <Conflict id={id} edit={edit} theirs={state.theirs} onClose={onClose} /> : null}
    </span>
  )
}

interface ConflictProps {
  readonly id: string
  readonly edit: ContactEdit
  readonly theirs: string
  readonly onClose: () => void
}

function Conflict({ id, edit, theirs, onClose }: ConflictProps) {
  const { t } = useText()
  const keep = async () => {
    if (await edit.keepMine()) onClose()
  }
  return (
    <span id={id} className="value-conflict" role="alert">
      {theirs === '' ? t('contact.conflictEmpty') : t('contact.conflict', { theirs })}
      <span className="flex gap-3">
        <button type="button" className="btn-link" onClick={() => void keep()}>
          {t('contact.keepMine')}
        </button>
        <button type="button" className="btn-link" onClick={onClose}>
          {t('contact.takeTheirs')}
        </button>
      </span>
    </span>
  )
}
