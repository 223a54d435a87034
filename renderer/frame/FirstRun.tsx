import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { useWindow, useWorkspace } from '../state/hooks'
import type { SettingsPage } from '../state/navigation'
import { useText } from '../text/i18n'
import { Button } from '../ui/Button'
import { Keys } from '../ui/Keys'
import { Mark } from '../ui/Mark'

/** What an administrator sees in a new company: a list that starts with what works at once. */
export function FirstRun() {
  const { t } = useText()
  const { navigator } = useWindow()
  const company = useWorkspace((state) => state.company)
  if (company === null) return null
  const go = (page: SettingsPage) => () => navigator.showSettings(page)
  const names = { name: company.account.name, company: company.settings.companyName }
  return (
    <div className="first scroll">
      <div className="w-full max-w-[640px]">
        <h2 className="text-head tracking-tight">{t('frame.first.title')}</h2>
        <p className="mt-1 mb-5 text-message text-text-2">{t('frame.first.lead')}</p>
        <ol>
          <Step isDone title={t('frame.first.administrator')} text={t('frame.first.administratorText', names)} />
          <Step number={2} title={t('frame.first.channel')} text={t('frame.first.channelText')}>
            <span className="flex items-center gap-2">
              <Mark messenger="web" size={24} />
              <Mark messenger="telegram" size={24} />
              <Button look="ink" onClick={go('channels')}>
                {t('frame.first.channelAct')}
              </Button>
            </span>
          </Step>
          <Step number={3} title={t('frame.first.operators')} text={t('frame.first.operatorsText')}>
            <Button onClick={go('operators')}>{t('frame.first.operatorsAct')}</Button>
          </Step>
          <Step number={4} title={t('frame.first.distribution')} text={t('frame.first.distributionText')}>
            <Button onClick={go('distribution')}>{t('frame.first.distributionAct')}</Button>
          </Step>
        </ol>
        <p className="mt-5 flex flex-wrap items-center gap-1.5 text-small text-text-3">
          {t('frame.first.keys')} <Keys keys="mod+k" /> {t('frame.first.keysFind')}, <Keys keys="mod+slash" />{' '}
          {t('frame.first.keysShow')}
        </p>
      </div>
    </div>
  )
}

interface StepProps {
  readonly number?: number
  readonly isDone?: boolean
  readonly title: string
  readonly text: string
  readonly children?: ReactNode
}

function Step({ number, isDone = false, title, text, children }: StepProps) {
  return (
    <li className="first-step">
      <span className="first-number" data-done={isDone ? '' : undefined}>
        {isDone ? <Check className="icon icon-s" aria-hidden="true" /> : number}
      </span>
      <div className="min-w-0 flex-1 pe-4">
        <h3 className={isDone ? 'font-medium text-text-2' : undefined}>{title}</h3>
        <p className="text-text-2">{text}</p>
      </div>
      {children}
    </li>
  )
}
