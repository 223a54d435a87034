import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { useFormContext } from 'react-hook-form'
import type { ChannelDetails, CheckedAccount } from '#protocol/channel'
import { useBridge } from '../../bridge'
import { useText } from '../../text/i18n'
import { CommonInputs } from './CommonInputs'
import type { ChannelFields } from './channel-form'
import { TelegramMore } from './TelegramMore'
import { TokenCheck } from './TokenCheck'

interface Props {
  readonly channel: ChannelDetails | null
  readonly checked: CheckedAccount | null
  readonly onChecked: (checked: CheckedAccount | null) => void
}

/** Connecting in three steps; a connected bot shows only its token and the rest. */
export function TelegramSteps({ channel, checked, onChecked }: Props) {
  const { t } = useText()
  const bridge = useBridge()
  const { setValue, formState } = useFormContext<ChannelFields>()
  const take = (account: CheckedAccount | null) => {
    onChecked(account)
    // The bot's own name is the best first guess for the channel's, unless one has written another.
    if (account !== null && channel === null && formState.dirtyFields.name !== true) setValue('name', account.name)
  }
  if (channel !== null) {
    return (
      <>
        <TokenCheck channel={channel} checked={checked} onChecked={take} />
        <TelegramMore />
      </>
    )
  }
  return (
    <ol className="steps">
      <Step number={1} isDone={checked !== null} title={t('settings.channels.telegram.create')}>
        <p className="text-text-2">{t('settings.channels.telegram.createText')}</p>
        <button
          type="button"
          className="btn-link justify-self-start"
          onClick={() => void bridge.openExternal({ url: 'https://t.me/BotFather' })}
        >
          {t('settings.channels.telegram.openFather')}
        </button>
      </Step>
      <Step number={2} isDone={checked !== null} title={t('settings.channels.telegram.token')}>
        <TokenCheck channel={null} checked={checked} onChecked={take} />
      </Step>
      <Step number={3} title={t('settings.channels.telegram.answer')}>
        <CommonInputs isNew />
        <TelegramMore />
      </Step>
    </ol>
  )
}

interface StepProps {
  readonly number: number
  readonly isDone?: boolean
  readonly title: string
  readonly children: ReactNode
}

function Step({ number, isDone = false, title, children }: StepProps) {
  return (
    <li>
      <span className="step-number" data-done={isDone ? '' : undefined}>
        {isDone ? <Check className="icon icon-s" aria-hidden="true" /> : number}
      </span>
      <h3>{title}</h3>
      <div className="step-body">{children}</div>
    </li>
  )
}
