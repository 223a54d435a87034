import { useEffect, useState } from 'react'
import type { ConversationRow } from '#protocol/conversation'
import { useBridge } from '../bridge'
import { useReady } from '../state/conversation'
import { useChanges, useHubNow, useIsLive, useWindow, useWorkspace } from '../state/hooks'
import { useText } from '../text/i18n'
import { Mark } from '../ui/Mark'
import { PanelSection } from './PanelSection'

/** Other conversations with the same person. */
export function Earlier() {
  const { t } = useText()
  const rows = useEarlier()
  const isLive = useIsLive()
  return (
    <PanelSection name="earlier">
      {rows === null && !isLive ? <p className="text-text-3">{t('contact.earlier.offline')}</p> : null}
      {rows?.length === 0 ? <p className="text-text-3">{t('contact.earlier.none')}</p> : null}
      {rows === null || rows.length === 0 ? null : (
        <ul className="earlier">
          {rows.map((row) => (
            <EarlierRow key={row.id} row={row} />
          ))}
        </ul>
      )}
    </PanelSection>
  )
}

function useEarlier(): readonly ConversationRow[] | null {
  const bridge = useBridge()
  const isLive = useIsLive()
  const { row } = useReady()
  const [rows, setRows] = useState<readonly ConversationRow[] | null>(null)
  const [seen, setSeen] = useState(0)
  useChanges((changes) => {
    const isHis = (one: ConversationRow) => one.contactId === row.contactId && one.id !== row.id
    if (changes.some((change) => change.kind === 'rows' && change.rows.some(isHis))) setSeen((count) => count + 1)
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: news of his other conversations are a reason to ask
  useEffect(() => {
    if (!isLive) return
    let isWanted = true
    void bridge.query<'contact.get'>({ kind: 'contact.get', conversationId: row.id }).then((reply) => {
      if (isWanted && reply.ok) setRows(reply.value.earlier.filter((one) => one.id !== row.id))
    })
    return () => {
      isWanted = false
    }
  }, [bridge, row.id, isLive, seen])
  return rows
}

function EarlierRow({ row }: { readonly row: ConversationRow }) {
  const { t, format } = useText()
  const bridge = useBridge()
  const { navigator } = useWindow()
  const now = useHubNow(60_000)
  const channel = useWorkspace((state) => state.company?.channels.find((one) => one.id === row.channelId))
  const ownWindow = useWorkspace((state) => state.ownConversation)
  const open = () => {
    if (ownWindow === null) navigator.openConversation(row.id)
    else void bridge.openWindow({ conversationId: row.id })
  }
  const last = row.lastMessage
  const file = last?.attachment ?? null
  const said = last?.preview === '' && file !== null ? t(`common.attachment.${file}`) : (last?.preview ?? '')
  return (
    <li>
      <button type="button" className="earlier-row" onClick={open}>
        {channel === undefined ? null : <Mark messenger={channel.messenger} />}
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <span className="cut">{t('contact.earlier.row', { inquiry: row.inquiry })}</span>
            <span className="text-small text-text-3">
              {row.isOpen ? t('contact.earlier.open') : t('contact.earlier.closed')}
            </span>
            <span className="ms-auto text-small whitespace-nowrap text-text-3">
              {format.moment(row.lastActivityAt, now)}
            </span>
          </span>
          <span className="cut block text-small text-text-2">{said === '' ? channel?.name : said}</span>
        </span>
      </button>
    </li>
  )
}
