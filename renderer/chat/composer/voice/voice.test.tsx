import { act, fireEvent, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { aScreen } from '#test/support/a-screen'
import { demoRows } from '#test/support/demo-conversations'
import { FakeBridge } from '#test/support/fake-bridge'
import type { Recording } from '../../../microphone'
import { ConversationProvider } from '../../../state/conversation'
import { ChatPane } from '../../ChatPane'

const row = demoRows().find((one) => one.contactName === 'Марина Кольцова')!

/** A microphone that remembers what became of the recording. */
class FakeRecording implements Recording {
  isCancelled = false
  finish = async () => new File(['sound'], 'voice.ogg', { type: 'audio/ogg' })
  cancel = () => {
    this.isCancelled = true
  }
}

async function aPane() {
  const bridge = new FakeBridge({ rows: [row] })
  const stand = await aScreen(
    bridge,
    <ConversationProvider conversationId={row.id}>
      <ChatPane />
    </ConversationProvider>,
  )
  const press = async (name: string) => {
    fireEvent.click(screen.getByRole('button', { name }))
    await stand.settle()
  }
  const passes = async (ms: number) => {
    await act(async () => stand.platform.pass(ms))
    await stand.settle()
  }
  return { ...stand, bridge, press, passes }
}

describe('a voice for a reply', () => {
  it('shows how long it is, and stands beside the text once it is done', async () => {
    const { platform, bridge, press, passes } = await aPane()
    platform.heard = new FakeRecording()
    await press('Записать голос')
    await passes(7_000)
    expect(screen.getByRole('timer').textContent).toBe('0:07')
    await press('Готово')
    expect(screen.getByRole('list', { name: 'Вложения ответа' }).textContent).toContain('voice.ogg')
    expect(bridge.inputs('stageFile')).toEqual([{ name: 'voice.ogg', mediaType: 'audio/ogg' }])
  })

  it('leaves nothing behind when it is called off', async () => {
    const { platform, bridge, press } = await aPane()
    const recording = new FakeRecording()
    platform.heard = recording
    await press('Записать голос')
    fireEvent.keyDown(screen.getByRole('timer'), { key: 'Escape' })
    expect(recording.isCancelled).toBe(true)
    expect(screen.queryByRole('timer')).toBeNull()
    expect(bridge.inputs('stageFile')).toEqual([])
  })

  it('ends by itself after ten minutes', async () => {
    const { platform, press, passes } = await aPane()
    platform.heard = new FakeRecording()
    await press('Записать голос')
    await passes(600_000)
    expect(screen.queryByRole('timer')).toBeNull()
    expect(screen.getByRole('list', { name: 'Вложения ответа' }).textContent).toContain('voice.ogg')
  })

  it.each([
    ['denied', /Нет доступа к микрофону/],
    ['missing', /Микрофон не найден/],
  ] as const)('says what is wrong when the microphone is %s', async (problem, words) => {
    const { platform, press } = await aPane()
    platform.heard = problem
    await press('Записать голос')
    expect(screen.getAllByText(words).length).toBeGreaterThan(0)
  })
})
