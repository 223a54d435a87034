// First: no schema is made before, and all other stylesheets put themselves into the layers named here.
import './no-eval'
import './ui/styles/index.css'

import { CSPProvider } from '@base-ui/react/csp-provider'
import { Tooltip } from '@base-ui/react/tooltip'
import { StrictMode, useEffect } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import type { Bridge } from '#preload/contract'
import { BridgeContext } from './bridge'
import { useLook } from './frame/look'
import type { Platform } from './platform'
import { createActions } from './state/actions'
import { useWorkspace, WindowContext, type WindowState } from './state/hooks'
import { createNavigator, type Navigation } from './state/navigation'
import { Ticker } from './state/ticker'
import { WorkspaceFeed } from './state/workspace-feed'
import { createTexts, type Texts } from './text/i18n'
import { ConfirmationProvider } from './ui/Confirmation'
import { KeyStyle } from './ui/Keys'
import { ToastProvider } from './ui/Toast'
import { Workspace } from './Workspace'

/** Starts a window over a bridge: the same screens in the desktop app, in a browser and in tests. */
export function mount(bridge: Bridge, platform: Platform, first: Partial<Navigation> = {}): Root {
  const place = document.getElementById('root')
  if (place === null) throw new Error('The page has no #root.')
  const state: WindowState = {
    feed: new WorkspaceFeed(bridge, platform),
    navigator: createNavigator(first),
    actions: createActions(),
    ticker: new Ticker(platform),
    platform,
  }
  const root = createRoot(place)
  root.render(
    <StrictMode>
      <App bridge={bridge} state={state} texts={createTexts(document.documentElement.lang === 'en' ? 'en' : 'ru')} />
    </StrictMode>,
  )
  void state.feed.start()
  return root
}

interface AppProps {
  readonly bridge: Bridge
  readonly state: WindowState
  readonly texts: Texts
}

function App({ bridge, state, texts }: AppProps) {
  return (
    <BridgeContext value={bridge}>
      <WindowContext value={state}>
        <I18nextProvider i18n={texts}>
          <CSPProvider disableStyleElements>
            <KeyStyle value={bridge.platform === 'mac' ? 'mac' : 'other'}>
              <Tooltip.Provider delay={500}>
                <ToastProvider>
                  <ConfirmationProvider>
                    <Look texts={texts} />
                    <Workspace />
                  </ConfirmationProvider>
                </ToastProvider>
              </Tooltip.Provider>
            </KeyStyle>
          </CSPProvider>
        </I18nextProvider>
      </WindowContext>
    </BridgeContext>
  )
}

function Look({ texts }: { readonly texts: Texts }) {
  const language = useWorkspace((state) => state.preferences.language)
  const isKnown = useWorkspace((state) => state.phase === 'ready')
  useLook()
  useEffect(() => {
    if (isKnown) void texts.changeLanguage(language)
  }, [texts, language, isKnown])
  return null
}
