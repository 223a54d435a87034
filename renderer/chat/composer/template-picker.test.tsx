import { fireEvent, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { aScreen } from '#test/support/a-screen'
import { demoRows } from '#test/support/demo-conversations'
import { aTemplate } from '#test/support/demo-templates'
import { FakeBridge } from '#test/support/fake-bridge'
import { TemplatePicker } from './TemplatePicker'

describe('a template instead of words', () => {
  it('is chosen, filled and sent in the conversation', async () => {
    const [row] = demoRows()
    if (row === undefined) throw new Error('the demo has no conversation')
    const bridge = new FakeBridge({ rows: demoRows() })
    bridge.templates = [aTemplate(row.channelId)]
    const closed: true[] = []
    const { settle } = await aScreen(bridge, <TemplatePicker row={row} onClose={() => void closed.push(true)} />)
    fireEvent.click(screen.getByRole('button', { name: /order_ready/ }))
    await settle()
    fireEvent.change(screen.getByLabelText('Текст, 1'), { target: { value: 'Вера' } })
    fireEvent.change(screen.getByLabelText('Текст, 2'), { target: { value: 'А-7' } })
    fireEvent.click(screen.getByRole('button', { name: 'Отправить' }))
    await settle()
    expect(bridge.inputs('command')).toMatchObject([
      {
        ...{ kind: 'message.send', conversationId: row.id, text: '' },
        template: { templateId: 'order-ready', header: [], body: ['Вера', 'А-7'], buttons: [] },
      },
    ])
    expect(closed).toEqual([true])
  })
})
