import './no-eval'

import type { Bridge } from '#preload/contract'
import { mount } from './app'
import { browserPlatform } from './platform'

declare global {
  interface Window {
    /** Put there by the preload script, frozen. */
    readonly bridge?: Bridge
  }
}

if (window.bridge === undefined) throw new Error('The preload script has not run.')
mount(window.bridge, browserPlatform())
