import { CircleCheck, Hand, RotateCcw } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ConversationRow, Section } from '#protocol/conversation'
import { can } from '#protocol/permissions'
import { useAct } from '../state/act'
import { useActor, useIsLive, useWindow } from '../state/hooks'
import { useText } from '../text/i18n'

interface Props {
  readonly row: ConversationRow
  readonly section: Section
}

/** What the pointer may do on a row: take, close, reopen. Hidden from keys and screen readers, which have the header. */
export function RowActs({ row, section }: Props) {
  const { t } = useText()
  const actor = useActor()
  const act = useAct()
  const isLive = useIsLive()
  const { navigator } = useWindow()
  if (actor === null || !isLive) return null
  const name = row.contactName
  const { id: conversationId, assignVersion } = row
  const reopen = () => void act({ kind: 'conversation.reopen', conversationId })
  const acts = {
    take: () => {
      navigator.openConversation(conversationId)
      void act({ kind: 'conversation.take', conversationId, assignVersion }, { done: t('inbox.taken', { name }) })
    },
    close: () =>
      void act(
        { kind: 'conversation.close', conversationId },
        { done: t('inbox.closed', { name }), undo: { label: t('common.undo'), run: reopen } },
      ),
    reopen: () => void act({ kind: 'conversation.reopen', conversationId }, { done: t('inbox.reopened', { name }) }),
  }
  const mayTake = section !== 'mine' && section !== 'closed' && can(actor, 'take', row)
  return (
    <div className="conv-acts" aria-hidden="true">
      {mayTake ? (
        <Act act="take" label={t('inbox.take')} onClick={acts.take}>
          <Hand className="icon icon-s" />
        </Act>
      ) : null}
      {row.isOpen && section === 'mine' && can(actor, 'close', row) ? (
        <Act act="close" label={t('inbox.close')} onClick={acts.close}>
          <CircleCheck className="icon icon-s" />
        </Act>
      ) : null}
      {!row.isOpen && can(actor, 'reopen', row) ? (
        <Act act="reopen" label={t('inbox.reopen')} onClick={acts.reopen}>
          <RotateCcw className="icon icon-s" />
        </Act>
      ) : null}
    </div>
  )
}

interface ActProps {
  readonly act: 'take' | 'close' | 'reopen'
  readonly label: string
  readonly onClick: () => void
  readonly children: ReactNode
}

function Act({ act, label, onClick, children }: ActProps) {
  return (
    <button type="button" tabIndex={-1} className="btn btn-s" data-act={act} onClick={onClick}>
      {children}
      {label}
    </button>
  )
}
