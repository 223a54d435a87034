import type { ReactNode } from 'react'
import type { ChannelId } from '#protocol/ids'
import { useWindow } from '../state/hooks'
import type { SettingsPage } from '../state/navigation'

interface Props {
  readonly page: SettingsPage
  /** Opened there at once. */
  readonly channelId?: ChannelId
  readonly children: ReactNode
}

/** Leads to the page where what is missing here is set. */
export function PageLink({ page, channelId, children }: Props) {
  const { navigator } = useWindow()
  return (
    <button type="button" className="btn-link text-start" onClick={() => navigator.showSettings(page, channelId)}>
      {children}
    </button>
  )
}
