import { useCallback, useState } from 'react'
import type { Bridge } from '#preload/contract'
import type { ChannelLinks, Link } from '#protocol/links'
import { useAct } from '../../../state/act'
import { useWindow } from '../../../state/hooks'
import { useText } from '../../../text/i18n'
import { Button } from '../../../ui/Button'
import { useConfirmation } from '../../../ui/Confirmation'
import { CopyButton } from '../../../ui/CopyButton'
import { Empty } from '../../../ui/Empty'
import { Notice } from '../../../ui/Notice'
import { Tag } from '../../../ui/Tag'
import { useLoaded } from '../../loaded'
import { WhenLoaded } from '../../SettingsScreen'
import type { SectionProps } from '../section'
import { LinkEditor } from './LinkEditor'

/** The channel's links with what has come by each, and the editor in their place. */
export function Links({ channel, onClose }: SectionProps) {
  const { t } = useText()
  const { navigator } = useWindow()
  const { id: channelId } = channel
  const ask = useCallback((bridge: Bridge) => bridge.query({ kind: 'links.list', channelId }), [channelId])
  const { loaded, reload } = useLoaded(ask)
  const [open, setOpen] = useState<Link | 'new' | null>(null)
  if (open !== null) {
    return (
      <LinkEditor
        channelId={channelId}
        link={open === 'new' ? null : open}
        onBack={() => navigator.leave(() => setOpen(null))}
        onSaved={() => void reload().then(() => setOpen(null))}
      />
    )
  }
  return (
    <>
      <div className="sheet-body scroll grid min-h-0 flex-1 content-start gap-4">
        <p className="text-text-2">{t('links.text')}</p>
        <WhenLoaded loaded={loaded} onRetry={() => void reload()}>
          {(all) => <LinkList all={all} onOpen={setOpen} onChanged={() => void reload()} />}
        </WhenLoaded>
      </div>
      <div className="sheet-foot">
        <Button look="ink" onClick={() => setOpen('new')}>
          {t('links.add')}
        </Button>
        <Button look="ghost" onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </>
  )
}

interface ListProps {
  readonly all: ChannelLinks
  readonly onOpen: (link: Link) => void
  readonly onChanged: () => void
}

function LinkList({ all: { carries, inquiries, links }, onOpen, onChanged }: ListProps) {
  const { t } = useText()
  return (
    <>
      <Notice tone={carries === 'nothing' ? 'warn' : 'info'}>{t(`links.carries.${carries}`)}</Notice>
      {links.length === 0 ? (
        <Empty title={t('links.empty.title')}>{t('links.empty.text')}</Empty>
      ) : (
        <ul className="template-list">
          {links.map((link) => (
            <LinkRow key={link.id} link={link} onOpen={onOpen} onChanged={onChanged} />
          ))}
        </ul>
      )}
      <p className="text-small text-text-3">{t('links.inquiries', { count: inquiries })}</p>
    </>
  )
}

interface RowProps extends Omit<ListProps, 'all'> {
  readonly link: Link
}

function LinkRow({ link, onOpen, onChanged }: RowProps) {
  const { t } = useText()
  const act = useAct()
  const confirm = useConfirmation()
  const { id: linkId, title, question, url, isOn, visits, inquiries } = link
  const remove = async () => {
    const yes = await confirm({
      title: t('links.removeTitle', { title }),
      text: t('links.removeText'),
      act: t('links.remove'),
      keep: t('links.removeKeep'),
      isDangerous: true,
    })
    if (!yes) return
    if ((await act({ kind: 'link.delete', linkId }, { done: t('links.removed') })).ok) onChanged()
  }
  return (
    <li className="template-row" aria-label={title}>
      <strong>{title}</strong>
      <span className="text-text-2">{question}</span>
      <code className="cut text-small" title={url}>
        {url}
      </code>
      <div className="flex flex-wrap items-center gap-2">
        <Tag tone={isOn ? 'success' : 'line'}>{t(isOn ? 'links.on' : 'links.off')}</Tag>
        <span className="text-small text-text-3">{t('links.visits', { count: visits })}</span>
        <span className="text-small text-text-3">{t('links.came', { count: inquiries })}</span>
        <CopyButton text={url} label={t('links.copy')} />
        <Button size="s" look="ghost" onClick={() => onOpen(link)}>
          {t('links.edit')}
        </Button>
        <Button size="s" look="ghost" onClick={() => void remove()}>
          {t('links.remove')}
        </Button>
      </div>
    </li>
  )
}
