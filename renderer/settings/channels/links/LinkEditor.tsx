import { useState } from 'react'
import type { Refusal } from '#protocol/errors'
import type { ChannelId } from '#protocol/ids'
import { askedBy, emptyLinkForm, type Link, type LinkForm, type LinkProblem, linkProblems } from '#protocol/links'
import { useAct } from '../../../state/act'
import { useIsLive } from '../../../state/hooks'
import { useText } from '../../../text/i18n'
import { refusalText } from '../../../text/refusal'
import { Button } from '../../../ui/Button'
import { Notice } from '../../../ui/Notice'
import { Switch } from '../../../ui/Switch'
import { TextArea, TextField } from '../../../ui/TextField'
import { useUnsavedGuard } from '../../unsaved'

interface Props {
  readonly channelId: ChannelId
  /** Null = a new one. */
  readonly link: Link | null
  readonly onBack: () => void
  readonly onSaved: () => void
}

const sampleNumber = 48_210_937

/** A link being written. What is missing is said as soon as there is something to judge, and once more when it is to be saved. */
export function LinkEditor({ channelId, link, onBack, onSaved }: Props) {
  const { t, format } = useText()
  const act = useAct()
  const isLive = useIsLive()
  const { title, question, isOn } = link ?? emptyLinkForm
  const variable = `{{${t('links.variable')}}}`
  const [before] = useState<LinkForm>({ title, question, isOn })
  const [form, setForm] = useState(before)
  const [isTried, setTried] = useState(false)
  const [isWorking, setWorking] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const isChanged = JSON.stringify(form) !== JSON.stringify(before)
  useUnsavedGuard(isChanged && !isWorking)
  const change = (part: Partial<LinkForm>) => {
    setForm({ ...form, ...part })
    setRefusal(null)
  }
  const problems = linkProblems(form)
  const errorOf = (field: LinkProblem['field']) => {
    const found = problems.find((one) => one.field === field)
    const isJudged = isTried || form[field] !== before[field]
    return found !== undefined && isJudged ? t(`links.problem.${found.problem}`, { variable }) : null
  }
  const save = async () => {
    setTried(true)
    if (problems.length > 0) return
    setWorking(true)
    const [linkId, version] = [link?.id ?? null, link?.version ?? 0]
    const reply = await act(
      { kind: 'link.save', channelId, linkId, version, form },
      { isQuiet: true, done: t('links.saved') },
    )
    setWorking(false)
    setRefusal(reply.ok ? null : reply.refusal)
    if (reply.ok) onSaved()
  }
  const isWhole = problems.every(({ field }) => field !== 'question')
  return (
    <>
      <div className="sheet-body scroll grid min-h-0 flex-1 content-start gap-5">
        {refusal === null ? null : (
          <Notice tone="danger" isNews>
            {refusalText(t, format, refusal)}
          </Notice>
        )}
        <TextField
          label={t('links.title')}
          hint={t('links.titleHint')}
          error={errorOf('title')}
          maxLength={80}
          value={form.title}
          onChange={(event) => change({ title: event.target.value })}
        />
        <TextArea
          label={t('links.question')}
          hint={t('links.questionHint', { variable })}
          error={errorOf('question')}
          rows={3}
          maxLength={500}
          value={form.question}
          onChange={(event) => change({ question: event.target.value })}
        />
        {isWhole ? null : (
          <div>
            <Button size="s" onClick={() => change({ question: `${form.question.trimEnd()} ${variable}`.trim() })}>
              {t('links.insert')}
            </Button>
          </div>
        )}
        {isWhole ? (
          <figure className="grid gap-1">
            <figcaption className="text-small text-text-3">{t('links.preview')}</figcaption>
            <p className="bubble whitespace-pre-wrap">{askedBy(form.question, sampleNumber)}</p>
          </figure>
        ) : null}
        <Switch
          label={t('links.isOn')}
          hint={t('links.isOnHint')}
          isOn={form.isOn}
          onChange={(next) => change({ isOn: next })}
        />
      </div>
      <div className="sheet-foot">
        <Button
          look="ink"
          reason={isLive ? null : t('settings.needsHub')}
          isWorking={isWorking}
          isDisabled={!isChanged}
          onClick={() => void save()}
        >
          {t('common.save')}
        </Button>
        <Button look="ghost" onClick={onBack}>
          {t('links.back')}
        </Button>
      </div>
    </>
  )
}
