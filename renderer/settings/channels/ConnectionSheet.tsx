import type { ReactNode } from 'react'
import type { ChannelDetails } from '#protocol/channel'
import type { Refusal } from '#protocol/errors'
import { useText } from '../../text/i18n'
import { ConflictNotice, type ConflictRow } from '../ConflictNotice'
import { SheetForm } from '../SheetForm'
import { useUnsavedGuard } from '../unsaved'
import { checkRefusal } from './check-refusal'
import { type EditedConnection, isNameWrong } from './connection-edit'

interface Props<Values extends object> {
  readonly channel: ChannelDetails | null
  readonly edited: EditedConnection<Values>
  readonly hasProblems: boolean
  /** Where the messenger's own values differ from what somebody else saved meanwhile. */
  readonly conflictRows: (mine: Values, theirs: Values) => readonly ConflictRow[]
  readonly onClose: () => void
  readonly onSaved: (saved: ChannelDetails) => void
  readonly children: ReactNode
}

/** The form of a connection: saving, leaving, and what somebody else has saved meanwhile. */
export function ConnectionSheet<Values extends object>(props: Props<Values>) {
  const { channel, edited, hasProblems, conflictRows, onClose, onSaved, children } = props
  const { t, format } = useText()
  useUnsavedGuard(edited.isDirty)
  const { value, theirs } = edited
  const isWrong = hasProblems || isNameWrong(value.name)
  const save = async (send: typeof edited.save) => {
    const reply = await send()
    const saved = edited.saved()
    if (reply.ok && saved !== null) onSaved(saved)
  }
  const keepMine = async () => {
    edited.markTried()
    if (!isWrong) await save(edited.keepMine)
  }
  const says = (refusal: Refusal) =>
    refusal.code === 'NOT_FOUND' ? t('messengers.gone') : checkRefusal(t, format, refusal)
  const name = t('settings.channels.name')
  return (
    <SheetForm
      act={channel === null ? t('settings.channels.save') : t('common.save')}
      hasProblems={isWrong}
      isUnchanged={channel !== null && !edited.isDirty}
      isSaving={edited.isSaving}
      refusal={edited.refusal}
      refusalSays={says}
      onTried={edited.markTried}
      onSave={() => save(edited.save)}
      onClose={onClose}
    >
      {theirs === null ? null : (
        <ConflictNotice
          rows={[
            ...(value.name === theirs.name ? [] : [{ key: 'name', name, mine: value.name, theirs: theirs.name }]),
            ...conflictRows(value.values, theirs.values),
          ]}
          onKeepMine={() => void keepMine()}
          onTakeTheirs={edited.takeTheirs}
        />
      )}
      {children}
    </SheetForm>
  )
}
