import { type Template, type TemplateUse, variablesNeeded } from '#protocol/templates'
import { useText } from '../text/i18n'
import { TemplatePreview } from './TemplatePreview'
import { TextField } from './TextField'

export type TemplateValues = Pick<TemplateUse, 'header' | 'body' | 'buttons'>

export const noValues: TemplateValues = { header: [], body: [], buttons: [] }

const labels = {
  header: 'templates.value.header',
  body: 'templates.value.body',
  buttons: 'templates.value.link',
} as const

interface Props {
  readonly template: Template
  readonly values: TemplateValues
  readonly onValues: (values: TemplateValues) => void
}

/** What stands for a template's variables, with the whole as it will be read. */
export function TemplateFill({ template, values, onValues }: Props) {
  const { t } = useText()
  const { content } = template
  const needed = variablesNeeded(content)
  const change = (place: keyof TemplateValues, index: number, value: string) => {
    const filled = needed[place].map((_name, at) => (at === index ? value : (values[place][at] ?? '')))
    onValues({ ...values, [place]: filled })
  }
  const examples = {
    header: content.header.kind === 'text' ? content.header.words.examples : [],
    body: content.body.examples,
    buttons: [],
  }
  return (
    <div className="grid gap-3">
      {(['header', 'body', 'buttons'] as const).flatMap((place) =>
        needed[place].map((name, index) => (
          <TextField
            key={`${place} ${name}`}
            label={t(labels[place], { name })}
            placeholder={examples[place][index] ?? ''}
            value={values[place][index] ?? ''}
            maxLength={1024}
            onChange={(event) => change(place, index, event.target.value)}
          />
        )),
      )}
      <TemplatePreview content={content} values={values} />
    </div>
  )
}
