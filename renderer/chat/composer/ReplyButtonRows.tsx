import { X } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import type { ButtonLimits, ReplyButtonForm } from '#protocol/reply-button'
import { useText } from '../../text/i18n'
import { IconButton } from '../../ui/IconButton'
import { Select } from '../../ui/Select'
import { type ButtonTrouble, isSaidAtOnce } from './reply-buttons'
import type { ReplyButtonsChoice } from './use-reply-buttons'

/** Buttons that go out under the reply, each a line: what it does, what stands on it, where it leads. */
export function ReplyButtonRows({ chosen: buttons, limits, trouble, change }: ReplyButtonsChoice) {
  const { t } = useText()
  const list = useRef<HTMLFieldSetElement>(null)
  const count = useRef(0)
  // Whoever adds one writes on it next.
  useEffect(() => {
    if (buttons.length > count.current) list.current?.querySelector<HTMLInputElement>('div:last-of-type input')?.focus()
    count.current = buttons.length
  }, [buttons.length])
  if (buttons.length === 0) return null
  return (
    <fieldset ref={list} className="reply-rows" aria-label={t('chat.composer.buttons.label')}>
      {buttons.map((button, index) => (
        <ReplyButtonRow
          key={index}
          button={button}
          place={index + 1}
          limits={limits}
          problem={trouble?.index === index && isSaidAtOnce(trouble.problem, button) ? trouble.problem : null}
          onChange={(next) => change(buttons.with(index, next))}
          onRemove={() => change(buttons.toSpliced(index, 1))}
        />
      ))}
    </fieldset>
  )
}

interface RowProps {
  readonly button: ReplyButtonForm
  readonly place: number
  readonly limits: ButtonLimits
  readonly problem: ButtonTrouble['problem'] | null
  readonly onChange: (button: ReplyButtonForm) => void
  readonly onRemove: () => void
}

function ReplyButtonRow({ button, place, limits, problem, onChange, onRemove }: RowProps) {
  const { t } = useText()
  const id = useId()
  const { kind, label, url } = button
  const described = problem === null ? undefined : id
  const turn = (next: ReplyButtonForm['kind']) => {
    const isUnnamed = label.trim() === '' && next === 'sharePhone'
    onChange({ ...button, kind: next, label: isUnnamed ? t('chat.composer.buttons.sharePhone') : label })
  }
  return (
    <div className="reply-row">
      <Select
        className="reply-row-kind"
        label={t('chat.composer.buttons.kind', { place })}
        value={kind}
        choices={limits.kinds.map((value) => ({ value, label: t(`chat.composer.buttons.kinds.${value}`) }))}
        onChange={turn}
      />
      <input
        type="text"
        className="input"
        aria-label={t('chat.composer.buttons.words', { place })}
        placeholder={t('chat.composer.buttons.wordsSample')}
        aria-invalid={problem !== null && problem !== 'address' ? true : undefined}
        aria-describedby={described}
        value={label}
        onChange={(event) => onChange({ ...button, label: event.target.value })}
      />
      {kind === 'link' ? (
        <input
          type="url"
          className="input"
          aria-label={t('chat.composer.buttons.address', { place })}
          placeholder="https://"
          aria-invalid={problem === 'address' ? true : undefined}
          aria-describedby={described}
          value={url}
          onChange={(event) => onChange({ ...button, url: event.target.value })}
        />
      ) : null}
      <IconButton
        size="s"
        label={t('chat.composer.buttons.remove', { place })}
        icon={<X className="icon icon-s" aria-hidden="true" />}
        onClick={onRemove}
      />
      {problem === null ? null : (
        <span id={id} className="reply-row-problem" role="status">
          {t(`chat.composer.buttons.problem.${problem}`, { limit: limits.label, most: limits.most })}
        </span>
      )}
    </div>
  )
}
