import { Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { useBridge } from '../bridge'
import { useWindow } from '../state/hooks'
import { useText } from '../text/i18n'
import { Brand } from '../ui/Brand'
import { Keys } from '../ui/Keys'
import { WindowButtons } from './WindowButtons'

/** Search, notices, presence, window buttons. It drags the window except on controls. */
export function TitleBar({ children }: { readonly children: ReactNode }) {
  const bridge = useBridge()
  const { navigator } = useWindow()
  const { t } = useText()
  const hasButtons = bridge.host === 'desktop' && bridge.platform !== 'mac'
  return (
    <header className="titlebar">
      <div className="brand">
        <Brand />
        <span>{t('common.product')}</span>
      </div>
      <div className="min-w-0 max-phone:ps-2">
        <button type="button" className="omni" onClick={() => navigator.set({ isPaletteOpen: true })}>
          <Search className="icon" aria-hidden="true" />
          <span className="cut">{t('frame.search')}</span>
          <Keys keys="mod+k" />
        </button>
      </div>
      <div className="title-right">
        {children}
        {hasButtons ? <WindowButtons /> : null}
      </div>
    </header>
  )
}
