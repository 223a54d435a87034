import { act, fireEvent, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { AttachmentId } from '#protocol/ids'
import { aScreen } from '#test/support/a-screen'
import { demoAccount } from '#test/support/demo-people'
import { FakeBridge } from '#test/support/fake-bridge'
import { PictureField } from './PictureField'

const { id, name } = demoAccount
const field = <PictureField operatorId={id} name={name} />
const picture = new File(['bytes'], 'me.png', { type: 'image/png' })

async function chosen(face: string | null) {
  const bridge = new FakeBridge()
  const shown = await aScreen(bridge, field)
  shown.platform.face = face
  await act(async () => fireEvent.change(screen.getByLabelText('Фото'), { target: { files: [picture] } }))
  await shown.settle()
  return { bridge, ...shown }
}

describe('the picture of an operator', () => {
  it('is saved as soon as it is chosen, as a small square', async () => {
    const { bridge } = await chosen('c21hbGw=')
    expect(bridge.inputs('command')).toContainEqual({ kind: 'operator.picture', operatorId: id, picture: 'c21hbGw=' })
    expect(screen.getByText('Фото сохранено')).toBeTruthy()
  })

  it('is shown at once, and can be taken away', async () => {
    const { bridge, settle } = await chosen('c21hbGw=')
    expect(document.querySelector('img')?.getAttribute('src')).toBe(bridge.mediaUrl(AttachmentId.parse('picture')))
    fireEvent.click(screen.getByText('Убрать'))
    await settle()
    expect(document.querySelector('img')).toBeNull()
    expect(screen.getByText('Выбрать фото')).toBeTruthy()
  })

  it('that is none is refused beside the button, and nothing is sent', async () => {
    const { bridge } = await chosen(null)
    expect(screen.getByRole('alert').textContent).toBe('Это не фото. Подойдёт JPEG, PNG или WebP.')
    expect(bridge.inputs('command')).toEqual([])
  })
})
