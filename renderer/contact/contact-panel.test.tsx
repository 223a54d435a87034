import { act, fireEvent, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { refusal } from '#protocol/errors'
import { aScreen } from '#test/support/a-screen'
import { demoRows } from '#test/support/demo-conversations'
import { demoAccount, demoOperators } from '#test/support/demo-people'
import { FakeBridge, type FakeBridgeOptions, lostSession } from '#test/support/fake-bridge'
import { ConversationProvider } from '../state/conversation'
import { ContactPanel } from './ContactPanel'

const row = demoRows().find((one) => one.contactName === 'Марина Кольцова')!
const colleague = demoOperators.find((one) => one.id !== demoAccount.id)!

async function aPanel(options: FakeBridgeOptions & { readonly change?: Partial<typeof row> } = {}) {
  const { change = {}, ...told } = options
  const bridge = new FakeBridge({ ...told, rows: [{ ...row, ...change }] })
  const stand = await aScreen(
    bridge,
    <ConversationProvider conversationId={row.id}>
      <ContactPanel />
    </ConversationProvider>,
  )
  const edit = async (field: string) => {
    fireEvent.click(screen.getByRole('button', { name: new RegExp(`Изменить: ${field}`) }))
    await stand.settle()
    return screen.getByRole<HTMLInputElement>('textbox', { name: field })
  }
  const key = async (field: HTMLElement, name: string) => {
    fireEvent.keyDown(field, { key: name })
    await stand.settle()
  }
  return { ...stand, bridge, edit, key }
}

const edits = (bridge: FakeBridge) => bridge.inputs('command')

describe('a field of the contact', () => {
  it('is edited in place and saved by Enter with the version that was seen', async () => {
    const { bridge, edit, key } = await aPanel()
    const field = await edit('Телефон')
    fireEvent.change(field, { target: { value: '+7 900 000-00-00' } })
    await key(field, 'Enter')
    expect(edits(bridge)).toMatchObject([{ kind: 'contact.edit', version: 1, fields: { phone: '+7 900 000-00-00' } }])
  })

  it('is saved on leaving it', async () => {
    const { bridge, edit, settle } = await aPanel()
    const field = await edit('Имя')
    fireEvent.change(field, { target: { value: 'Марина К.' } })
    fireEvent.blur(field)
    await settle()
    expect(edits(bridge)).toMatchObject([{ fields: { name: 'Марина К.' } }])
  })

  it('is restored by Escape, and nothing is saved that did not change', async () => {
    const { bridge, edit, key } = await aPanel()
    const field = await edit('Имя')
    fireEvent.change(field, { target: { value: 'Ошибка' } })
    await key(field, 'Escape')
    expect(screen.getByRole('button', { name: /Изменить: Имя, Марина Кольцова/ })).toBeTruthy()
    await key(await edit('Имя'), 'Enter')
    expect(edits(bridge)).toEqual([])
  })

  it('says what is wrong and keeps what was typed', async () => {
    const { bridge, edit, key } = await aPanel()
    const field = await edit('Почта')
    fireEvent.change(field, { target: { value: 'не почта' } })
    await key(field, 'Enter')
    expect(screen.getByText(/не похожа на адрес/)).toBeTruthy()
    expect(field.value).toBe('не почта')
    expect(edits(bridge)).toEqual([])
  })

  it('changed by somebody else meanwhile is never overwritten without asking', async () => {
    const { bridge, edit, key, settle } = await aPanel()
    const field = await edit('Телефон')
    fireEvent.change(field, { target: { value: '+7 911 111-11-11' } })
    bridge.refuse('contact.edit', refusal('CONFLICT', 'changed'))
    const answer = bridge.query.bind(bridge)
    const theirs = { phone: '+7 922 222-22-22', version: 7 }
    Object.assign(bridge, {
      query: async (query: Parameters<typeof answer>[0]) => {
        const reply = await answer(query)
        if (query.kind !== 'contact.get' || !reply.ok || !('contact' in reply.value)) return reply
        return { ok: true, value: { ...reply.value, contact: { ...reply.value.contact, ...theirs } } }
      },
    })
    await key(field, 'Enter')
    expect(screen.getByText(/уже изменили: «\+7 922 222-22-22»/)).toBeTruthy()
    bridge.refuse('contact.edit', null)
    fireEvent.click(screen.getByRole('button', { name: 'Оставить моё' }))
    await settle()
    expect(edits(bridge).at(-1)).toMatchObject({ version: 7, fields: { phone: '+7 911 111-11-11' } })
  })

  it('cannot be changed by an observer, nor while the hub is not connected', async () => {
    await aPanel({
      company: { account: { ...demoAccount, role: 'restricted' } },
      change: { assignee: { kind: 'operator', id: colleague.id }, observers: [demoAccount.id] },
    })
    expect(screen.queryByRole('button', { name: /Изменить/ })).toBeNull()
  })

  it('waits for the connection', async () => {
    const { settle } = await aPanel({ session: lostSession })
    fireEvent.click(screen.getByRole('button', { name: /Изменить: Имя/ }))
    await settle()
    expect(screen.queryByRole('textbox')).toBeNull()
  })
})

describe('a section of the panel', () => {
  it('folds and remembers it', async () => {
    const { bridge, settle } = await aPanel()
    fireEvent.click(screen.getByRole('button', { name: 'О диалоге' }))
    await settle()
    expect(bridge.preferences.foldedSections).toEqual(['contact.facts'])
    expect(screen.queryByText('Активность')).toBeNull()
  })
})

describe('people of a conversation', () => {
  it('are added as what one says, and taken out with an undo', async () => {
    const { bridge, settle } = await aPanel({ change: { coAssignees: [colleague.id] } })
    fireEvent.click(screen.getByRole('button', { name: `Убрать из участников: ${colleague.name}` }))
    await settle()
    await act(async () => fireEvent.click(await screen.findByText('Вернуть')))
    await settle()
    expect(edits(bridge)).toMatchObject([
      { kind: 'part.remove', operatorId: colleague.id, part: 'coAssignee' },
      { kind: 'part.add', operatorId: colleague.id, part: 'coAssignee' },
    ])
  })
})

describe('what is known of the conversation', () => {
  it('names the link by which this inquiry has come, its page and its marks', async () => {
    const { bridge, settle } = await aPanel()
    const visit = {
      ...{ number: 48_210_937, title: 'Листовка', page: 'https://shop.example/lamp', referrer: null },
      ...{ utm: { utm_source: 'vk', utm_medium: 'post' }, at: row.openedAt },
    }
    const entry = {
      kind: 'system',
      seq: 900,
      changedSeq: 900,
      at: row.openedAt,
      event: { kind: 'visited', visit },
    } as const
    act(() => bridge.push({ kind: 'entries', conversationId: row.id, entries: [entry] }))
    await settle()
    for (const words of ['Листовка', 'shop.example/lamp', 'source: vk, medium: post'])
      expect(screen.getByText(words)).toBeTruthy()
  })
})
