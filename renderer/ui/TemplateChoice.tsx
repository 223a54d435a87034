import { useEffect, useState } from 'react'
import type { ChannelId } from '#protocol/ids'
import { type Template, unusableBecause } from '#protocol/templates'
import { useBridge } from '../bridge'
import { useText } from '../text/i18n'
import { refusalText } from '../text/refusal'
import { Notice } from './Notice'
import { TextField } from './TextField'

type Loaded =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'ready'; readonly templates: readonly Template[] }

const fits = (template: Template, words: string) =>
  `${template.name} ${template.content.body.text}`.toLowerCase().includes(words.trim().toLowerCase())

/** The channel's templates that can be sent, found by name or words. */
export function TemplateChoice({
  channelId,
  onPick,
}: {
  readonly channelId: ChannelId
  readonly onPick: (template: Template) => void
}) {
  const { t, format } = useText()
  const bridge = useBridge()
  const [words, setWords] = useState('')
  const [loaded, setLoaded] = useState<Loaded>({ kind: 'loading' })
  useEffect(() => {
    let isGone = false
    setLoaded({ kind: 'loading' })
    void bridge.query({ kind: 'templates.list', channelId }).then((reply) => {
      if (isGone) return
      if (!reply.ok) setLoaded({ kind: 'failed', reason: refusalText(t, format, reply.refusal) })
      else setLoaded({ kind: 'ready', templates: reply.value.filter((one) => unusableBecause(one) === null) })
    })
    return () => {
      isGone = true
    }
  }, [bridge, channelId, t, format])
  if (loaded.kind === 'loading') return <p className="mt-3 text-text-2">{t('templates.pick.loading')}</p>
  if (loaded.kind === 'failed') return <Notice tone="danger">{loaded.reason}</Notice>
  if (loaded.templates.length === 0) return <Notice>{t('templates.pick.none')}</Notice>
  const found = loaded.templates.filter((one) => fits(one, words))
  return (
    <div className="mt-3">
      <TextField label={t('templates.pick.search')} value={words} onChange={(event) => setWords(event.target.value)} />
      {found.length === 0 ? <p className="mt-3 text-text-2">{t('templates.pick.nothingFound')}</p> : null}
      <div className="template-choices scroll">
        {found.map((template) => (
          <button key={template.id} type="button" className="template-choice" onClick={() => onPick(template)}>
            <strong>
              {template.name} · {template.language}
            </strong>
            <span>{template.content.body.text}</span>
          </button>
        ))}
      </div>
    </div>
  )
}
