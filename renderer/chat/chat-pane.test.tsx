import { act, fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { refusal } from '#protocol/errors'
import { ConversationId, DecisionId } from '#protocol/ids'
import type { Entry } from '#protocol/message'
import { aScreen } from '#test/support/a-screen'
import { demoRows } from '#test/support/demo-conversations'
import { demoAccount, demoChannels, demoNow, demoOperators, operatorId } from '#test/support/demo-people'
import { aContactMessage, anAttachment, anOutboxMessage, aReply, aSystemEntry } from '#test/support/entries'
import { FakeBridge, type FakeBridgeOptions, liveSession, lostSession } from '#test/support/fake-bridge'
import { ConversationProvider } from '../state/conversation'
import { ChatPane } from './ChatPane'

const row = demoRows().find((one) => one.contactName === 'Марина Кольцова')!
const colleague = demoOperators.find((one) => one.id !== demoAccount.id && one.role !== 'restricted')!
const observer = demoOperators.find((one) => one.role === 'restricted')
const hello = aContactMessage(1, { at: demoNow - 60_000, text: 'А можно курьером?' })

interface Told extends FakeBridgeOptions {
  readonly entries?: readonly Entry[]
  readonly change?: Partial<typeof row>
}

async function aPane({ entries = [hello], change = {}, ...options }: Told = {}) {
  const shown = { ...row, ...change }
  const bridge = new FakeBridge({ ...options, rows: [shown] })
  bridge.entries.set(row.id, [...entries])
  const stand = await aScreen(
    bridge,
    <ConversationProvider conversationId={row.id}>
      <ChatPane />
    </ConversationProvider>,
  )
  const field = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: /Ответ клиенту|Комментарий/ })
  const type = (text: string) => fireEvent.change(field(), { target: { value: text, selectionStart: text.length } })
  const press = async (key: string, more: object = {}) => {
    fireEvent.keyDown(field(), { key, ...more })
    await stand.settle()
  }
  const news = async (entry: Entry) => {
    await act(async () => bridge.push({ kind: 'entries', conversationId: row.id, entries: [entry] }))
    await stand.settle()
  }
  return { ...stand, bridge, field, type, press, news }
}

describe('the priority of a conversation', () => {
  it('is raised from the menu and lowered by its key', async () => {
    const { bridge, settle } = await aPane()
    fireEvent.click(screen.getByRole('button', { name: 'Ещё действия' }))
    await settle()
    fireEvent.click(screen.getByRole('menuitem', { name: /^Поднять в очереди/ }))
    await settle()
    fireEvent.keyDown(document.body, { key: 'h', code: 'KeyH', ctrlKey: true, shiftKey: true })
    await settle()
    const conversation = { kind: 'conversation.prioritize', conversationId: row.id }
    expect(bridge.inputs('command')).toEqual([
      { ...conversation, priority: 'high' },
      { ...conversation, priority: 'normal' },
    ])
    expect(screen.getByText('Приоритет снова обычный')).toBeTruthy()
  })

  it('is not to be changed once it is closed', async () => {
    const { settle } = await aPane({ change: { isOpen: false, closedAt: demoNow } })
    fireEvent.click(screen.getByRole('button', { name: 'Ещё действия' }))
    await settle()
    expect(screen.queryByRole('menuitem', { name: /в очереди/ })).toBeNull()
  })
})

describe('a conversation that a link names and that is not there', () => {
  it.each([
    ['ru', 'Диалог не найден', 'К списку'],
    ['en', 'Conversation not found', 'To the list'],
  ] as const)('is said to be not found, with the way back to the list (%s)', async (language, sentence, back) => {
    const bridge = new FakeBridge({ rows: demoRows(), preferences: { language } })
    const nowhere = ConversationId.parse('nowhere')
    const { state, settle } = await aScreen(
      bridge,
      <ConversationProvider conversationId={nowhere}>
        <ChatPane />
      </ConversationProvider>,
    )
    act(() => state.navigator.openConversation(nowhere))
    await settle()
    expect(screen.getByText(sentence)).toBeTruthy()
    fireEvent.click(screen.getByText(back))
    expect(state.navigator.store.getState()).toMatchObject({ screen: 'inbox', conversationId: null })
  })
})

describe('a reply', () => {
  it('leaves by Enter, and the field is empty again', async () => {
    const { bridge, field, type, press } = await aPane()
    type('Да, сегодня с 16:00')
    await press('Enter')
    expect(bridge.inputs('send')).toMatchObject([
      { conversationId: row.id, text: 'Да, сегодня с 16:00', isNote: false },
    ])
    expect(field().value).toBe('')
    expect(within(screen.getByRole('log')).getByText('Да, сегодня с 16:00')).toBeTruthy()
  })

  it('leaves by Ctrl+Enter where one prefers so, and Enter only breaks the line', async () => {
    const { bridge, type, press } = await aPane({ preferences: { sendBy: 'ctrlEnter' } })
    type('Да')
    await press('Enter')
    expect(bridge.inputs('send')).toHaveLength(0)
    await press('Enter', { ctrlKey: true })
    expect(bridge.inputs('send')).toHaveLength(1)
  })

  it('does not leave while an input method composes a word, nor empty', async () => {
    const { bridge, type, press } = await aPane()
    type('ё')
    await press('Enter', { isComposing: true })
    type('   ')
    await press('Enter')
    expect(bridge.inputs('send')).toHaveLength(0)
  })

  it('that is refused stays written, with the reason', async () => {
    const { bridge, field, type, press } = await aPane()
    bridge.refuse('send', refusal('RATE_LIMITED', 'slow down'))
    type('Добрый день')
    await press('Enter')
    expect(field().value).toBe('Добрый день')
    expect(screen.getByText(/Слишком часто.*Текст сохранён/)).toBeTruthy()
  })

  it('does not take along what is typed while it leaves, and each leaves once', async () => {
    const { bridge, field, type, press } = await aPane()
    for (const text of ['Секунду', 'Смотрю']) {
      type(text)
      fireEvent.keyDown(field(), { key: 'Enter' })
      fireEvent.keyDown(field(), { key: 'Enter' })
    }
    type('Нашла')
    expect(field().value).toBe('Нашла')
    await press('Enter')
    expect(bridge.inputs('send')).toMatchObject([{ text: 'Секунду' }, { text: 'Смотрю' }, { text: 'Нашла' }])
    expect(field().value).toBe('')
  })

  it('that is refused stands before what was typed meanwhile', async () => {
    const { bridge, field, type, settle } = await aPane()
    bridge.refuse('send', refusal('RATE_LIMITED', 'slow down'))
    type('Добрый день')
    fireEvent.keyDown(field(), { key: 'Enter' })
    type('Смотрю')
    await settle()
    expect(field().value).toBe('Добрый день\nСмотрю')
  })

  it('with characters that cannot be sent is not even tried', async () => {
    const { bridge, field, type, press } = await aPane()
    type('звонок\u0007')
    await press('Enter')
    expect(bridge.inputs('send')).toHaveLength(0)
    expect(field().value).toBe('звонок\u0007')
    expect(screen.getByText(/нельзя отправить/)).toBeTruthy()
  })

  it('waits here while the hub is not connected, and can be taken back into the field', async () => {
    const { bridge, field, type, press, settle } = await aPane({ session: lostSession })
    type('Уйдёт позже')
    await press('Enter')
    expect(screen.getByText(/как только появится связь/)).toBeTruthy()
    fireEvent.click(screen.getByText('Отменить отправку'))
    await settle()
    expect(bridge.outbox).toEqual([])
    expect(field().value).toBe('Уйдёт позже')
  })

  it('comes back with its files when it is withdrawn, and they can leave again', async () => {
    const { bridge, field, settle, press } = await aPane({ session: lostSession })
    const paper = new File(['договор'], 'договор.pdf', { type: 'application/pdf' })
    fireEvent.paste(field(), { clipboardData: { files: [paper], types: ['Files'] } })
    await settle()
    await press('Enter')
    expect(screen.queryByLabelText('Убрать: договор.pdf')).toBeNull()
    fireEvent.click(screen.getByText('Отменить отправку'))
    await settle()
    expect(screen.getByLabelText('Убрать: договор.pdf')).toBeTruthy()
    await press('Enter')
    const [first, second] = bridge.inputs('send')
    expect(second).toMatchObject({ files: Object(first).files })
    expect(Object(first).files).toHaveLength(1)
  })

  it('is shown a faster answer first, and leaves when asked again', async () => {
    const { bridge, type, press, news } = await aPane()
    type('Курьер приедет')
    await news(aReply(2, colleague.id, { at: demoNow, text: 'Уже ответила' }))
    await press('Enter')
    expect(bridge.inputs('send')).toHaveLength(0)
    expect(screen.getByText(/уже отвечает: «Уже ответила»/)).toBeTruthy()
    await press('Enter')
    expect(bridge.inputs('send')).toHaveLength(1)
  })

  it('to a message names it', async () => {
    const { bridge, type, press, settle } = await aPane()
    fireEvent.click(within(screen.getByRole('log')).getByLabelText('Ответить на сообщение'))
    await settle()
    type('Можно')
    await press('Enter')
    expect(bridge.inputs('send')).toMatchObject([{ replyToSeq: 1 }])
  })

  it.each([
    ['the contact has blocked the bot', { change: { isBlocked: true } }, /заблокировал бота/],
    ['the conversation is closed', { change: { isOpen: false, closedAt: demoNow } }, /Диалог закрыт/],
    [
      'the channel is disconnected',
      { company: { channels: demoChannels.map((one) => ({ ...one, isConnected: false })) } },
      /отключён/,
    ],
  ])('does not leave when %s, and the screen says what to do', async (_case, told, words) => {
    const { bridge, field, type, press } = await aPane(told)
    type('Здравствуйте')
    await press('Enter')
    expect(bridge.inputs('send')).toHaveLength(0)
    expect(field().value).toBe('Здравствуйте')
    expect(screen.getByText(words)).toBeTruthy()
  })
})

describe('a note', () => {
  it('is written in its own mode, and names those it calls', async () => {
    const { bridge, type, press, settle } = await aPane()
    fireEvent.click(screen.getByRole('radio', { name: 'Комментарий' }))
    await settle()
    type(`@${colleague.name} глянь`)
    await press('Enter')
    expect(bridge.inputs('send')).toMatchObject([{ isNote: true, mentions: [colleague.id] }])
  })

  it('offers colleagues by @, and Enter takes the chosen one', async () => {
    const { bridge, field, type, press, settle } = await aPane()
    fireEvent.click(screen.getByRole('radio', { name: 'Комментарий' }))
    await settle()
    type(`@${colleague.name.slice(0, 3)}`)
    expect(screen.getByRole('listbox', { name: 'Кого позвать' })).toBeTruthy()
    await press('Enter')
    expect(field().value).toBe(`@${colleague.name} `)
    expect(bridge.inputs('send')).toHaveLength(0)
  })

  it.skipIf(observer === undefined)(
    'says that whoever does not see the conversation will become its observer',
    async () => {
      const { type, settle } = await aPane()
      fireEvent.click(screen.getByRole('radio', { name: 'Комментарий' }))
      await settle()
      type(`@${observer?.name} глянь`)
      expect(screen.getByText(/станет наблюдателем/)).toBeTruthy()
    },
  )

  it('is all an observer can write', async () => {
    const { bridge, type, press } = await aPane({
      company: { account: { ...demoAccount, role: 'restricted' } },
      change: { assignee: { kind: 'operator', id: colleague.id }, observers: [demoAccount.id] },
    })
    expect(screen.queryByRole('radio', { name: 'Ответ' })).toBeNull()
    type('Вижу')
    await press('Enter')
    expect(bridge.inputs('send')).toMatchObject([{ isNote: true }])
    expect(screen.queryByRole('button', { name: 'Закрыть диалог' })).toBeNull()
  })
})

describe('a draft', () => {
  it('stands in the field when the conversation is opened again', async () => {
    const { field } = await aPane({ drafts: [{ conversationId: row.id, text: 'Начал писать', isNote: false }] })
    expect(field().value).toBe('Начал писать')
  })

  it('is saved a moment after the last key, and removed once the reply has left', async () => {
    const { bridge, platform, type, press } = await aPane()
    type('Добрый')
    expect(bridge.inputs('saveDraft')).toEqual([])
    platform.pass(400)
    expect(bridge.inputs('saveDraft')).toMatchObject([{ text: 'Добрый' }])
    await press('Enter')
    expect(bridge.inputs('saveDraft').at(-1)).toMatchObject({ text: '' })
  })
})

describe('a file', () => {
  const drop = (files: readonly File[]) => ({
    dataTransfer: { types: ['Files'], files, items: files.map(() => ({ kind: 'file' })) },
  })

  it('dropped on the conversation leaves with the reply', async () => {
    const { bridge, press, settle } = await aPane()
    fireEvent.drop(screen.getByRole('region', { name: /Диалог: Марина/ }), drop([new File(['x'], 'акт.pdf')]))
    await settle()
    await press('Enter')
    expect(bridge.inputs('stageFile')).toMatchObject([{ name: 'акт.pdf' }])
    expect(bridge.inputs('send')).toMatchObject([{ files: [expect.stringContaining('file-')] }])
  })

  it('that is empty is refused before a byte leaves, and says why', async () => {
    const { bridge, settle } = await aPane()
    fireEvent.drop(screen.getByRole('region', { name: /Диалог: Марина/ }), drop([new File([], 'пусто.pdf')]))
    await settle()
    expect(screen.getByText('пустой файл')).toBeTruthy()
    expect(bridge.inputs('stageFile')).toEqual([])
  })
})

describe('a reply with a file that leaves', () => {
  it('shows how much of it has arrived', async () => {
    const file = { key: 'f', name: 'видео.mp4', mediaType: 'video/mp4', size: 2000, attachmentId: null }
    const item = { ...anOutboxMessage(1), conversationId: row.id, files: [file], state: { kind: 'inFlight' as const } }
    const { bridge, settle } = await aPane({ outbox: [item] })
    await act(async () => bridge.push({ kind: 'upload', key: 'f', sent: 500, size: 2000 }))
    await settle()
    expect(screen.getByText(/загружено 25 %/)).toBeTruthy()
  })
})

describe('the stream', () => {
  it('shows a message as it comes and says it aloud', async () => {
    const { news } = await aPane()
    await news(aContactMessage(5, { at: demoNow, text: 'Спасибо' }))
    expect(within(screen.getByRole('log')).getByText('Спасибо')).toBeTruthy()
    expect(screen.getByText('Марина Кольцова: Спасибо')).toBeTruthy()
  })

  it('shows its rows at once, before the list has measured itself', async () => {
    await aPane()
    expect(document.querySelector('[inert]')?.textContent).toContain(hello.text)
  })

  it('shows a picture that could not be fetched as a line with its name and the reason', async () => {
    const state = { kind: 'failed', reason: 'notFound', canRetry: true } as const
    const photo = anAttachment('бирка.jpg', { kind: 'picture', mediaType: 'image/jpeg', state })
    const { bridge } = await aPane({ entries: [aContactMessage(1, { text: '', attachments: [photo] })] })
    const line = screen.getByText('бирка.jpg').closest('.file')
    expect(line?.textContent).toContain('В мессенджере этого файла больше нет')
    fireEvent.click(screen.getByText('Загрузить снова'))
    expect(bridge.inputs('command')).toMatchObject([{ kind: 'attachment.retry', attachmentId: photo.id }])
  })

  it('says why a message failed and sends it again on request', async () => {
    const failed = aReply(2, demoAccount.id, {
      at: demoNow,
      delivery: { status: 'failed', reason: 'too_big', detail: null },
    })
    const { bridge } = await aPane({ entries: [hello, failed] })
    expect(screen.getByText(/Не доставлено: файл/)).toBeTruthy()
    fireEvent.click(screen.getByText('Отправить снова'))
    expect(bridge.inputs('command')).toMatchObject([{ kind: 'message.resend', seq: 2 }])
  })

  it('explains a decision under its entry', async () => {
    const { settle } = await aPane({
      entries: [
        aSystemEntry(1, {
          kind: 'assigned',
          from: null,
          to: { kind: 'operator', id: demoAccount.id },
          cause: 'distributed',
          by: null,
          groupId: null,
          decisionId: DecisionId.parse('d-1'),
          aboveLimit: false,
        }),
      ],
    })
    fireEvent.click(screen.getByText('Почему я?'))
    await settle()
    const card = within(screen.getByRole('log')).getByLabelText('Почему я?')
    expect(within(card).getByText('Выбор: меньше всех диалогов')).toBeTruthy()
    expect(within(card).getByLabelText('Статус не имел значения')).toBeTruthy()
    expect(within(card).getAllByRole('row', { hidden: true })[0]?.textContent).toContain(demoAccount.name)
  })

  it('opens links through the workspace, never by itself', async () => {
    const { bridge } = await aPane({ entries: [aContactMessage(1, { text: 'см. https://магазин.рф/12' })] })
    fireEvent.click(screen.getByText('https://магазин.рф/12'))
    expect(bridge.inputs('openExternal')).toEqual([{ url: 'https://магазин.рф/12' }])
  })

  it('says since when messages may be missing', async () => {
    const { bridge, settle } = await aPane()
    expect(screen.queryByText(/Связь потеряна/)).toBeNull()
    await act(async () => bridge.pushSession(lostSession))
    await settle()
    expect(screen.getByText(/Связь потеряна/)).toBeTruthy()
    await act(async () => bridge.pushSession(liveSession))
    await settle()
    expect(screen.queryByText(/Связь потеряна/)).toBeNull()
  })
})

describe('acts on a conversation', () => {
  it('closes it with an undo that reopens it', async () => {
    const { bridge, settle } = await aPane()
    fireEvent.click(screen.getByRole('button', { name: 'Закрыть диалог' }))
    await settle()
    fireEvent.click(await screen.findByText('Вернуть'))
    await settle()
    expect(bridge.inputs('command')).toMatchObject([{ kind: 'conversation.close' }, { kind: 'conversation.reopen' }])
  })

  it('says who was faster when it is already taken', async () => {
    const { bridge, settle } = await aPane({ change: { assignee: null } })
    bridge.refuse('conversation.take', refusal('ALREADY_TAKEN', 'late', { facts: { assigneeId: operatorId('ivan') } }))
    fireEvent.click(screen.getByRole('button', { name: 'Взять' }))
    await settle()
    expect(await screen.findByText(/уже взят: Иван Мельник/)).toBeTruthy()
  })

  it('passes it to somebody who is away only after a question', async () => {
    const { bridge, settle } = await aPane()
    bridge.refuse('conversation.transfer', refusal('NEEDS_CONFIRMATION', 'he is busy'))
    fireEvent.click(screen.getByRole('button', { name: 'Передать диалог' }))
    await settle()
    const busy = demoOperators.find((one) => one.presence.effective === 'busy')!
    fireEvent.click(screen.getByRole('option', { name: new RegExp(busy.name) }))
    await settle()
    expect(screen.getByText(`Передать диалог: ${busy.name}?`)).toBeTruthy()
    bridge.refuse('conversation.transfer', null)
    fireEvent.click(screen.getByRole('button', { name: 'Передать' }))
    await settle()
    expect(bridge.inputs('command')).toMatchObject([{ isConfirmed: false }, { isConfirmed: true }])
  })
})
