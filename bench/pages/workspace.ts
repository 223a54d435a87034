import '../../renderer/no-eval'

import type { Bridge, WorkspaceChange } from '#preload/contract'
import { demoNow } from '#test/support/demo-people'
import { FakeBridge, liveSession } from '#test/support/fake-bridge'
import { mount } from '../../renderer/app'
import { browserPlatform } from '../../renderer/platform'
import { offer, scrollerOf, scrollThrough } from './frames'
import { Traffic } from './traffic'

/** The real renderer over a workspace in memory, with its whole list read. */

const traffic = new Traffic()

/** As after scrolling to the end once: the section is read whole. */
class ReadBridge extends FakeBridge {
  override async list(input: Parameters<Bridge['list']>[0]): ReturnType<Bridge['list']> {
    return super.list({ ...input, limit: traffic.rows.length })
  }
}

const bridge = new ReadBridge({ rows: traffic.rows, session: liveSession, host: 'desktop', platform: 'windows' })
bridge.entries.set(traffic.opened.id, [...traffic.history])
const platform = browserPlatform()
const startedAt = platform.now()
mount(bridge, { ...platform, now: () => demoNow + platform.now() - startedAt })

offer({
  async measure(ms) {
    const scroller = await scrollerOf('.list-scroll')
    const stop = traffic.start(({ rows, entries }) => {
      const changes: WorkspaceChange[] = [
        // Counts come with every far packet, and every object is new: changes are copied on their way into a window.
        { kind: 'company', company: bridge.company },
        { kind: 'rows', rows },
      ]
      if (entries.length > 0) changes.push({ kind: 'entries', conversationId: traffic.opened.id, entries })
      bridge.push(...structuredClone(changes))
    })
    const gaps = await scrollThrough(scroller, ms)
    stop()
    return gaps
  },
})
