import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { aScreen } from '#test/support/a-screen'
import { demoRows } from '#test/support/demo-conversations'
import { FakeBridge } from '#test/support/fake-bridge'
import { ConversationProvider } from '../../state/conversation'
import { ChatPane } from '../ChatPane'

const row = demoRows().find((one) => one.contactName === 'Марина Кольцова')!

const picture = (bytes: number, name = 'scan.png', type = 'image/png') =>
  new File([new Uint8Array(bytes)], name, { type })

async function aPane() {
  const bridge = new FakeBridge({ rows: [row] })
  const stand = await aScreen(
    bridge,
    <ConversationProvider conversationId={row.id}>
      <ChatPane />
    </ConversationProvider>,
  )
  const paste = async (file: File) => {
    fireEvent.paste(screen.getByRole('textbox', { name: /Ответ клиенту/ }), {
      clipboardData: { files: [file], items: [], types: ['Files'], getData: () => '' },
    })
    await stand.settle()
  }
  const press = async (name: RegExp) => {
    fireEvent.click(screen.getByRole('button', { name }))
    await stand.settle()
  }
  const chips = () => within(screen.getByRole('list', { name: 'Вложения ответа' }))
  return { ...stand, bridge, paste, press, chips }
}

describe('a large picture beside the text', () => {
  it('is made smaller when one asks for it, and put back when one thinks better of it', async () => {
    const { platform, bridge, paste, press, chips } = await aPane()
    platform.smaller = new Blob([new Uint8Array(300_000)], { type: 'image/jpeg' })
    await paste(picture(2_000_000))
    await press(/Уменьшить/)
    expect(chips().getByText('scan.jpg')).toBeTruthy()
    await press(/Вернуть/)
    expect(chips().getByText('scan.png')).toBeTruthy()
    expect(bridge.inputs('stageFile')).toMatchObject([
      { name: 'scan.png', mediaType: 'image/png' },
      { name: 'scan.jpg', mediaType: 'image/jpeg' },
      { name: 'scan.png', mediaType: 'image/png' },
    ])
    expect(bridge.inputs('dropFile')).toHaveLength(2)
  })

  it('stays as it is when it would not get smaller, and that is said', async () => {
    const { paste, press, chips } = await aPane()
    await paste(picture(2_000_000))
    await press(/Уменьшить/)
    expect(chips().getByText('scan.png')).toBeTruthy()
    expect(screen.getAllByText('Меньше эта картинка не станет.').length).toBeGreaterThan(0)
  })

  it.each([
    ['a small one', picture(200_000)],
    ['one that moves', picture(2_000_000, 'cat.gif', 'image/gif')],
    ['a paper', picture(2_000_000, 'contract.pdf', 'application/pdf')],
  ])('is not offered for %s', async (_what, file) => {
    const { paste } = await aPane()
    await paste(file)
    expect(screen.queryByRole('button', { name: /Уменьшить/ })).toBeNull()
  })
})
