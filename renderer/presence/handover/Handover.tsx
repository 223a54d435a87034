import { useEffect, useRef } from 'react'
import type { ConversationRow } from '#protocol/conversation'
import { useIsLive, useNavigation, useWindow, useWorkspace } from '../../state/hooks'
import type { Leaving } from '../../state/navigation'
import { useText } from '../../text/i18n'
import { refusalText } from '../../text/refusal'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Notice } from '../../ui/Notice'
import { nameOf, type Target } from '../../ui/targets'
import { useGoing, useStaying } from '../leaving'
import { HandoverItem } from './HandoverItem'
import { isLeft, useOwnOpen } from './own-open'
import { TargetButton } from './TargetButton'
import { type Handover as HandoverState, useHandover } from './use-handover'
import './handover.css'

/** Shown while leaving waits for its answer: what is open with me, to whom, and the way out without it. */
export function Handover() {
  const { navigator } = useWindow()
  const how = useNavigation((state) => state.leaving)
  // Who was signed out meanwhile does not come back to the question.
  useEffect(() => () => navigator.set({ leaving: null }), [navigator])
  return how === null ? null : <HandoverDialog key={how} how={how} />
}

function HandoverDialog({ how }: { readonly how: Leaving }) {
  const { t } = useText()
  const go = useGoing()
  const stay = useStaying()
  const isLive = useIsLive()
  const leaveButton = useRef<HTMLButtonElement>(null)
  const handover = useHandover((target) =>
    go(how, target.kind === 'queue' ? t('handover.doneToQueue') : t('handover.done', { name: nameOf(target, t) })),
  )
  const { state, pass } = handover
  const rows = useOwnOpen().filter(({ id }) => !state.passed.has(id))
  const marked = rows.filter(({ id }) => !state.spared.has(id))
  const reason = !isLive ? t('handover.notConnected') : marked.length === 0 ? t('handover.noneChosen') : null
  const queued = useWorkspace((workspace) => workspace.outbox.length)
  const discards = how === 'signOut' && queued > 0
  return (
    <Dialog
      isOpen
      isWide
      onClose={() => stay(how)}
      title={t(`handover.title.${how}`)}
      description={<Without rows={rows} />}
      initialFocus={leaveButton}
    >
      {discards ? (
        <Notice tone="danger" className="mt-3">
          {t('presence.leaveQueued', { count: queued })}
        </Notice>
      ) : null}
      {isLive ? null : (
        <Notice tone="warn" className="mt-3">
          {t('handover.notConnected')}
        </Notice>
      )}
      {rows.length === 0 ? (
        <p className="py-6 text-center text-text-2">{t('handover.nothing')}</p>
      ) : (
        <Choosing handover={handover} rows={rows} marked={marked.length} />
      )}
      <div className="mt-3 grid gap-3">
        <WhatCame state={state} onAnyway={() => void pass(marked, true)} />
        <div className="handover-foot">
          <Button look="ghost" className="me-auto" onClick={() => stay(how)}>
            {t('handover.stay')}
          </Button>
          <Button ref={leaveButton} look={discards ? 'danger' : 'plain'} onClick={() => go(how, null)}>
            {t(`handover.leave.${how}`)}
          </Button>
          {rows.length === 0 ? null : (
            <Button
              look="ink"
              isWorking={state.isPassing}
              workingText={t('handover.passing')}
              reason={reason}
              onClick={() => void pass(marked, false)}
            >
              {t(`handover.pass.${how}`)}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  )
}

/** What happens to them if one simply goes. */
function Without({ rows }: { readonly rows: readonly ConversationRow[] }) {
  const { t, format } = useText()
  const mode = useWorkspace((state) => state.company?.settings.reassignment ?? 'allUncompleted')
  const delay = useWorkspace((state) => state.company?.settings.reassignmentDelayMs ?? 30_000)
  const moving = rows.filter((row) => isLeft(row, mode)).length
  return t(`handover.without.${mode}`, { time: format.duration(delay), moving, total: rows.length })
}

interface ChoosingProps {
  readonly handover: ReturnType<typeof useHandover>
  readonly rows: readonly ConversationRow[]
  readonly marked: number
}

function Choosing({ handover, rows, marked }: ChoosingProps) {
  const { t } = useText()
  const { state } = handover
  return (
    <>
      <div className="mt-4 mb-3 flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="label">{t('handover.to')}</span>
        <TargetButton target={state.target} onAim={handover.aim} />
        <span className="ms-auto text-small text-text-3">
          {t('handover.chosen', { chosen: marked, total: rows.length })}
        </span>
      </div>
      <ul className="handover-list scroll" aria-label={t('handover.list')}>
        {rows.map((row) => (
          <HandoverItem
            key={row.id}
            row={row}
            isMarked={!state.spared.has(row.id)}
            note={state.notes.get(row.id) ?? ''}
            refused={state.refused.get(row.id) ?? null}
            onMark={(isMarked) => handover.mark(row.id, isMarked)}
            onNote={(text) => handover.note(row.id, text)}
          />
        ))}
      </ul>
    </>
  )
}

/** The question about somebody who is away, the refusal of the whole, or how much was passed on. */
function WhatCame({ state, onAnyway }: { readonly state: HandoverState; readonly onAnyway: () => void }) {
  const { t, format } = useText()
  const delay = useWorkspace((workspace) => workspace.company?.settings.reassignmentDelayMs ?? 30_000)
  const { isAsking, refusal, refused, passed } = state
  if (isAsking) {
    return (
      <Notice tone="warn" isNews end={<Button onClick={onAnyway}>{t('handover.anyway')}</Button>}>
        {absentText(state.target, (presence, name) =>
          t(`handover.absent.${presence}`, { name, delay: format.duration(delay) }),
        )}
      </Notice>
    )
  }
  if (refusal !== null) {
    return (
      <Notice tone="danger" isNews>
        {refusalText(t, format, refusal)}
      </Notice>
    )
  }
  if (refused.size === 0) return null
  return (
    <Notice tone="danger" isNews>
      {t('handover.partly', { done: passed.size, refused: refused.size })}
    </Notice>
  )
}

type Absent = 'online' | 'busy' | 'offline' | 'lost'
const absentText = (target: Target, say: (presence: Absent, name: string) => string): string =>
  target.kind === 'operator' ? say(target.operator.presence.effective, target.operator.name) : ''
