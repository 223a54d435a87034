import { type ReactNode, useRef } from 'react'
import type { Refusal } from '#protocol/errors'
import { useIsLive, useWindow } from '../state/hooks'
import { useText } from '../text/i18n'
import { refusalText } from '../text/refusal'
import { Button } from '../ui/Button'
import { Notice } from '../ui/Notice'
import { focusFirstWrong } from './first-wrong'

interface Props {
  /** What the saving button says. */
  readonly act: string
  readonly hasProblems: boolean
  readonly isUnchanged: boolean
  readonly isSaving: boolean
  readonly refusal: Refusal | null
  /** The sentence for a refusal, where this form knows a better one. */
  readonly refusalSays?: (refusal: Refusal) => string | null
  readonly onTried: () => void
  readonly onSave: () => Promise<void>
  readonly onClose: () => void
  readonly children: ReactNode
  /** More to do with the thing, at the right of the foot. */
  readonly more?: ReactNode
}

/** A form in a sheet: fields that scroll, and at the foot saving and leaving. */
export function SheetForm(props: Props) {
  const { t, format } = useText()
  const { platform } = useWindow()
  const isLive = useIsLive()
  const form = useRef<HTMLFormElement>(null)
  const { refusal } = props
  const save = () => {
    props.onTried()
    if (props.hasProblems) platform.frame(() => focusFirstWrong(form.current))
    else void props.onSave()
  }
  return (
    <form
      ref={form}
      className="sheet-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      <section className="sheet-body scroll min-h-0 flex-1" tabIndex={0} aria-label={props.act}>
        {refusal === null ? null : (
          <Notice tone="danger" isNews>
            {props.refusalSays?.(refusal) ?? refusalText(t, format, refusal)}
          </Notice>
        )}
        {props.children}
      </section>
      <div className="sheet-foot">
        <Button
          type="submit"
          look="ink"
          isWorking={props.isSaving}
          workingText={t('common.saving')}
          reason={isLive ? null : t('settings.needsHub')}
          isDisabled={props.isUnchanged}
        >
          {props.act}
        </Button>
        <Button look="ghost" onClick={props.onClose}>
          {t('common.cancel')}
        </Button>
        {props.more}
      </div>
    </form>
  )
}
