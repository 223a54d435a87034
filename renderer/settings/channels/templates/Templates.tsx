import { useCallback, useState } from 'react'
import type { Bridge } from '#preload/contract'
import type { Channel } from '#protocol/channel'
import type { Template, TemplateStatus } from '#protocol/templates'
import { useAct } from '../../../state/act'
import { useWindow } from '../../../state/hooks'
import { useText } from '../../../text/i18n'
import { Button } from '../../../ui/Button'
import { useConfirmation } from '../../../ui/Confirmation'
import { Tag } from '../../../ui/Tag'
import { useLoaded } from '../../loaded'
import { WhenLoaded } from '../../SettingsScreen'
import type { SectionProps } from '../section'
import { TemplateEditor } from './TemplateEditor'

const tones: Readonly<Record<TemplateStatus, 'plain' | 'line' | 'warn' | 'danger' | 'success'>> = {
  draft: 'line',
  pending: 'plain',
  approved: 'success',
  rejected: 'danger',
  paused: 'warn',
  disabled: 'danger',
  other: 'warn',
}

/** The channel's message templates with what the messenger says of each, and the editor in their place. */
export function Templates({
  channel,
  onClose,
}: Pick<SectionProps, 'onClose'> & { readonly channel: Pick<Channel, 'id'> }) {
  const { t } = useText()
  const { navigator } = useWindow()
  const act = useAct()
  const { id: channelId } = channel
  const ask = useCallback((bridge: Bridge) => bridge.query({ kind: 'templates.list', channelId }), [channelId])
  const { loaded, reload } = useLoaded(ask)
  const [open, setOpen] = useState<Template | 'new' | null>(null)
  if (open !== null) {
    return (
      <TemplateEditor
        channelId={channelId}
        template={open === 'new' ? null : open}
        onBack={() => navigator.leave(() => setOpen(null))}
        onSaved={() => void reload().then(() => setOpen(null))}
      />
    )
  }
  const refresh = async () => {
    if ((await act({ kind: 'template.refresh', channelId })).ok) await reload()
  }
  return (
    <>
      <div className="sheet-body scroll min-h-0 flex-1">
        <p className="text-text-2">{t('templates.list.text')}</p>
        <WhenLoaded loaded={loaded} onRetry={() => void reload()}>
          {(all) => <TemplateList all={all} onOpen={setOpen} onChanged={() => void reload()} />}
        </WhenLoaded>
      </div>
      <div className="sheet-foot">
        <Button look="ink" onClick={() => setOpen('new')}>
          {t('templates.list.add')}
        </Button>
        <Button onClick={() => void refresh()}>{t('templates.list.refresh')}</Button>
        <Button look="ghost" onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </>
  )
}

interface ListProps {
  readonly all: readonly Template[]
  readonly onOpen: (template: Template) => void
  readonly onChanged: () => void
}

function TemplateList({ all, onOpen, onChanged }: ListProps) {
  const { t } = useText()
  if (all.length === 0) return <p className="mt-3 text-text-3">{t('templates.list.empty')}</p>
  const archived = all.filter(({ isArchived }) => isArchived)
  const row = (template: Template) => (
    <TemplateRow key={template.id} template={template} onOpen={onOpen} onChanged={onChanged} />
  )
  return (
    <>
      <ul className="template-list">{all.filter(({ isArchived }) => !isArchived).map(row)}</ul>
      {archived.length === 0 ? null : (
        <details>
          <summary>{t('templates.list.archived')}</summary>
          <ul className="template-list">{archived.map(row)}</ul>
        </details>
      )}
    </>
  )
}

interface RowProps extends Omit<ListProps, 'all'> {
  readonly template: Template
}

function TemplateRow({ template, onOpen, onChanged }: RowProps) {
  const { t } = useText()
  const act = useAct()
  const confirm = useConfirmation()
  const { id: templateId, name, language, status, reason, isArchived } = template
  const archive = async () => {
    const done = t(isArchived ? 'templates.list.restoredDone' : 'templates.list.archivedDone')
    if ((await act({ kind: 'template.archive', templateId, isArchived: !isArchived }, { done })).ok) onChanged()
  }
  const remove = async () => {
    const yes = await confirm({
      title: t('templates.list.removeTitle', { name }),
      text: t('templates.list.removeText'),
      act: t('templates.list.remove'),
      keep: t('templates.list.removeKeep'),
      isDangerous: true,
    })
    if (!yes) return
    if ((await act({ kind: 'template.delete', templateId }, { done: t('templates.list.removed') })).ok) onChanged()
  }
  return (
    <li className="template-row">
      <button type="button" className="template-choice" onClick={() => onOpen(template)}>
        <strong>
          {name} · {language}
        </strong>
        <span>{template.content.body.text}</span>
      </button>
      <div className="template-facts">
        <Tag tone={tones[status]}>{t(`templates.status.${status}`)}</Tag>
        <span className="text-small text-text-3">{t(`templates.category.${template.category}`)}</span>
        <Button size="s" look="ghost" onClick={() => void archive()}>
          {t(isArchived ? 'templates.list.restore' : 'templates.list.archive')}
        </Button>
        <Button size="s" look="ghost" onClick={() => void remove()}>
          {t('templates.list.remove')}
        </Button>
      </div>
      {reason === null ? null : <p className="text-small text-danger">{t('templates.list.reason', { reason })}</p>}
    </li>
  )
}
