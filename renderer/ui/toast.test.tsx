import { fireEvent, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { aScreen } from '#test/support/a-screen'
import { FakeBridge } from '#test/support/fake-bridge'
import { useToasts } from './Toast'

function Doer() {
  const { show } = useToasts()
  return (
    <button type="button" onClick={() => show('Закрыто', { label: 'Вернуть', run: () => undefined })}>
      Сделать
    </button>
  )
}

it('a toast hides neither its undo nor its close from a screen reader, wherever the focus is', async () => {
  const { settle } = await aScreen(new FakeBridge(), <Doer />)
  fireEvent.click(screen.getByRole('button', { name: 'Сделать' }))
  await settle()
  const [toast] = screen.getAllByRole('dialog', { name: 'Закрыто' })
  expect(toast?.querySelectorAll('[aria-hidden="true"]:is(button, a)')).toHaveLength(0)
  expect(screen.getByRole('button', { name: 'Вернуть' })).toBeDefined()
  expect(screen.getByRole('button', { name: 'Закрыть' })).toBeDefined()
})
