import { useRef, useState } from 'react'
import type { Refusal } from '#protocol/errors'
import type { ChannelId } from '#protocol/ids'
import type { Template, TemplateContent, TemplateForm } from '#protocol/templates'
import { useAct } from '../../../state/act'
import { useIsLive, useWindow } from '../../../state/hooks'
import { useText } from '../../../text/i18n'
import { refusalText } from '../../../text/refusal'
import { Button } from '../../../ui/Button'
import { Notice } from '../../../ui/Notice'
import { TemplatePreview } from '../../../ui/TemplatePreview'
import { focusFirstWrong } from '../../first-wrong'
import { useUnsavedGuard } from '../../unsaved'
import { TemplateFields } from './TemplateFields'
import { emptyForm, formOf, problemsOf } from './template-form'

interface Props {
  readonly channelId: ChannelId
  /** Null = a new one. */
  readonly template: Template | null
  readonly onBack: () => void
  readonly onSaved: () => void
}

/** With its examples in place of the variables. */
const exampleValues = ({ header, body, buttons }: TemplateContent) => ({
  header: header.kind === 'text' ? header.words.examples : [],
  body: body.examples,
  buttons: buttons.flatMap((button) =>
    button.kind === 'url' && button.url.includes('{{') ? [button.example ?? ''] : [],
  ),
})

/** A template being written, as the contact would read it beneath; a draft is saved unfinished, what is submitted must be right. */
export function TemplateEditor({ channelId, template, onBack, onSaved }: Props) {
  const { t, format } = useText()
  const act = useAct()
  const isLive = useIsLive()
  const { platform } = useWindow()
  const fields = useRef<HTMLDivElement>(null)
  const [before] = useState<TemplateForm>(() => (template === null ? emptyForm(format.language) : formOf(template)))
  const [form, setForm] = useState(before)
  const [isTried, setTried] = useState(false)
  const [isWorking, setWorking] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const isChanged = form !== before
  useUnsavedGuard(isChanged && !isWorking)
  const isSubmitted = template?.isSubmitted === true
  const isLocked = isSubmitted && template.status === 'pending'
  const problems = problemsOf(form, refusal)
  const save = async () => {
    const [templateId, version] = [template?.id ?? null, template?.version ?? 0]
    return await act({ kind: 'template.save', channelId, templateId, version, form }, { isQuiet: true })
  }
  const finish = async (isForReview: boolean) => {
    setTried(isForReview)
    if (isForReview && problemsOf(form, null).size > 0) return platform.frame(() => focusFirstWrong(fields.current))
    setWorking(true)
    const saved = await save()
    const isDone = saved.ok && isForReview && !isSubmitted
    const last = isDone ? await act({ kind: 'template.submit', templateId: saved.value.id }, { isQuiet: true }) : saved
    setWorking(false)
    setRefusal(last.ok ? null : last.refusal)
    if (last.ok) onSaved()
  }
  const reason = isLive ? (isLocked ? t('templates.edit.locked') : null) : t('settings.needsHub')
  return (
    <>
      <div ref={fields} className="sheet-body scroll min-h-0 flex-1">
        {refusal === null ? null : (
          <Notice tone="danger" isNews>
            {refusalText(t, format, refusal)}
          </Notice>
        )}
        {isLocked ? <Notice>{t('templates.edit.locked')}</Notice> : null}
        <TemplateFields
          form={form}
          isSubmitted={isSubmitted}
          problems={isTried || refusal !== null ? problems : new Map()}
          onForm={(next) => {
            setForm(next)
            setRefusal(null)
          }}
        />
        <p className="label">{t('templates.preview')}</p>
        <TemplatePreview content={form.content} values={exampleValues(form.content)} />
      </div>
      <div className="sheet-foot">
        <Button look="ink" reason={reason} isWorking={isWorking} onClick={() => void finish(true)}>
          {t('templates.edit.submit')}
        </Button>
        {isSubmitted ? null : (
          <Button reason={reason} isDisabled={form.name === ''} onClick={() => void finish(false)}>
            {t('templates.edit.save')}
          </Button>
        )}
        <Button look="ghost" onClick={onBack}>
          {t('templates.edit.back')}
        </Button>
      </div>
    </>
  )
}
