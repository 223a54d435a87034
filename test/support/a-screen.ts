import { CSPProvider } from '@base-ui/react/csp-provider'
import { Tooltip } from '@base-ui/react/tooltip'
import { act, cleanup, configure, render } from '@testing-library/react'
import { createElement as h, type ReactNode } from 'react'
import { I18nextProvider } from 'react-i18next'
import { VirtuosoMockContext } from 'react-virtuoso'
import { onTestFinished } from 'vitest'
import { BridgeContext } from '../../renderer/bridge'
import { createActions } from '../../renderer/state/actions'
import { WindowContext, type WindowState } from '../../renderer/state/hooks'
import { createNavigator } from '../../renderer/state/navigation'
import { Ticker } from '../../renderer/state/ticker'
import { WorkspaceFeed } from '../../renderer/state/workspace-feed'
import { createTexts } from '../../renderer/text/i18n'
import { ConfirmationProvider } from '../../renderer/ui/Confirmation'
import { ToastProvider } from '../../renderer/ui/Toast'
import { demoNow } from './demo-people'
import type { FakeBridge } from './fake-bridge'
import { FakePlatform } from './fake-platform'

// What is inert is seen, but not there for anybody's hands: queries by text pass it by as those by role do.
configure({ defaultIgnore: 'script, style, [inert] *' })

export interface AScreen {
  readonly state: WindowState
  readonly platform: FakePlatform
  /** Lets what was asked be answered, and draws what came of it. */
  readonly settle: () => Promise<void>
}

/** What `app.tsx` puts around its screens. Written without markup: `#test/` names files that end in `.ts`. */
function around(bridge: FakeBridge, state: WindowState, children: ReactNode): ReactNode {
  const sized = h(VirtuosoMockContext, { value: { viewportHeight: 4000, itemHeight: 60 } }, children)
  const asked = h(ToastProvider, { children: h(ConfirmationProvider, { children: sized }) })
  const styled = h(CSPProvider, { disableStyleElements: true }, h(Tooltip.Provider, null, asked))
  const told = h(I18nextProvider, { i18n: createTexts(bridge.preferences.language) }, styled)
  return h(BridgeContext, { value: bridge }, h(WindowContext, { value: state }, told))
}

/** A piece of the workspace over a workspace in memory, as a window shows it. Rows of virtual lists are 60 px high here. */
export async function aScreen(bridge: FakeBridge, children: ReactNode): Promise<AScreen> {
  const platform = new FakePlatform(demoNow)
  const state: WindowState = {
    feed: new WorkspaceFeed(bridge, platform),
    navigator: createNavigator(),
    actions: createActions(),
    ticker: new Ticker(platform),
    platform,
  }
  await state.feed.start()
  render(around(bridge, state, children))
  onTestFinished(() => {
    state.feed.stop()
    cleanup()
  })
  const settle = async () => {
    for (let round = 0; round < 4; round += 1) {
      await act(async () => {
        await Promise.resolve()
        platform.draw()
      })
    }
  }
  await settle()
  return { state, platform, settle }
}
