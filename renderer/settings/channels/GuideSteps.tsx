import { Check, ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import { useBridge } from '../../bridge'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { DrawingView } from './DrawingView'
import type { Step as GuideStep } from './messengers/messenger'

interface Props {
  readonly steps: readonly GuideStep[]
  /** The account is known: all of this has been done. */
  readonly isDone: boolean
}

/** What is done on the messenger's side, with pictures of what one sees there. */
export function GuideSteps({ steps, isDone }: Props) {
  const { t } = useText()
  const bridge = useBridge()
  return steps.map(({ title, text, link, drawing }, place) => (
    <Step key={title(t)} number={place + 1} isDone={isDone} title={title(t)}>
      <p className="text-text-2">{text(t)}</p>
      {link === undefined ? null : (
        <Button
          size="s"
          className="justify-self-start"
          icon={<ExternalLink className="icon icon-s" aria-hidden="true" />}
          onClick={() => void bridge.openExternal({ url: link.url })}
        >
          {link.words(t)}
        </Button>
      )}
      {drawing === undefined || isDone ? null : <DrawingView drawing={drawing} />}
    </Step>
  ))
}

interface StepProps {
  readonly number: number
  readonly isDone?: boolean
  readonly title: string
  readonly children: ReactNode
}

export function Step({ number, isDone = false, title, children }: StepProps) {
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
