import { Trash2 } from 'lucide-react'
import {
  type TemplateButton,
  type TemplateContent,
  type TemplateForm,
  templateCategories,
  templateLimits,
  variablesOf,
} from '#protocol/templates'
import { useText } from '../../../text/i18n'
import { Button } from '../../../ui/Button'
import { Field } from '../../../ui/Field'
import { IconButton } from '../../../ui/IconButton'
import { Select } from '../../../ui/Select'
import { TextArea, TextField } from '../../../ui/TextField'
import { FormSet } from '../../FormSet'
import { type FieldProblem, headerOf, newButtons, reworded } from './template-form'

interface Props {
  readonly form: TemplateForm
  readonly isSubmitted: boolean
  readonly problems: ReadonlyMap<string, FieldProblem>
  readonly onForm: (form: TemplateForm) => void
}

/** Name, words, examples and buttons of a template. */
export function TemplateFields({ form, isSubmitted, problems, onForm }: Props) {
  const { t } = useText()
  const { content } = form
  const errorOf = (field: string) => {
    const problem = problems.get(field)
    return problem === undefined ? null : t(`templates.problem.${problem}`)
  }
  const change = (part: Partial<TemplateForm>) => onForm({ ...form, ...part })
  const write = (part: Partial<TemplateContent>) => change({ content: { ...content, ...part } })
  const { header, body } = content
  return (
    <>
      <TextField
        label={t('templates.edit.name')}
        hint={t('templates.edit.nameHint')}
        error={errorOf('name')}
        value={form.name}
        maxLength={templateLimits.name}
        disabled={isSubmitted}
        onChange={({ target }) => change({ name: target.value })}
      />
      <Choices form={form} isSubmitted={isSubmitted} onChange={change} />
      {header.kind === 'file' ? (
        <p className="text-text-2">{t('templates.edit.headerFile')}</p>
      ) : (
        <TextField
          label={t('templates.edit.header')}
          hint={t('templates.edit.headerHint')}
          error={errorOf('header')}
          value={header.kind === 'text' ? header.words.text : ''}
          onChange={({ target }) => write({ header: headerOf(header, target.value) })}
        />
      )}
      {header.kind === 'text' ? (
        <Examples
          words={header.words}
          errorOf={(index) => errorOf(`header.${index}`)}
          onExamples={(examples) => write({ header: { kind: 'text', words: { ...header.words, examples } } })}
        />
      ) : null}
      <TextArea
        label={t('templates.edit.body')}
        hint={t('templates.edit.bodyHint', { variable: '{{1}}' })}
        error={errorOf('body')}
        rows={5}
        value={body.text}
        onChange={({ target }) => write({ body: reworded(body, target.value) })}
      />
      <Examples
        words={body}
        errorOf={(index) => errorOf(`body.${index}`)}
        onExamples={(examples) => write({ body: { ...body, examples } })}
      />
      <TextField
        label={t('templates.edit.footer')}
        hint={t('templates.edit.footerHint')}
        error={errorOf('footer')}
        value={content.footer}
        onChange={({ target }) => write({ footer: target.value })}
      />
      <Buttons buttons={content.buttons} errorOf={errorOf} onButtons={(buttons) => write({ buttons })} />
    </>
  )
}

const languages = ['ru', 'en', 'en_US', 'kk', 'uz', 'be_BY', 'uk', 'ky_KG', 'az', 'ka', 'tr', 'de', 'es', 'fr'] as const

interface ChoicesProps {
  readonly form: TemplateForm
  readonly isSubmitted: boolean
  readonly onChange: (part: Partial<TemplateForm>) => void
}

function Choices({ form, isSubmitted, onChange }: ChoicesProps) {
  const { t, format } = useText()
  const known = languages.some((one) => one === form.language) ? languages : [...languages, form.language]
  const categories = templateCategories.filter((one) => one !== 'authentication' || form.category === one)
  return (
    <>
      <Field label={t('templates.edit.language')}>
        {({ id }) => (
          <Select
            id={id}
            label={t('templates.edit.language')}
            value={form.language}
            isDisabled={isSubmitted}
            choices={known.map((value) => ({ value, label: `${format.languageName(value)} · ${value}` }))}
            onChange={(language) => onChange({ language })}
          />
        )}
      </Field>
      <Field label={t('templates.edit.category')}>
        {({ id }) => (
          <Select
            id={id}
            label={t('templates.edit.category')}
            value={form.category}
            choices={categories.map((value) => ({ value, label: t(`templates.category.${value}`) }))}
            onChange={(category) => onChange({ category })}
          />
        )}
      </Field>
    </>
  )
}

interface ExamplesProps {
  readonly words: TemplateContent['body']
  readonly errorOf: (index: number) => string | null
  readonly onExamples: (examples: string[]) => void
}

/** The messenger reviews a text by an example for each of its variables. */
function Examples({ words, errorOf, onExamples }: ExamplesProps) {
  const { t } = useText()
  const names = variablesOf(words.text)
  return names.map((name, index) => (
    <TextField
      key={name}
      label={t('templates.edit.example', { name })}
      error={errorOf(index)}
      value={words.examples[index] ?? ''}
      onChange={({ target }) =>
        onExamples(names.map((_name, at) => (at === index ? target.value : (words.examples[at] ?? ''))))
      }
    />
  ))
}

interface ButtonsProps {
  readonly buttons: readonly TemplateButton[]
  readonly errorOf: (field: string) => string | null
  readonly onButtons: (buttons: TemplateButton[]) => void
}

function Buttons({ buttons, errorOf, onButtons }: ButtonsProps) {
  const { t } = useText()
  const put = (index: number, button: TemplateButton) => onButtons(buttons.with(index, button))
  return (
    <FormSet title={t('templates.edit.buttons')}>
      {errorOf('buttons') === null ? null : <p className="error">{errorOf('buttons')}</p>}
      {buttons.map((button, index) => (
        <div key={index} className="template-edit-button">
          <ButtonFields
            button={button}
            errorOf={(part) => errorOf(`buttons.${index}.${part}`)}
            onButton={(next) => put(index, next)}
          />
          <IconButton
            label={t('templates.edit.removeButton')}
            icon={<Trash2 className="icon" aria-hidden="true" />}
            onClick={() => onButtons(buttons.toSpliced(index, 1))}
          />
        </div>
      ))}
      <div className="flex flex-wrap gap-2">
        {(['reply', 'url', 'phone'] as const).map((kind) => (
          <Button key={kind} size="s" onClick={() => onButtons([...buttons, newButtons[kind]])}>
            {t(
              kind === 'reply'
                ? 'templates.edit.addReply'
                : kind === 'url'
                  ? 'templates.edit.addUrl'
                  : 'templates.edit.addPhone',
            )}
          </Button>
        ))}
      </div>
    </FormSet>
  )
}

interface ButtonProps {
  readonly button: TemplateButton
  readonly errorOf: (part: 'label' | 'url' | 'example' | 'phone') => string | null
  readonly onButton: (button: TemplateButton) => void
}

function ButtonFields({ button, errorOf, onButton }: ButtonProps) {
  const { t } = useText()
  return (
    <div className="grid min-w-0 flex-1 gap-2">
      <TextField
        label={t('templates.edit.label')}
        error={errorOf('label')}
        value={button.label}
        maxLength={templateLimits.button}
        onChange={({ target }) => onButton({ ...button, label: target.value })}
      />
      {button.kind === 'url' ? (
        <>
          <TextField
            label={t('templates.edit.url')}
            hint={t('templates.edit.urlHint')}
            error={errorOf('url')}
            value={button.url}
            onChange={({ target }) => onButton({ ...button, url: target.value })}
          />
          {variablesOf(button.url).length === 0 ? null : (
            <TextField
              label={t('templates.edit.example', { name: button.url })}
              error={errorOf('example')}
              value={button.example ?? ''}
              onChange={({ target }) => onButton({ ...button, example: target.value })}
            />
          )}
        </>
      ) : null}
      {button.kind === 'phone' ? (
        <TextField
          label={t('templates.edit.phone')}
          error={errorOf('phone')}
          value={button.phone}
          onChange={({ target }) => onButton({ ...button, phone: target.value })}
        />
      ) : null}
    </div>
  )
}
