import { act, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { aScreen } from '#test/support/a-screen'
import { demoRows } from '#test/support/demo-conversations'
import { demoAccount, demoNow } from '#test/support/demo-people'
import { FakeBridge } from '#test/support/fake-bridge'
import { StatusLine } from './StatusLine'

it('above the field a contact waits second by second in the first minute, as he does in the list', async () => {
  const [row] = demoRows()
  if (row === undefined) throw new Error('the demo has no conversation')
  const waiting = { ...row, unansweredSince: demoNow - 1_000 }
  const bridge = new FakeBridge({ rows: [waiting] })
  const { platform } = await aScreen(
    bridge,
    <StatusLine row={waiting} channel={null} me={demoAccount.id} isNote={false} />,
  )
  expect(screen.getByText(/Клиент ждёт 1\s*с$/)).toBeDefined()
  act(() => platform.pass(3_001))
  expect(screen.getByText(/Клиент ждёт 4\s*с$/)).toBeDefined()
})
