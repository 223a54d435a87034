import { describe, expect, it } from 'vitest'
import { ConversationId } from '#protocol/ids'
import { systemClock } from '#server/platform'
import { aRunningHub } from '#test/support/a-running-hub'

/** A commit takes what is queued for as long as it has time; this one always has. */
const stopped = { now: systemClock.now, monotonic: () => 0 }

describe('what one commit holds', () => {
  it('shows a new conversation to its assignee as he would find it by opening it', async () => {
    const hub = await aRunningHub({ clock: stopped })
    await hub.operator('ivan')
    await hub.channel()
    const ivan = await hub.device('ivan')
    await ivan.command({ kind: 'presence.set', status: 'online', by: 'operator' })
    await Promise.all([hub.writes('anna', 'Hello'), hub.writes('anna', 'Are you there?'), hub.writes('boris')])
    const views = await ivan.until(() => {
      const near = ivan.notices.flatMap((one) => (one.kind === 'conversation.near' ? [one.view] : []))
      return near.length === 2 ? near : undefined
    })
    const told = views.map(({ entries }) => entries.filter(({ kind }) => kind === 'message').length)
    expect(told.toSorted()).toEqual([1, 2])
    for (const view of views) {
      const conversationId = ConversationId.parse(view.row.id)
      expect(await ivan.ask({ kind: 'conversation.open', conversationId })).toEqual(view)
    }
    expect(ivan.near).toEqual([])
  })

  it('goes to whoever has a part in it as one packet', async () => {
    const hub = await aRunningHub({ clock: stopped })
    await hub.operator('ivan')
    await hub.channel()
    const ivan = await hub.device('ivan')
    await ivan.command({ kind: 'presence.set', status: 'online', by: 'operator' })
    await Promise.all(['anna', 'boris', 'clara'].map((chat) => hub.writes(chat)))
    let packets = 0
    ivan.socket.on('near', () => packets++)
    await Promise.all(['anna', 'boris', 'clara', 'anna'].map((chat) => hub.writes(chat, 'more')))
    await ivan.until(() => (ivan.near.length === 4 ? ivan.near : undefined))
    expect(packets).toBe(1)
  })
})
