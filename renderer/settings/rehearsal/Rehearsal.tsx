import { useState } from 'react'
import type { RehearsalDraft } from '#protocol/rehearsal'
import { useText } from '../../text/i18n'
import { refusalText } from '../../text/refusal'
import { Button } from '../../ui/Button'
import { Empty } from '../../ui/Empty'
import { Notice } from '../../ui/Notice'
import { Segmented } from '../../ui/Segmented'
import { RehearsalReport } from './RehearsalReport'
import { type RehearsalView, useRehearsal } from './use-rehearsal'
import './rehearsal.css'

interface Props {
  readonly draft: RehearsalDraft
  readonly onClose: () => void
}

const choices = ['1', '3', '7', '14', '30'] as const
type Days = (typeof choices)[number]

/** Rules on trial: how many days, how far it is, what would have become of them. */
export function Rehearsal({ draft, onClose }: Props) {
  const { t } = useText()
  const { view, start, stop } = useRehearsal()
  const [days, setDays] = useState<Days>('7')
  const isRunning = view.kind === 'running'
  const hasRun = view.kind !== 'asking' && !isRunning
  return (
    <div className="rehearsal">
      <div className="rehearsal-body scroll">
        <p className="text-text-2">{t('rehearsal.intro')}</p>
        <Days value={days} onChange={setDays} />
        <Outcome view={view} />
      </div>
      <div className="rehearsal-foot">
        <Button look="ghost" onClick={onClose}>
          {t('common.close')}
        </Button>
        {isRunning ? (
          <Button onClick={stop}>{t('rehearsal.cancel')}</Button>
        ) : (
          <Button look="ink" onClick={() => void start(draft, Number(days))}>
            {t(hasRun ? 'rehearsal.again' : 'rehearsal.start')}
          </Button>
        )}
      </div>
    </div>
  )
}

function Days({ value, onChange }: { readonly value: Days; readonly onChange: (days: Days) => void }) {
  const { t } = useText()
  const options = choices.map((days) => ({ value: days, label: t('rehearsal.dayCount', { count: Number(days) }) }))
  return (
    <div className="rehearsal-days">
      <span aria-hidden="true">{t('rehearsal.days')}</span>
      <Segmented label={t('rehearsal.days')} value={value} options={options} onChange={onChange} />
    </div>
  )
}

function Outcome({ view }: { readonly view: RehearsalView }) {
  const { t, format } = useText()
  switch (view.kind) {
    case 'asking':
      return <p className="text-small text-text-3">{t('rehearsal.handling')}</p>
    case 'running':
      return <Progress done={view.done} />
    case 'stopped':
      return <Notice isNews>{t('rehearsal.cancelled')}</Notice>
    case 'failed':
      return (
        <Notice tone="danger" isNews>
          {t(`rehearsal.${view.reason}`)}
        </Notice>
      )
    case 'refused':
      return (
        <Notice tone="danger" isNews>
          {view.refusal.code === 'OVERLOADED' ? t('rehearsal.busy') : refusalText(t, format, view.refusal)}
        </Notice>
      )
    case 'done':
      return view.result.inquiries === 0 ? (
        <Empty title={t('rehearsal.none')}>{t('rehearsal.noneText')}</Empty>
      ) : (
        <RehearsalReport result={view.result} days={view.days} />
      )
  }
}

function Progress({ done }: { readonly done: number }) {
  const { t } = useText()
  const percent = Math.floor(done * 100)
  const text = t('rehearsal.running', { percent })
  return (
    <div className="rehearsal-progress">
      <progress max={100} value={percent} aria-label={text} />
      <span aria-hidden="true">{text}</span>
    </div>
  )
}
