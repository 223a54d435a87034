import {
  Check,
  ChevronsDown,
  ChevronsUp,
  Ellipsis,
  Hand,
  Inbox,
  Link2,
  PanelRight,
  RotateCcw,
  Search,
  SquareArrowOutUpRight,
  X,
} from 'lucide-react'
import { useState } from 'react'
import type { ConversationRow } from '#protocol/conversation'
import { can } from '#protocol/permissions'
import { useBridge } from '../bridge'
import { conversationLink } from '../page-address'
import { useAction, useActor, useChannel, useIsLive, useWindow, useWorkspace } from '../state/hooks'
import { usePanel } from '../state/panel'
import { useText } from '../text/i18n'
import { Avatar } from '../ui/Avatar'
import { Button } from '../ui/Button'
import { IconButton } from '../ui/IconButton'
import { Menu, MenuItem, MenuSeparator } from '../ui/Menu'
import { PlaceLink } from '../ui/PlaceLink'
import { Tag } from '../ui/Tag'
import { useToasts } from '../ui/Toast'
import { Tooltip } from '../ui/Tooltip'
import { AnswerPrivately } from './acts/AnswerPrivately'
import { TransferPopover, TransferSign } from './acts/TransferPopover'
import { useConversationActs } from './acts/use-conversation-acts'
import { usePaneStore } from './pane-state'

const keys = {
  take: 'mod+shift+enter',
  transfer: 'mod+shift+t',
  close: 'mod+shift+e',
  search: 'mod+f',
  openWindow: 'mod+shift+o',
  copyLink: 'mod+shift+u',
  panel: 'mod+backslash',
  closePane: 'mod+shift+x',
  priority: 'mod+shift+h',
} as const

/** Who it is, and what one can do with the conversation. */
export function ChatHeader({ row }: { readonly row: ConversationRow }) {
  const { t } = useText()
  const channel = useChannel(row.channelId)
  const bridge = useBridge()
  return (
    <header className="pane-head">
      <Avatar
        id={row.contactId}
        name={row.contactName}
        size={32}
        messenger={channel?.messenger}
        picture={row.contactPicture === null ? null : bridge.mediaUrl(row.contactPicture)}
      />
      <div className="min-w-0 flex-1">
        <h1 className="pane-name cut" title={row.contactName}>
          {row.contactName}
        </h1>
        <p className="pane-sub cut">
          {t('chat.inquiry', { inquiry: row.inquiry })}
          {channel === null ? null : ` · ${channel.name}`}
          {row.place === null ? null : (
            <>
              {` · ${t('chat.comment')} `}
              <PlaceLink place={row.place} />
            </>
          )}
        </p>
      </div>
      {row.isOpen ? null : <Tag tone="line">{t('chat.header.closed')}</Tag>}
      <Acts row={row} />
      <Tools row={row} />
    </header>
  )
}

function Acts({ row }: { readonly row: ConversationRow }) {
  const { t } = useText()
  const actor = useActor()
  const isLive = useIsLive()
  const acts = useConversationActs(row)
  const [isTransferring, setTransferring] = useState(false)
  const isMine = actor !== null && row.assignee?.kind === 'operator' && row.assignee.id === actor.id
  const mayTake = actor !== null && row.isOpen && !isMine && can(actor, 'take', row)
  const mayTransfer = actor !== null && row.isOpen && can(actor, 'transfer', row)
  const mayClose = actor !== null && row.isOpen && can(actor, 'close', row)
  const mayReopen = actor !== null && !row.isOpen && can(actor, 'reopen', row)
  const reason = isLive ? null : t('chat.header.needsHub')
  const action = (id: string, title: string, chord: string, run: () => void) => ({
    id: `conversation.${id}`,
    title,
    group: 'conversation' as const,
    keys: chord,
    reason,
    run,
  })
  useAction(mayTake ? action('take', t('chat.header.take'), keys.take, () => void acts.take()) : null)
  useAction(
    mayTransfer ? action('transfer', t('chat.acts.transferTitle'), keys.transfer, () => setTransferring(true)) : null,
  )
  useAction(mayClose ? action('close', t('chat.header.closeLong'), keys.close, () => void acts.close()) : null)
  useAction(mayReopen ? action('reopen', t('chat.header.reopen'), keys.close, () => void acts.reopen()) : null)
  return (
    <div className="pane-acts">
      {mayTake ? (
        <Button
          look={row.assignee === null ? 'ink' : 'plain'}
          reason={reason}
          icon={<Hand className="icon" aria-hidden="true" />}
          onClick={() => void acts.take()}
        >
          {t('chat.header.take')}
        </Button>
      ) : null}
      {mayTransfer ? (
        <TransferPopover
          row={row}
          isOpen={isTransferring && isLive}
          onOpenChange={setTransferring}
          trigger={
            <Button
              aria-label={t('chat.acts.transferTitle')}
              title={reason ?? t('chat.acts.transferTitle')}
              isDisabled={!isLive}
              className="pane-act"
              icon={<TransferSign />}
            >
              <span className="pane-word pane-word-far">{t('chat.header.transfer')}</span>
            </Button>
          }
        />
      ) : null}
      <AnswerPrivately row={row} />
      {mayClose ? (
        <Tooltip text={reason ?? t('chat.header.closeLong')} {...(isLive ? { keys: keys.close } : {})}>
          <Button
            aria-label={t('chat.header.closeLong')}
            isDisabled={!isLive}
            className="pane-act"
            icon={<Check className="icon" aria-hidden="true" />}
            onClick={() => void acts.close()}
          >
            <span className="pane-word">{t('chat.header.close')}</span>
          </Button>
        </Tooltip>
      ) : null}
      {mayReopen ? (
        <Button
          reason={reason}
          icon={<RotateCcw className="icon" aria-hidden="true" />}
          onClick={() => void acts.reopen()}
        >
          {t('chat.header.reopen')}
        </Button>
      ) : null}
    </div>
  )
}

function Tools({ row }: { readonly row: ConversationRow }) {
  const { t } = useText()
  const pane = usePaneStore()
  const panel = usePanel()
  const { navigator } = useWindow()
  const ownWindow = useWorkspace((state) => state.ownConversation)
  const search = () => pane.setState((state) => ({ search: state.search ?? '' }))
  useAction({
    id: 'conversation.search',
    title: t('chat.header.search'),
    group: 'conversation',
    keys: keys.search,
    run: search,
  })
  const closePane = () => navigator.closeConversation()
  useAction({ id: 'view.panel', title: t('palette.togglePanel'), group: 'view', keys: keys.panel, run: panel.toggle })
  useAction(
    ownWindow === null
      ? { id: 'conversation.leave', title: t('palette.closePane'), group: 'view', keys: keys.closePane, run: closePane }
      : null,
  )
  return (
    <div className="pane-tools">
      <IconButton
        className="pane-wide"
        label={t('chat.header.search')}
        keys={keys.search}
        icon={<Search className="icon" aria-hidden="true" />}
        onClick={search}
      />
      <MoreMenu row={row} />
      <IconButton
        label={panel.isOpen ? t('chat.header.foldPanel') : t('chat.header.unfoldPanel')}
        keys={keys.panel}
        aria-pressed={panel.isOpen}
        icon={<PanelRight className="icon" aria-hidden="true" />}
        onClick={panel.toggle}
      />
      {ownWindow === null ? (
        <IconButton
          label={t('chat.header.closePane')}
          keys={keys.closePane}
          icon={<X className="icon" aria-hidden="true" />}
          onClick={closePane}
        />
      ) : null}
    </div>
  )
}

function MoreMenu({ row }: { readonly row: ConversationRow }) {
  const { t } = useText()
  const pane = usePaneStore()
  const bridge = useBridge()
  const actor = useActor()
  const isLive = useIsLive()
  const { show } = useToasts()
  const acts = useConversationActs(row)
  const hubUrl = useWorkspace((state) => state.session.hubUrl)
  const ownWindow = useWorkspace((state) => state.ownConversation)
  const mayRelease = actor !== null && row.isOpen && row.assignee !== null && can(actor, 'release', row)
  const openWindow = () => void bridge.openWindow({ conversationId: row.id })
  const copyLink = async () => {
    await navigator.clipboard.writeText(conversationLink(hubUrl ?? '', row.id))
    show(t('chat.header.linkCopied'))
  }
  useAction(
    ownWindow === null
      ? {
          id: 'conversation.window',
          title: t('chat.header.openWindow'),
          group: 'conversation',
          keys: keys.openWindow,
          run: openWindow,
        }
      : null,
  )
  const mayPrioritize = actor !== null && row.isOpen && can(actor, 'prioritize', row)
  const isHigh = row.priority === 'high'
  const priorityTitle = isHigh ? t('chat.header.lower') : t('chat.header.raise')
  const prioritize = () => void acts.prioritize(isHigh ? 'normal' : 'high')
  const needsHub = isLive ? null : t('chat.header.needsHub')
  useAction(
    mayPrioritize
      ? {
          id: 'conversation.priority',
          title: priorityTitle,
          group: 'conversation',
          keys: keys.priority,
          reason: needsHub,
          run: prioritize,
        }
      : null,
  )
  useAction({
    id: 'conversation.link',
    title: t('chat.header.copyLink'),
    group: 'conversation',
    keys: keys.copyLink,
    run: () => void copyLink(),
  })
  return (
    <Menu
      trigger={<IconButton label={t('chat.header.more')} icon={<Ellipsis className="icon" aria-hidden="true" />} />}
    >
      {mayRelease ? (
        <MenuItem
          icon={<Inbox className="icon" aria-hidden="true" />}
          isDisabled={!isLive}
          text={needsHub ?? undefined}
          onSelect={() => void acts.release()}
        >
          {t('chat.header.release')}
        </MenuItem>
      ) : null}
      {mayPrioritize ? (
        <MenuItem
          icon={
            isHigh ? (
              <ChevronsDown className="icon" aria-hidden="true" />
            ) : (
              <ChevronsUp className="icon" aria-hidden="true" />
            )
          }
          keys={keys.priority}
          isDisabled={!isLive}
          text={needsHub ?? undefined}
          onSelect={prioritize}
        >
          {priorityTitle}
        </MenuItem>
      ) : null}
      {mayRelease || mayPrioritize ? <MenuSeparator /> : null}
      <MenuItem
        icon={<Search className="icon" aria-hidden="true" />}
        keys={keys.search}
        onSelect={() => pane.setState((state) => ({ search: state.search ?? '' }))}
      >
        {t('chat.header.search')}
      </MenuItem>
      {ownWindow === null ? (
        <MenuItem
          icon={<SquareArrowOutUpRight className="icon" aria-hidden="true" />}
          keys={keys.openWindow}
          onSelect={openWindow}
        >
          {t('chat.header.openWindow')}
        </MenuItem>
      ) : null}
      <MenuItem
        icon={<Link2 className="icon" aria-hidden="true" />}
        keys={keys.copyLink}
        onSelect={() => void copyLink()}
      >
        {t('chat.header.copyLink')}
      </MenuItem>
    </Menu>
  )
}
