import { ExternalLink, FileText, Phone, Reply } from 'lucide-react'
import type { TemplateButton, TemplateContent, TemplateUse } from '#protocol/templates'
import { filledText, templateButtons } from '#protocol/templates'
import { useText } from '../text/i18n'
import './template.css'

interface Props {
  readonly content: TemplateContent
  readonly values: Pick<TemplateUse, 'header' | 'body' | 'buttons'>
}

/** A template as it will stand in the contact's messenger. */
export function TemplatePreview({ content, values }: Props) {
  const { t } = useText()
  const { header, body, footer } = content
  return (
    <figure className="template-preview" aria-label={t('templates.preview')}>
      <div className="template-bubble">
        {header.kind === 'text' ? <strong>{filledText(header.words.text, values.header)}</strong> : null}
        {header.kind === 'file' ? (
          <span className="template-file">
            <FileText className="icon" aria-hidden="true" />
            {t('templates.file', { format: header.format })}
          </span>
        ) : null}
        <p className="whitespace-pre-wrap wrap-anywhere">{filledText(body.text, values.body)}</p>
        {footer === '' ? null : <small>{footer}</small>}
      </div>
      {templateButtons(content, values).map((button, index) => (
        <span key={button.id} className="template-button" title={button.url ?? undefined}>
          <ButtonSign kind={content.buttons[index]?.kind ?? 'reply'} />
          {button.label}
        </span>
      ))}
    </figure>
  )
}

const signs = { reply: Reply, url: ExternalLink, phone: Phone, other: FileText } as const

function ButtonSign({ kind }: { readonly kind: TemplateButton['kind'] }) {
  const Sign = signs[kind]
  return <Sign className="icon icon-s" aria-hidden="true" />
}
